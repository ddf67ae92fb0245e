"""The response monitor and one return as the evaluation team reads it."""

from django.urls import path

from surveys.returns.views import response

urlpatterns = [
    path("response/", response.monitor, name="monitor"),
    path("response/<int:year>/<slug:partnership_slug>/", response.read, name="read"),
    path("response/<int:year>/<slug:partnership_slug>/accept/", response.accept, name="accept"),
]

"""One return as the evaluation team reads it, asks about it, accepts or reopens it."""

from django.urls import path

from surveys.returns.views import response_one

urlpatterns = [
    path("response/<int:year>/<slug:partnership_slug>/", response_one.read, name="read"),
    path("response/<int:year>/<slug:partnership_slug>/accept/", response_one.accept, name="accept"),
]

"""/national/response/: which returns have come in."""

from django.urls import path

from surveys.returns.views import response

app_name = "response"
urlpatterns = [
    path("", response.monitor, name="monitor"),
    path("<int:year>/<slug:partnership_slug>/", response.read, name="read"),
    path("<int:year>/<slug:partnership_slug>/accept/", response.accept, name="accept"),
]

"""/p/<slug>/return/: one partnership's return."""

from django.urls import include, path

app_name = "returns"
urlpatterns = [
    path("", include("surveys.returns.addresses.answering")),
    path("", include("surveys.returns.addresses.sending")),
    path("", include("surveys.returns.addresses.team")),
    path("", include("surveys.returns.addresses.asking")),
    path("", include("surveys.returns.addresses.files")),
]

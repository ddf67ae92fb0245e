"""/national/response/ and /national/waves/: the collector's side."""

from django.urls import include, path

app_name = "response"
urlpatterns = [
    path("", include("surveys.returns.addresses.response")),
    path("", include("surveys.returns.addresses.response_one")),
    path("", include("surveys.returns.addresses.waves")),
]

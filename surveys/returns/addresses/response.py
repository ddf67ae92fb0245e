"""The response monitor."""

from django.urls import path

from surveys.returns.views import response

urlpatterns = [
    path("response/", response.monitor, name="monitor"),
    path("response/response.csv", response.download, name="monitor_download"),
]

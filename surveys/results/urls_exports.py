"""Addresses of an edition's downloads and of extracts of single returns."""

from django.urls import path

from surveys.results.views import exports

DOWNLOADS = "editions/<int:edition_id>/downloads"

urlpatterns = [
    path(f"{DOWNLOADS}/", exports.downloads, name="downloads"),
    path(f"{DOWNLOADS}/<slug:format_key>/", exports.export_make, name="export_make"),
    path(f"{DOWNLOADS}/<slug:format_key>/file/", exports.export_download, name="export_download"),
    path("extracts/", exports.extracts, name="extracts"),
    path("extracts/new/", exports.extract_new, name="extract_new"),
    path("extracts/<int:extract_id>/file/", exports.extract_download, name="extract_download"),
]

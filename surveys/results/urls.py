"""Addresses of national results, under /national/."""

from django.urls import path

from surveys.results import urls_dashboards, urls_exports
from surveys.results.views import editions

app_name = "results"
urlpatterns = [
    *urls_dashboards.urlpatterns,
    *urls_exports.urlpatterns,
    path("editions/", editions.editions, name="editions"),
    path("waves/<int:wave_id>/editions/", editions.build, name="edition_build"),
    path("editions/<int:edition_id>/", editions.edition, name="edition"),
    path("editions/<int:edition_id>/check/", editions.check, name="edition_check"),
    path("editions/<int:edition_id>/freeze/", editions.freeze, name="edition_freeze"),
    path("editions/<int:edition_id>/release/", editions.release, name="edition_release"),
    path("editions/<int:edition_id>/discard/", editions.discard, name="edition_discard"),
]

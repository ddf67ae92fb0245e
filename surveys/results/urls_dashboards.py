"""Addresses of the dashboards, and of the files beside their charts."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from surveys.results.views import groups, picture, questions, response, trends

EDITION = "editions/<int:edition_id>"
ITEM = f"{EDITION}/items/<str:key>"


def _files(folder: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """Each chart of a page as SVG and its data as CSV."""
    return [
        path(f"{folder}/<slug:figure>.{kind}", view, {"kind": kind}, name=f"{name}_{kind}_download")
        for kind in ("svg", "csv")
    ]


urlpatterns = [
    path("", picture.dashboard, name="dashboard"),
    *_files(f"{EDITION}/picture", picture.picture_file, "picture"),
    path(f"{EDITION}/items/", questions.items, name="items"),
    path(f"{ITEM}/", questions.item, name="item"),
    *_files(ITEM, questions.item_file, "item"),
    path(f"{EDITION}/sections/<str:code>/", questions.section, name="section"),
    path(f"{EDITION}/compare/", groups.compare, name="compare"),
    *_files(f"{EDITION}/compare", groups.compare_file, "compare"),
    path(f"{EDITION}/map/", groups.regions_map, name="map"),
    *_files(f"{EDITION}/map", groups.map_file, "map"),
    path(f"{EDITION}/response/", response.response, name="response"),
    *_files(f"{EDITION}/response", response.response_file, "response"),
    path(f"{EDITION}/trends/", trends.trends, name="trends"),
    *_files(f"{EDITION}/trends", trends.trends_file, "trends"),
]

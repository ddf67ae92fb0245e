"""/api/v1/editions/: addresses of national results."""

from django.urls import path

from surveys.results.api import cells, downloads, editions

ONE = "<int:edition_id>"
urlpatterns = [
    path("", editions.EditionList.as_view(), name="editions"),
    path(f"{ONE}/", editions.EditionDetail.as_view(), name="edition"),
    path(f"{ONE}/items/", editions.EditionItems.as_view(), name="edition_items"),
    path(f"{ONE}/cells/", cells.EditionCells.as_view(), name="edition_cells"),
    path(f"{ONE}/change/", cells.EditionChange.as_view(), name="edition_change"),
    path(f"{ONE}/downloads/", downloads.EditionDownloads.as_view(), name="edition_downloads"),
    path(
        f"{ONE}/downloads/<slug:format_key>/",
        downloads.EditionFile.as_view(),
        name="edition_file",
    ),
]

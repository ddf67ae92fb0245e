"""Dashboards of national results: their pages, and the files beside their charts."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

PAGES = ("dashboard", "items", "item", "section", "compare", "map", "response", "trends")
WITH_FILES = ("picture", "item", "compare", "map", "response", "trends")

ROWS: dict[str, Row] = {
    **{f"results:{page}": {"get": P.NATIONAL_READ} for page in PAGES},
    **{
        f"results:{page}_{kind}_download": {"get": P.NATIONAL_READ}
        for page in WITH_FILES
        for kind in ("svg", "csv")
    },
}

"""Dashboards of national results: their pages, and the files beside their charts."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

PAGES = ("dashboard", "items", "item", "section", "compare", "map", "response", "trends")
WITH_FILES = ("picture", "item", "compare", "map", "response", "trends")

ROWS: dict[str, Row] = {
    **{f"results:{page}": {"get": P.NATIONAL_READ} for page in PAGES},
    **{
        f"results:{page}_{kind}_download": {"get": P.NATIONAL_READ}
        for page in WITH_FILES
        for kind in ("svg", "csv")
    },
    # One wave has no chart of trends, only its table.
    "results:trends_svg_download": {"get": allow(P.NATIONAL_READ, 200, 404)},
}

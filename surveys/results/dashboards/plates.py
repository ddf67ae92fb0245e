"""A plate: one chart with its words and its data, as a card of a page, an SVG file and a CSV file."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from portal.errors import Missing
from portal.web.charts import Chart, as_file, render
from portal.web.components import DataTable, FigureCard
from portal.web.print.attachments import safe
from portal.web.templatetags.portal_ui import figure
from surveys.results.models import Edition

WIDTHS = {12: 1090.0, 8: 700.0, 7: 610.0, 6: 510.0, 5: 420.0, 4: 330.0}
"""Pixels of a card's inside, by its width in the twelve-column grid of the page."""
SVG, CSV = "svg", "csv"
TYPES = {SVG: "image/svg+xml; charset=utf-8", CSV: "text/csv; charset=utf-8"}
# Kind of file and key of the plate → its address.
Address = Callable[[str, str], str]


@dataclass(frozen=True)
class Plate:
    """`key` is lower case and names the plate in its page's addresses."""

    key: str
    title: str
    measure: str
    chart: Chart | None
    table: DataTable
    source: str = ""
    columns: int = 12


def query(**choices: str) -> str:
    """The query string that asks for these choices; empty ones are left out."""
    given = {name: value for name, value in choices.items() if value}
    return f"?{urlencode(given)}" if given else ""


def card(plate: Plate, address: Address, *, level: int = 2, with_table: bool = True) -> SafeString:
    """The plate as it stands on its page, with links to its files.

    `with_table` False: the page shows the table itself, under the chart.
    """
    words = {SVG: "Chart (SVG)", CSV: "Data (CSV)"}
    wide, narrow = SafeString(""), None
    if plate.chart is None:
        del words[SVG]
    else:
        ident = f"chart-{plate.key}"
        wide = render(plate.chart, ident=ident, width=WIDTHS[plate.columns])
        narrow = render(plate.chart, ident=ident, narrow=True)
    return figure(
        FigureCard(
            key=plate.key,
            title=plate.title,
            measure=plate.measure,
            wide=wide,
            narrow=narrow,
            table=plate.table if with_table else None,
            source=plate.source,
            columns=plate.columns,
            downloads=tuple((words[kind], address(kind, plate.key)) for kind in words),
        ),
        level,
    )


def cards(plates: Iterable[Plate], address: Address) -> SafeString:
    """Several in a row."""
    return format_html_join("\n", "{}", ((card(plate, address),) for plate in plates))


def file_of(
    request: HttpRequest,
    plates: Iterable[Plate],
    key: str,
    kind: str,
    *,
    edition: Edition,
    about: str = "picture",
) -> HttpResponse:
    """The plate of that key as a file, or 304 for who has it already. Raises Missing.

    `about` stands in its name: "lsp2004-edition-1-picture-figure-1.svg".
    """
    found = {plate.key: plate for plate in plates}.get(key)
    if found is None or (kind == SVG and found.chart is None):
        raise Missing("There is no such chart on this page. Follow the links beside its charts.")
    content = csv_of(found.table) if kind == CSV else _svg(found)
    name = f"lsp{edition.wave.year}-edition-{edition.number}-{about}-{key}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = HttpResponse(content, content_type=TYPES[kind], headers=headers)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    known = get_conditional_response(request, etag=etag, response=response)
    assert known is not None
    return known


def csv_of(table: DataTable) -> bytes:
    """A table as CSV (UTF-8 with byte order mark), guarded against formulas."""
    text = io.StringIO()
    csv.writer(text).writerows([safe(cell) for cell in row] for row in (table.head, *table.rows))
    return text.getvalue().encode("utf-8-sig")


def _svg(plate: Plate) -> bytes:
    assert plate.chart is not None
    drawn = as_file(
        plate.chart, measure=plate.measure, source=plate.source, ident=f"chart-{plate.key}"
    )
    return drawn.encode()

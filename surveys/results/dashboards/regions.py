"""One answer to one question on the map of the nine regions."""

import math

from portal.web.charts import Tile, Tiles, Value
from portal.web.components import DataTable
from surveys.questionnaires.structure import Form
from surveys.results.breakdowns import REGIONS
from surveys.results.dashboards.breakdowns import ALL, strongest_first
from surveys.results.dashboards.item import SYMBOLS
from surveys.results.dashboards.item_charts import HIDDEN, UNASKED, signed
from surveys.results.dashboards.item_tables import named
from surveys.results.dashboards.plates import Plate
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.headlines import region_words
from surveys.results.published import SUPPRESSED, ItemCells, Row, base_words

STEPS = (2, 5, 10, 20)
COLUMNS = 12


def plate(form: Form, cells: ItemCells, settings: Thresholds, answer: str, year: int) -> Plate:
    """The map with its table; `answer` "" is the strongest one."""
    item = form.item(cells.key)
    listed = [o for o in strongest_first(item.options) if o.code in cells.options]
    option = next((o for o in listed if o.code == answer), listed[0])
    rows = [cells.row(key, settings) for key in REGIONS]
    shown = {row.group: row.cell(option.code) for row in rows}
    tiles = tuple(
        Tile(
            row.group,
            None
            if shown[row.group].per_cent is None
            else Value(shown[row.group].per_cent or 0.0, signed(shown[row.group].words)),
            HIDDEN if row.asked else UNASKED,
        )
        for row in rows
    )
    measure = f"“{option.label}”, per cent of valid answers, {year}"
    title = _finding(rows, option.code)
    shares = [cell.per_cent for cell in shown.values() if cell.per_cent is not None]
    chart = Tiles(item.label, f"{title}. {measure}", tiles, cuts_for(shares))
    nation = cells.row(ALL, settings)
    lines = tuple(
        (named(row), row.cell(option.code).words, base_words(row.base)) for row in (*rows, nation)
    )
    head = ("Region", f"{option.label} (%)", "Base (n)")
    return Plate(
        key="map",
        title=title,
        measure=measure,
        chart=chart,
        table=DataTable(f"{item.label}: {measure}", head, lines),
        source=f"{SYMBOLS}. Each hexagon is one region, whatever its size.",
        columns=COLUMNS,
    )


def _finding(rows: list[Row], code: str) -> str:
    """Where the answer is given most and least, of the regions that can be shown."""
    cells = [(row.cell(code), row) for row in rows]
    known = [(cell.per_cent, row) for cell, row in cells if cell.per_cent is not None]
    if len(known) < 2:
        return "Too few regions can be shown"
    low, high = min(known, key=lambda each: each[0]), max(known, key=lambda each: each[0])
    hidden = any(cell.words == SUPPRESSED for cell, _ in cells)
    which = f"the {len(known)} regions that {'can be shown' if hidden else 'answered'}"
    if low[0] == high[0]:
        alike = "Every region" if len(known) == len(rows) else which[:1].upper() + which[1:]
        verb = "" if len(known) == len(rows) else " are"
        return f"{alike}{verb} alike, {signed(high[1].cell(code).words)}"
    highest = "Highest" if len(known) == len(rows) else f"Of {which}, highest"
    return (
        f"{highest} in {region_words(high[1].group)}"
        f" ({signed(high[1].cell(code).words)}),"
        f" lowest in {region_words(low[1].group)} ({signed(low[1].cell(code).words)})"
    )


def cuts_for(shares: list[float]) -> tuple[int, int, int, int]:
    """Four round per cents that part the shares into classes of one width."""
    low, high = min(shares, default=0.0), max(shares, default=100.0)
    step = next((step for step in STEPS if 5 * step >= high - low), STEPS[-1])
    first = math.floor(low / step) * step + step
    first = max(step, min(first, 100 - 3 * step))
    return (first, first + step, first + 2 * step, first + 3 * step)

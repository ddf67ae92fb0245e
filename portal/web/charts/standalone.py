"""A chart as a file of its own: its finding, measure and source stand in the drawing."""

from portal.web.charts import palette
from portal.web.charts.svg import SIZE, Canvas, line_height
from portal.web.charts.text import wrap

MARGIN = 24.0
TITLE = SIZE + 7
MEASURE = SIZE + 1
MOST = 6  # lines of a long title or source
LEAST = 460.0  # pixels for the words of a small drawing


def framed(drawing: Canvas, *, title: str, measure: str, source: str) -> Canvas:
    """The drawing with its words around it on white paper."""
    room = max(drawing.width, LEAST)
    canvas = Canvas(room + 2 * MARGIN)
    y = MARGIN
    for line in wrap(title, TITLE, room, bold=True, most=MOST):
        y += line_height(TITLE)
        canvas.text(MARGIN, y - 5, line, size=TITLE, bold=True)
    for line in wrap(measure, MEASURE, room, most=MOST):
        y += line_height(MEASURE)
        canvas.text(MARGIN, y - 2, line, size=MEASURE, fill=palette.MUTED)
    y += 18
    place = f'<g transform="translate({MARGIN:.0f} {y:.1f})">'
    canvas.parts += [place, *drawing.parts, "</g>"]
    y += drawing.height + 8
    for line in wrap(source, SIZE, room, most=MOST) if source else ():
        y += line_height()
        canvas.text(MARGIN, y, line, fill=palette.MUTED)
    canvas.height = y + MARGIN
    paper = (
        f'<rect width="{canvas.width:.1f}" height="{canvas.height:.1f}" fill="{palette.PAPER}"/>'
    )
    canvas.parts.insert(0, paper)
    return canvas

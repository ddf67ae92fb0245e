"""What holds for every chart, in every state, on every target."""

import re
from collections import Counter

import pytest

from portal.web.charts import SUPPRESSED, Chart, render
from tests.portal.web.charts import samples
from tests.portal.web.charts.charts_seen import SVG, parse, said, words

CHARTS = samples.everything()
FRAMES = {
    "web": {},
    "card": {"width": 520.0},
    "phone": {"narrow": True},
    "page": {"target": "pdf"},
}

every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
every_frame = pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())


@every_chart
@every_frame
def test_nothing_needs_a_relaxed_policy(chart: Chart, frame: dict[str, object]) -> None:
    """No style, no script, no link: presentation attributes alone."""
    names = Counter(e.tag.removeprefix(SVG) for e in parse(render(chart, **frame)).iter())
    drawn = {"svg", "title", "desc", "g", "rect", "line", "path", "circle", "polygon", "text"}
    assert set(names) <= drawn
    assert "style=" not in render(chart, **frame)


@every_chart
@every_frame
def test_no_word_leaves_the_drawing(chart: Chart, frame: dict[str, object]) -> None:
    """Every line of text lies inside the view box."""
    svg = render(chart, **frame)
    _, _, width, height = map(float, parse(svg).get("viewBox", "").split())
    outside = [
        word
        for word in words(svg)
        if word.left < -0.5 or word.right > width + 0.5 or not 0 < word.bottom <= height
    ]
    assert outside == []


@every_chart
def test_same_input_same_bytes(chart: Chart) -> None:
    """Caching by hash and the PDF's own sameness rest on it."""
    assert render(chart, ident="figure-3") == render(chart, ident="figure-3")


@every_chart
def test_the_name_is_short_and_the_description_apart(chart: Chart) -> None:
    """On the web both are referred to; the ids come from the ident."""
    root = parse(render(chart, ident="figure-3"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "figure-3-title figure-3-desc"
    title, description = root[0], root[1]
    assert (title.get("id"), title.text) == ("figure-3-title", chart.title)
    assert (description.get("id"), description.text) == ("figure-3-desc", chart.description)


def test_wide_and_narrow_stand_on_one_page_without_sharing_an_id() -> None:
    """The narrow twin names itself."""
    chart = samples.bars(("Crime",))
    both = render(chart, ident="figure-3") + render(chart, ident="figure-3", narrow=True)
    assert re.findall(r' id="([^"]+)"', both) == [
        "figure-3-title",
        "figure-3-desc",
        "figure-3-narrow-title",
        "figure-3-narrow-desc",
    ]


@every_chart
def test_the_pdf_has_it_all_in_one_title(chart: Chart) -> None:
    """WeasyPrint makes the Alt text of a direct child <title> and of nothing else."""
    root = parse(render(chart, target="pdf"))
    assert [e.text for e in root.iter(f"{SVG}title")] == [f"{chart.title}. In words."]
    assert list(root.iter(f"{SVG}desc")) == []
    assert root.get("role") is None
    assert " id=" not in render(chart, target="pdf")


def test_a_page_s_column_is_filled_at_a_readable_size() -> None:
    """800 pixels of drawing are printed as 640: just under 170 mm."""
    root = parse(render(samples.bars(("Crime",)), target="pdf"))
    assert (root.get("width"), root.get("viewBox", "").split()[2]) == ("640", "800")


AXES = {"0", "20", "20%", "25%", "50%", "75%", "100%", "Target 85%", "2002", "2003", "2004"}


@pytest.mark.parametrize("kind", ["stacked", "dumbbell", "bars", "tiles", "trend"])
@every_frame
def test_suppressed_rows_say_so_and_show_no_number(kind: str, frame: dict[str, object]) -> None:
    """No number but those of the axis; the words are there for each row."""
    svg = render(CHARTS[f"{kind}-hidden"], **frame)
    rest = [text for text in said(svg) if text not in AXES]
    classes = {"under 60%", "60 to 69%", "70 to 79%", "80 to 89%", "90% and over"}
    assert [text for text in rest if re.search(r"\d", text) and text not in classes] == []
    assert sum(SUPPRESSED in text for text in rest) == {"tiles": 9}.get(kind, 2)


def test_words_from_outside_stay_words() -> None:
    """Markup in a label is text."""
    svg = render(samples.stacked(samples.HOSTILE))
    assert "<script" not in svg
    assert samples.HOSTILE[0] in said(svg)
    assert "Cyngor Gŵyr a Thŷ Ddewi" in said(svg)
    assert "evil" in said(svg)  # without the control that would turn the line round


@pytest.mark.parametrize("ident", ["", "3", 'a"b', "A", "a b"])
def test_an_ident_that_could_break_out_is_refused(ident: str) -> None:
    """It becomes part of an attribute."""
    with pytest.raises(ValueError, match="ident"):
        render(samples.tiles(), ident=ident)

"""Words found, marked: whatever stands in the text, nothing of it becomes markup."""

import pytest

from partnerships.boardroom.highlighting import Markers

MARKERS = Markers("xo", "xc")


@pytest.mark.parametrize(
    ("excerpt", "shown"),
    [
        ("the xocrimexc figures", "the <mark>crime</mark> figures"),
        ("**the** xocrimexc\n\n- _rate_", "the <mark>crime</mark> - rate"),
        ("<b>xocrimexc</b>", "&lt;b&gt;<mark>crime</mark>&lt;/b&gt;"),
        ("xo<script>xc", "<mark>&lt;script&gt;</mark>"),
        ("<mark>x</mark> xoyxc", "&lt;mark&gt;x&lt;/mark&gt; <mark>y</mark>"),
        ("left open xocrime", "left open crime"),
        ("closed twice xoaxc xc", "closed twice <mark>a</mark>"),
        ('" onclick="x', "&quot; onclick=&quot;x"),
        ("1. one 2. two", "1. one 2. two"),
        ("cut **off", "cut off"),
        ("", ""),
    ],
)
def test_only_the_markers_become_markup(excerpt: str, shown: str) -> None:
    assert MARKERS.in_prose(excerpt).strip() == shown


def test_markers_are_drawn_anew_and_are_one_word() -> None:
    one, other = Markers.drawn(), Markers.drawn()
    assert len({one.opening, one.closing, other.opening, other.closing}) == 4
    assert all(m.isalnum() for m in (one.opening, one.closing))

"""A section as one kind of partnership sees it."""

from typing import Any

from surveys.questionnaires.drafting.preview import preview
from tests.surveys.questionnaires.conftest import NRF, PLAIN

Document = dict[str, Any]


def drawn(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split('data-question="')[1:]]


def test_rows_follow_the_kind_of_partnership(small: Document) -> None:
    shown = preview(small, "B", NRF)
    assert (shown.asked, shown.when, shown.left_out) == (True, "you answered ‘Agree’ to A1", ())
    assert drawn(shown.html) == ["B1", "B2", "B3", "B4", "B5"]
    assert "It is funded" in shown.html
    assert "It is funded" not in preview(small, "B", PLAIN).html


def test_answers_of_the_page_are_left_to_the_page(small: Document) -> None:
    html = preview(small, "B", NRF).html
    assert html.count("data-show-if=") == 3
    assert "Answer this only if you answered question 2." in html


def test_answers_of_other_sections_are_named(small: Document) -> None:
    small["questions"][3]["show_if"] = {"question": "A2", "includes_any": ["board"]}
    html = preview(small, "B", NRF).html
    assert "Asked only if you chose ‘Board’ in A2." in html
    assert drawn(html) == ["B1", "B2", "B3", "B4", "B5"]


def test_what_such_a_partnership_is_never_asked(small: Document) -> None:
    small["questions"][3]["show_if"] = {"lsp": "nrf", "eq": True}
    shown = preview(small, "B", PLAIN)
    # B3 waits for B2, and B4 for B3: none of them is ever asked; the numbers stay.
    assert shown.left_out == ("B2", "B3", "B4")
    assert drawn(shown.html) == ["B1", "B5"]
    assert '<span class="portal-question__number">5.</span>' in shown.html


def test_a_section_for_others(small: Document) -> None:
    small["sections"][1]["show_if"] = {"lsp": "region", "eq": "London"}
    assert preview(small, "B", NRF).asked
    shown = preview(small, "B", PLAIN)
    assert (shown.asked, str(shown.html)) == (False, "")


def test_every_section_of_2004_can_be_seen(lsp2004: Document) -> None:
    everything: set[str] = set()
    for section in lsp2004["sections"]:
        for attributes in (NRF, PLAIN):
            shown = preview(lsp2004, section["code"], attributes)
            assert shown.asked
            everything |= set(drawn(shown.html)) | set(shown.left_out)
    assert len(everything) == 90

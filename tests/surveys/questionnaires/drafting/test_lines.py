"""Options, rows and categories as text."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.drafting.lines import (
    LineFault,
    categories_text,
    options_text,
    read_categories,
    read_options,
    read_rows,
    rows_text,
)
from tests.surveys.questionnaires.strategies import conditions

codes = st.text(alphabet="abz019_", min_size=1, max_size=8)
labels = st.text(alphabet="ab |\\é‘’\"'-", min_size=1, max_size=20).map(str.strip).filter(bool)
options = st.fixed_dictionaries(
    {"code": codes, "label": labels},
    optional={
        "score": st.integers(-99, 99) | st.sampled_from([0.5, -2.25]),
        "group": codes,
        "in_base": st.just(False),
        "exclusive": st.just(True),
    },
)
rows = st.fixed_dictionaries({"code": codes, "label": labels}, optional={"show_if": conditions})


def alone(part: dict[str, Any]) -> str:
    return str(part["code"])


@given(st.lists(options, max_size=4, unique_by=alone))
def test_options_come_back(given_options: list[dict[str, Any]]) -> None:
    assert read_options(options_text(given_options)) == given_options


@given(st.lists(rows, max_size=3, unique_by=alone))
def test_rows_come_back(given_rows: list[dict[str, Any]]) -> None:
    assert read_rows(rows_text(given_rows)) == given_rows


@given(st.text(max_size=80))
def test_whatever_is_written_gives_parts_or_a_fault(written: str) -> None:
    for read in (read_options, read_rows, read_categories):
        with suppress(LineFault):
            assert isinstance(read(written), list)


def test_blank_lines_and_spaces_do_not_count() -> None:
    assert read_options("\r\n  a |  First \r\n\r\nb|Second|score 2|not in base\n") == [
        {"code": "a", "label": "First"},
        {"code": "b", "label": "Second", "score": 2, "in_base": False},
    ]


def test_categories_come_back() -> None:
    categories = ["none", {"group": "early", "label": "Discussed | only"}]
    assert categories_text(categories) == "none\ngroup early | Discussed \\| only"
    assert read_categories(categories_text(categories)) == categories


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("a | A\nb", "Line 2: write the code, then | and the label."),
        (
            "A1 | Yes",
            "Line 1: “A1” cannot be a code. Use small letters, digits and underscores, 40 at most.",
        ),
        (
            "a | A\n\na | B",
            "Line 3: the code a stands on line 1 too. Give each option its own.",
        ),
        ("a |", "Line 1: the label is missing. Write it after the code and |."),
        (f"a | {'x' * 501}", "Line 1: the label may be 500 characters long at most."),
        (
            "a | A\tB",
            "Line 1: the label holds a tab or another control character. Take it out.",
        ),
        (
            "a | A | red",
            "Line 1: “red” is not understood. After the label may stand: score 3, group early, not"
            " in base, alone.",
        ),
    ],
)
def test_faults_of_options(written: str, message: str) -> None:
    with pytest.raises(LineFault) as caught:
        read_options(written)
    assert str(caught.value) == message


def test_faults_of_rows_and_categories() -> None:
    with pytest.raises(LineFault, match="Line 1: after the label may stand “only if” and a"):
        read_rows("a | A | nrf")
    with pytest.raises(LineFault, match="Line 1: Something is missing at the end."):
        read_rows("a | A | only if not")
    with pytest.raises(LineFault, match="Line 1: write the code of an option, or “group CODE"):
        read_categories("Early | x")

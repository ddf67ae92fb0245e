"""Conditions as text: what is written comes back as it was, and faults say where and why."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.conditions.text import LONGEST, TextFault, parse, text
from tests.surveys.questionnaires.strategies import conditions

WORDS = ("and", "or", "not", "answered", "is", "one", "of", "all", "any", "yes", "no", "nrf", "2")
IN_ALL_WAYS = [
    ("", None),
    ("A01 is in_place", {"question": "A01", "in": ["in_place"]}),
    ("A01 is one of in_place, forming", {"question": "A01", "in": ["in_place", "forming"]}),
    ("A01 is in_place, forming", {"question": "A01", "in": ["in_place", "forming"]}),
    ("A01 is not joint", {"not": {"question": "A01", "in": ["joint"]}}),
    ("H02.crime is 2", {"question": "H02", "row": "crime", "in": ["2"]}),
    ("H02.crime is answered", {"question": "H02", "row": "crime", "answered": True}),
    ("G02 includes none", {"question": "G02", "includes_any": ["none"]}),
    ("G02 includes any of a, b", {"question": "G02", "includes_any": ["a", "b"]}),
    ("G02 does not include a", {"not": {"question": "G02", "includes_any": ["a"]}}),
    ("B02 answered", {"question": "B02", "answered": True}),
    ("B02 is not answered", {"not": {"question": "B02", "answered": True}}),
    ("nrf", {"lsp": "nrf", "eq": True}),
    ("nrf is yes", {"lsp": "nrf", "eq": True}),
    ("nrf is no", {"lsp": "nrf", "eq": False}),
    ("not nrf", {"not": {"lsp": "nrf", "eq": True}}),
    ("region is “London”", {"lsp": "region", "eq": "London"}),
    ('region is not "South East"', {"not": {"lsp": "region", "eq": "South East"}}),
    ("authority_type is one of county", {"lsp": "authority_type", "in": ["county"]}),
    (
        "authority_codes include 00CC, 17",
        {"lsp": "authority_codes", "includes_any": ["00CC", "17"]},
    ),
    ("B03 + B04 <= B02", {"le": [{"sum": ["B03", "B04"]}, {"number": "B02"}]}),
    ("A02 ≤ year", {"le": [{"number": "A02"}, {"wave": "year"}]}),
    ("sum of B03 > -1.5", {"gt": [{"sum": ["B03"]}, {"value": -1.5}]}),
    (
        "A answered or B > 1",
        {"any": [{"question": "A", "answered": True}, {"gt": [{"number": "B"}, {"value": 1}]}]},
    ),
    ("all of (nrf)", {"all": [{"lsp": "nrf", "eq": True}]}),
    ("any of (nrf; A is x)", {"any": [{"lsp": "nrf", "eq": True}, {"question": "A", "in": ["x"]}]}),
    (
        "(nrf and A is x) or not (nrf or A is y)",
        {
            "any": [
                {"all": [{"lsp": "nrf", "eq": True}, {"question": "A", "in": ["x"]}]},
                {"not": {"any": [{"lsp": "nrf", "eq": True}, {"question": "A", "in": ["y"]}]}},
            ]
        },
    ),
]
FAULTS = [
    ("A01 is", 6, "Write the code of an option, not the end."),
    ("A01 is and", 7, "Write the code of an option, not “and”."),
    (
        "A01",
        3,
        "Say what is asked of it: “is …”, “includes …”, “is answered”, or compare it with"
        " = != < <= > or >=. Here stands the end.",
    ),
    (
        "a01 is x",
        0,
        "“a01” is not the code of a question (in capitals, such as A01), nor nrf,"
        " authority_type, region or authority_codes.",
    ),
    (
        "A01 is x AND nrf",
        9,
        "The condition should end before “AND”, or go on with “and” or “or” in small letters.",
    ),
    (
        "A is x and nrf or B is y",
        15,
        "Put brackets around what belongs together: “and” and “or” stand side by side here.",
    ),
    ("(A is x", 7, "A bracket is still open: close it with ), but the end stands here."),
    ('region is "London', 10, 'A quotation begins here and does not end. Put a second " after it.'),
    ("A is x €", 7, "The sign € has no meaning in a condition. Take it out."),
    ("A is \x00", 5, "The sign U+0000 has no meaning in a condition. Take it out."),
    ("not", 3, "Something is missing at the end."),
    (", A is x", 0, "A condition cannot begin with “,”. Begin with the code of a question."),
    ("all nrf", 4, "Write “all of ( … ; … )”."),
    ("all of nrf", 7, "Open a bracket with (, but “nrf” stands here."),
    ("H02.crime includes a", 10, "A row takes one option: write “H02.crime is …”."),
    ("H02.crime = 3", 10, "Write “is” here, not “=”."),
    ("G02 does include a", 9, "Write “G02 does not include …”."),
    ("region London", 7, "Write “region is …”."),
    ("authority_codes are 17", 16, "Write “authority_codes include …”."),
    ("authority_codes include x", 24, "Write the code of an authority, such as 00CC, not “x”."),
    ("nrf is 3", 7, "Write yes, no, a type of authority or a region in quotation marks, not “3”."),
    ("B02 > x", 6, "Write the code of a question or a number, not “x”."),
    ("sum B02 > 1", 4, "Write “sum of B03, B04”."),
    ("B02 > 1e999", 6, "This number is too large."),
    (f"B02 > {'9' * 31}", 6, "This number is too long."),
    ("(" * 14 + "nrf", 13, "Brackets may stand 12 deep at most. Say it simpler."),
    ("not " * 14 + "nrf", 48, "Too many times “not”. Say it simpler."),
    ("x" * (LONGEST + 1), LONGEST, "A condition may be 10,000 characters long at most."),
]


@given(conditions)
def test_a_condition_comes_back_as_it_was(node: dict[str, Any]) -> None:
    assert parse(text(node)) == node


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.booleans())
def test_codes_that_are_words_of_the_language_come_back(codes: list[str], row: bool) -> None:
    node = {"question": "A1", "in": codes} | ({"row": codes[0]} if row else {})
    denied = {"not": {"question": "A1", "includes_any": codes}}
    assert parse(text(node)) == node
    assert parse(text(denied)) == denied


@given(st.one_of(st.booleans(), st.text(max_size=12)), st.sampled_from(["nrf", "region"]))
def test_values_of_every_kind_come_back(value: bool | str, name: str) -> None:
    for node in ({"lsp": name, "eq": value}, {"not": {"lsp": name, "in": [value, value]}}):
        assert parse(text(node)) == node


@given(st.text(max_size=60) | st.text(alphabet='A1.is one,of()<=+"not andrnf;', max_size=60))
def test_whatever_is_written_gives_a_condition_or_a_fault(written: str) -> None:
    with suppress(TextFault):
        node = parse(written)
        assert parse(text(node)) == node


@pytest.mark.parametrize(("written", "node"), IN_ALL_WAYS, ids=lambda x: str(x)[:30])
def test_ways_to_write(written: str, node: Any) -> None:
    assert parse(written) == node


@pytest.mark.parametrize(("written", "position", "message"), FAULTS, ids=lambda x: str(x)[:20])
def test_faults_say_where_and_why(written: str, position: int, message: str) -> None:
    with pytest.raises(TextFault) as caught:
        parse(written)
    assert (caught.value.position, caught.value.message) == (position, message)


def test_the_questionnaire_of_2004_can_be_written(lsp2004: dict[str, Any]) -> None:
    nodes = [part.get("show_if") for part in (*lsp2004["sections"], *lsp2004["questions"])]
    nodes += [row.get("show_if") for q in lsp2004["questions"] for row in q.get("rows", ())]
    nodes += [check[key] for check in lsp2004["checks"] for key in ("when", "require")]
    assert [parse(text(node)) for node in nodes] == nodes
    assert text(lsp2004["eligibility"]) == "A01 is one of in_place, forming"
    assert text(lsp2004["checks"][2]["require"]) == "F04 is one of all, some"


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"all": []},
        {"question": "A01"},
        {"question": "a", "in": ["x"]},
        {"question": "A01", "in": []},
        {"question": "A01", "in": ["Not a code"]},
        {"question": "A01", "answered": False},
        {"question": "A01", "row": "x", "includes_any": ["y"]},
        {"lsp": "size", "eq": 3},
        {"lsp": "region", "includes_any": ["London"]},
        {"eq": [{"value": True}, {"value": 1}]},
        {"eq": [{"mean": ["A01"]}, {"value": 1}]},
        {"eq": [{"value": 1}]},
        {"not": None},
        "nrf",
    ],
    ids=str,
)
def test_what_is_no_condition_has_no_text(node: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        text(node)

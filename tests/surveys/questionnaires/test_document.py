"""Documents: faults that name the place, one canonical spelling, reading files."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from surveys.questionnaires import document
from tests.surveys.questionnaires.conftest import SMALL

Change = Callable[[dict[str, Any]], Any]


def faults(changed: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in document.validate(changed)]


def every_property(schema: Any, trail: str = "") -> list[str]:
    """Places in a schema whose property has no description."""
    found: list[str] = []
    if isinstance(schema, dict):
        for name, part in schema.get("properties", {}).items():
            described = "description" in part or "$ref" in part or "const" in part
            if not described and "enum" not in part and "if" not in trail and "then" not in trail:
                found.append(f"{trail}.{name}")
        for key, part in schema.items():
            found += every_property(part, f"{trail}.{key}")
    if isinstance(schema, list):
        for index, part in enumerate(schema):
            found += every_property(part, f"{trail}[{index}]")
    return found


def test_schema_is_valid_and_describes_every_property() -> None:
    Draft202012Validator.check_schema(document.schema())
    undescribed = [p for p in every_property(document.schema()) if ".$defs.condition." not in p]
    assert undescribed == []


@pytest.mark.parametrize("rule", [None, {"question": "B2", "answered": True}])
def test_eligibility_may_look_at_any_question(small: dict[str, Any], rule: Any) -> None:
    assert document.validate(small | {"eligibility": rule}) == []


def test_validate_small_document_without_fault(small: dict[str, Any]) -> None:
    assert document.validate(small) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d.pop("title"), ["document: needs title"]),
        (lambda d: d.update(eligibility={"question": "Z9", "in": ["yes"]}), ["eligibility: no question Z9"]),
        (lambda d: d.update(eligibility={"question": "A1", "in": ["maybe"]}), ["eligibility, in: no option in question A1 has the code maybe"]),
        (lambda d: d.update(eligibility={"all": []}), ["eligibility, all: must be a list of one condition or more"]),
        (lambda d: d.update(eligibility="yes"), ["eligibility: a condition must be an object or null"]),
        (lambda d: d.update(colour="red"), ["document: does not know colour"]),
        (lambda d: d.update(year="2004"), ["year: must be a whole number"]),
        (lambda d: d["questions"][0].update(type="slider"), ["question A1, type: must be one of single, multi, grid, number, money, text"]),
        (lambda d: d["questions"][0].pop("options"), ["question A1: needs options"]),
        (lambda d: d["questions"][0].update(unit="kg"), ["question A1, unit: does not belong to this type of question"]),
        (lambda d: d["questions"][0].update(max_choices=2), ["question A1, max_choices: does not belong to this type of question"]),
        (lambda d: d["questions"][0].update(text=""), ["question A1, text: must not be empty"]),
        (lambda d: d["questions"][0].update(text="a\u0000b"), ["question A1, text: 'a\\x00b' is not of the form allowed here"]),
        (lambda d: d["questions"][0]["options"][1].pop("label"), ["question A1, options[1]: needs label"]),
        (lambda d: d["questions"][3].pop("max"), ["question B2: needs max"]),
        (lambda d: d["questions"][5].update(min=0.5), ["question B4, min: must be a whole number"]),
        (lambda d: d["questions"][6].update(max_length=0), ["question B5, max_length: must be 1 or more"]),
        (lambda d: d["questions"][0].update(options=[{"code": f"o{n}", "label": "x"} for n in range(249)]), ["question A1, options: may hold 248 at most"]),
        (lambda d: d["questions"].append(dict(d["questions"][6])), ["questions: the question code B5 is used 2 times"]),
        (lambda d: d["questions"][0]["options"].append({"code": "yes", "label": "Again"}), ["question A1, options: the option code yes is used 2 times"]),
        (lambda d: d["questions"][2]["rows"].append({"code": "led", "label": "Again"}), ["question B1, rows: the row code led is used 2 times"]),
        (lambda d: d["sections"].append({"code": "A", "title": "Again"}), ["sections: the section code A is used 2 times"]),
        (lambda d: d["sections"].append({"code": "C", "title": "Empty"}), ["section C: has no question"]),
        (lambda d: d["questions"][0].update(section="Z"), ["question A1, section: no section Z"]),
        (lambda d: d["questions"].append({**d["questions"][6], "code": "A9", "section": "A", "show_if": None}), ["question A9, section: stands after a question of a later section"]),
        (lambda d: d["questions"][1].update(order=7), ["question A2, order: must be 2, its place in the list"]),
        (lambda d: d["questions"][0]["options"][0].update(exclusive=True), ["question A1, option no: exclusive belongs to multi questions only"]),
        (lambda d: d["questions"][1].update(max_choices=4), ["question A2, max_choices: is 4, but only 3 can be chosen together"]),
        (lambda d: d["questions"][3].update(min=151), ["question B2, min: 151 is more than 150, the largest number allowed"]),
        (lambda d: d["questions"][4].update(show_if={"question": "F99", "in": ["yes"]}), ["question B3, show_if: no question F99"]),
        (lambda d: d["questions"][4].update(show_if={"all": [{"lsp": "nrf", "eq": True}, {"question": "F99", "answered": True}]}), ["question B3, show_if, all[1]: no question F99"]),
        (lambda d: d["questions"][4].update(show_if={"question": "B5", "answered": True}), ["question B3, show_if: question B5 comes later; look at earlier questions only"]),
        (lambda d: d["questions"][4].update(show_if={"question": "B3", "answered": True}), ["question B3: conditions go round in a circle: B3 → B3", "question B3, show_if: question B3 comes later; look at earlier questions only"]),
        (lambda d: d["questions"][3].update(show_if={"question": "B3", "answered": True}), ["question B2: conditions go round in a circle: B2 → B3 → B2", "question B2, show_if: question B3 comes later; look at earlier questions only"]),
        (lambda d: d["questions"][2]["rows"][2].update(show_if={"question": "B2", "answered": True}), ["question B1, row nrf, show_if: question B2 comes later; look at earlier questions only"]),
        (lambda d: d["sections"][1].update(show_if={"question": "B2", "answered": True}), ["section B, show_if: question B2 comes later; look at earlier questions only"]),
        (lambda d: d["sections"][1].update(show_if={"question": "A1", "includes_any": ["yes"]}), ["section B, show_if: includes_any needs a multi question; A1 is single"]),
        (lambda d: d["checks"][0].update(questions=["B3", "Z1"]), ["check CK1, questions: no question Z1"]),
        (lambda d: d["checks"][0].update(questions=["B3"]), ["check CK1, questions: B2 is used in the rule but not listed"]),
        (lambda d: d["checks"][0].update(require=None), ["check CK1, require: must not be null: the check could never fail"]),
        (lambda d: d["checks"][0].pop("remedy"), ["check CK1: needs remedy"]),
        (lambda d: d["checks"][1]["require"]["not"].update(row="lead"), ["check CK2, require, not: no row in question B1 has the code lead"]),
        (lambda d: d.update(figures=[{"figure": "1", "title": "T", "question": "Z1"}]), ["figure 1: no question Z1"]),
        (lambda d: d.update(figures=[{"figure": "1", "title": "T", "question": "B1", "categories": ["much"]}]), ["figure 1: question B1 has no option or group much"]),
    ],
)  # fmt: skip
def test_validate_names_the_place(
    small: dict[str, Any], change: Change, expected: list[str]
) -> None:
    change(small)
    assert faults(small) == expected


def test_validate_refuses_what_is_no_document() -> None:
    assert faults([]) == ["document: must be a JSON object"]  # type: ignore[arg-type]
    nested: Any = {}
    for _ in range(3000):
        nested = {"not": nested}
    assert faults(nested) == ["document: nested more than 40 levels deep"]


def test_validate_survives_malformed_conditions(small: dict[str, Any]) -> None:
    small["questions"][4]["show_if"] = {"all": 3}
    small["questions"][5]["show_if"] = {"gt": None}
    small["questions"][6]["show_if"] = {"question": {}, "in": 1}
    assert faults(small) == [
        "question B3, show_if, all: must be a list of one condition or more",
        "question B4, show_if, gt: must compare two numbers",
        "question B5, show_if: no question {}",
    ]


def shuffled(part: Any, order: random.Random) -> Any:
    if isinstance(part, dict):
        keys = list(part)
        order.shuffle(keys)
        return {key: shuffled(part[key], order) for key in keys}
    return [shuffled(child, order) for child in part] if isinstance(part, list) else part


@given(st.randoms(use_true_random=False))
def test_sha256_does_not_depend_on_key_order(order: random.Random) -> None:
    other = shuffled(SMALL, order)
    assert document.canonical(other) == document.canonical(SMALL)
    assert document.sha256(other) == document.sha256(SMALL)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=10,
    )
)  # fmt: skip
def test_canonical_survives_a_round_trip(part: Any) -> None:
    once = document.canonical({"part": part})
    assert document.canonical(json.loads(once)) == once


def test_sha256_changes_with_any_word(small: dict[str, Any]) -> None:
    before = document.sha256(small)
    small["questions"][0]["options"][0]["label"] = "Disagree."
    assert document.sha256(small) != before
    assert len(before) == 64


def test_canonical_writes_whole_floats_as_integers() -> None:
    assert document.canonical({"b": 1.0, "a": "é"}) == '{"a":"é","b":1}'.encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": 1, "a": 2}', "file: not a JSON document: the key 'a' stands twice in one object"),
        (b'{"a": NaN}', "file: not a JSON document: NaN is not a number"),
        (b"[1]", "file: the document must be a JSON object"),
        (b"\xff", "file: not a JSON document: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b" " * 4_000_001, "file: larger than 4,000,000 bytes"),
    ],
)  # fmt: skip
def test_read_refuses(data: bytes, message: str) -> None:
    read, found = document.read(data)
    assert read is None
    assert [str(fault) for fault in found] == [message]


def test_read_gives_the_document() -> None:
    assert document.read(b'{"code": "X"}') == ({"code": "X"}, [])


def test_read_refuses_a_tower_of_brackets() -> None:
    read, found = document.read(b"[" * 500_000)
    assert read is None
    assert found[0].message.startswith("not a JSON document")

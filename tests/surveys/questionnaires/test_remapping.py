"""Edits of the mapping of a draft."""

from typing import Any

from surveys.questionnaires import document, mapping
from surveys.questionnaires.remapping import (
    entry_of,
    entry_token,
    prefilled,
    remapped,
    rest_settled,
)
from tests.surveys.questionnaires.test_mapping import HASH, before, entry, mapped


def test_prefilled_by_codes(small: dict[str, Any]) -> None:
    earlier = before()
    small["questions"][0]["options"] = small["questions"][0]["options"][:2]
    small["questions"][0]["code"], earlier["questions"][1]["code"] = "A1", "X1"
    made = prefilled(small, earlier, HASH)["mapping"]
    assert made["to"] == {"code": "BEFORE", "year": 2003, "version": 1, "sha256": HASH}
    assert made["questions"][0] == entry("A1", "reworded", "A1")
    assert [part["question"] for part in made["questions"]] == ["A1", "B1", "B2", "B3", "B4", "B5"]
    assert {part["relation"] for part in made["questions"][1:]} == {"same"}
    assert "mapping" not in small


def test_remapped_keeps_the_order_and_takes_back_dropped(small: dict[str, Any]) -> None:
    mapped(small, entry("B5", "new"), entry("A1", "same", "A1"), dropped=["A2", "B5"])
    changed = remapped(small, "A2", "reworded", ["A2"])
    assert changed["mapping"]["questions"] == [
        entry("A1", "same", "A1"),
        entry("A2", "reworded", "A2"),
        entry("B5", "new"),
    ]
    assert changed["mapping"]["dropped"] == ["B5"]
    assert entry_of(changed, "A2") == entry("A2", "reworded", "A2")
    assert entry_of(small, "A2") is None
    assert entry_token(changed, "A2") != entry_token(small, "A2")
    assert entry_token(changed, "A1") == entry_token(small, "A1")


def test_rest_settled_leaves_nothing_open(small: dict[str, Any]) -> None:
    mapped(small, entry("A1", "same", "A1"))
    settled = rest_settled(small, before())
    assert mapping.left_open(settled, before()) == ([], [])
    assert settled["mapping"]["dropped"] == ["A2", "B1", "B2", "B3", "B4", "B5"]
    assert document.validate(settled) == []

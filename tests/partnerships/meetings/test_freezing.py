"""The document of minutes: what is in it, and what each circle's copy leaves out."""

import json

import pytest

from partnerships.meetings.composing import document_of
from partnerships.meetings.freezing import (
    FULL,
    MEMBERS,
    PUBLIC,
    NameInWords,
    Withheld,
    copy_for,
    document_hash,
    names_in_words,
    withheld_from,
)
from partnerships.meetings.queries.life import all_minutes, recorded
from tests.partnerships.meetings.minuted import OPEN, SECRET, WHY, Minuted

SECRETS = (
    SECRET,
    "Offer the landlord less.",
    "The lease",
    "Draft lease",
    "The lease was discussed",
)


@pytest.fixture
def document(minuted: Minuted) -> dict:
    return document_of(recorded(all_minutes().get(pk=minuted.minutes.pk)))


def person(name: str, organisation: str, public: bool = False, **more: str) -> dict:
    return {"name": name, "organisation": organisation, "public": public, **more}


def test_the_whole_document_of_an_item(document: dict) -> None:
    item = document["items"][1]
    ids = {key: [part.pop("id") for part in item[key]] for key in
           ("papers", "passages", "decisions", "actions")}  # fmt: skip
    assert all(isinstance(n, int) for found in ids.values() for n in found)
    assert item == {
        "number": "2", "title": "Community safety", "kind": "For decision", "presenter": "",
        "restricted": False, "why": "",
        "declarations": [
            {"person": person("Cath Vole", "Voluntary Action Alphaton"),
             "words": "Trustee of the fund", "left_room": True},
        ],
        "quorum": "Not quorate for this item: 2 of 5 voting seats (3 needed), 0 business (1 needed),"
        " 0 voluntary (1 needed); 1 with an interest is not counted",
        "papers": [
            {"restricted": False, "why": "", "title": "Crime figures"},
            {"restricted": True, "why": WHY, "title": "Draft lease"},
        ],
        "passages": [
            {"restricted": False, "why": "", "text": OPEN, "corrections": []},
            {"restricted": True, "why": WHY, "text": SECRET, "corrections": []},
        ],
        "decisions": [
            {"restricted": False, "why": "", "number": "D2004/1",
             "text": "The board adopts the plan.",
             "how": "By vote, as a last resort: 4 for, 1 against, 0 abstained"},
            {"restricted": True, "why": WHY, "number": "D2004/2",
             "text": "Offer the landlord less.", "how": "By consensus"},
        ],
        "actions": [
            {"restricted": False, "why": "", "number": "A2004/1", "text": "Publish the figures.",
             "organisation": "Alpha Police", "owner": person("Bob Field", "Alpha Police"),
             "due": "1 April 2004"},
        ],
    }  # fmt: skip


def test_the_head_of_the_document(document: dict) -> None:
    head = {key: value for key, value in document.items() if key not in ("items", "people")}
    assert head == {
        "format": 1, "partnership": "Alpha Partnership", "body": "Board", "title": "March board",
        "on": "2004-03-05", "when": "Friday 5 March 2004, 2pm to 4pm", "place": "", "chair": None,
        "quorum": "Not quorate: 3 of 5 voting seats (3 needed), 0 business (1 needed), 1 voluntary"
        " (1 needed)",
        "confirmed": None,
    }  # fmt: skip
    assert [(g["group"], [p["name"] for p in g["people"]]) for g in document["people"]] == [
        ("Present", ["Bob Field", "Cath Vole", "Cllr Ann Moor"]),
        ("Substitutes", []),
        ("In attendance", ["Gil Swift, Government Office"]),
        ("Apologies", ["Dev Rook"]),
        ("Absent", ["Eve Lark"]),
    ]


def test_the_full_copy_is_the_document(document: dict) -> None:
    assert copy_for(document, FULL) == document
    assert copy_for(document, FULL) is not document


@pytest.mark.parametrize("circle", [MEMBERS, PUBLIC])
def test_no_restricted_word_is_in_a_copy_for_others(document: dict, circle: str) -> None:
    before = document_hash(document)
    text = json.dumps(copy_for(document, circle), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []
    assert document_hash(document) == before


def test_what_is_withheld_keeps_its_place_number_and_reason(document: dict) -> None:
    copied = copy_for(document, MEMBERS)
    second, third = copied["items"][1], copied["items"][2]
    ids = [d["id"] for d in document["items"][1]["decisions"]]
    assert second["decisions"][1] == {
        "id": ids[1], "number": "D2004/2", "restricted": True, "why": WHY, "withheld": True,
    }  # fmt: skip
    assert second["passages"][0]["text"] == OPEN
    assert {k: v for k, v in third.items() if k != "passages"} == {
        "number": "3", "kind": "For decision", "restricted": True, "why": WHY, "withheld": True,
        "papers": [], "decisions": [], "actions": [],
    }  # fmt: skip
    assert [set(p) for p in third["passages"]] == [{"id", "restricted", "why", "withheld"}]


def test_the_public_copy_names_whom_the_register_allows(document: dict) -> None:
    public = copy_for(document, PUBLIC)
    assert public["people"] == [
        {"group": "Present", "lines": [
            "Cllr Ann Moor, Alphaton Council", "Alpha Police", "Voluntary Action Alphaton"]},
        {"group": "Substitutes", "lines": []},
        {"group": "In attendance", "lines": ["Guest"]},
        {"group": "Apologies", "lines": ["Alpha Chamber"]},
        {"group": "Absent", "lines": ["Alpha Trust"]},
    ]  # fmt: skip
    text = json.dumps(public)
    assert [n for n in ("Bob Field", "Cath Vole", "Dev Rook", "Gil Swift") if n in text] == []


def test_two_people_of_one_organisation_are_one_line(document: dict) -> None:
    group = document["people"][0]["people"]
    group.append(person("Fay Wren", "Alpha Police"))
    lines = copy_for(document, PUBLIC)["people"][0]["lines"]
    assert lines[1] == "Alpha Police (2 people)"


def test_the_preview_lists_everything_withheld(document: dict) -> None:
    assert withheld_from(document) == [
        Withheld("2", "discussion", WHY),
        Withheld("2", "decision D2004/2", WHY),
        Withheld("2", "paper", WHY),
        Withheld("3", "the whole item", WHY),
    ]


def test_names_written_into_open_words_are_found(document: dict) -> None:
    assert names_in_words(document) == []
    document["items"][1]["passages"][0]["text"] += " bob field will report. Cllr Ann Moor agreed."
    document["items"][1]["passages"][1]["text"] += " Cath Vole objected."
    assert names_in_words(document) == [NameInWords("Bob Field", "2")]


def test_the_hash_is_of_the_words_alone(document: dict) -> None:
    turned = json.loads(json.dumps(dict(reversed(document.items()))))
    assert document_hash(turned) == document_hash(document)
    document["place"] = "Town Hall"
    assert document_hash(turned) != document_hash(document)

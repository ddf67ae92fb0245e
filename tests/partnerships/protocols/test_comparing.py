"""Which clause became which, and which protocols overlap."""

from typing import Any

from partnerships.protocols.comparing import compared, lines_changed
from partnerships.protocols.overlap import Ground, overlaps


def clauses(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"number": n, "heading": heading, "text": text}
        for n, (heading, text) in enumerate(pairs, 1)
    ]


def shown(before: list[Any], after: list[Any]) -> list[tuple[str, str | None, str | None, bool]]:
    return [
        (
            pair.kind,
            pair.before and pair.before["heading"],
            pair.after and pair.after["heading"],
            pair.moved,
        )
        for pair in compared(before, after)
    ]


def test_clauses_are_matched_by_heading_then_by_likeness() -> None:
    before = clauses(("A", "one two three four"), ("B", "stays"), ("C", "goes away"))
    after = clauses(("B", "stays"), ("New name", "one two three five"), ("D", "is new"))
    assert shown(before, after) == [
        ("same", "B", "B", True),
        ("changed", "A", "New name", True),
        ("removed", "C", None, False),
        ("added", None, "D", False),
    ] or shown(before, after) == [
        ("same", "B", "B", True),
        ("changed", "A", "New name", True),
        ("added", None, "D", False),
        ("removed", "C", None, False),
    ]


def test_equal_texts_have_no_changes() -> None:
    same = clauses(("A", "x"), ("A", "y"))
    assert shown(same, same) == [("same", "A", "A", False)] * 2
    assert shown([], []) == []


def test_a_line_that_is_alike_changed() -> None:
    before = ["Police: send figures (due 1 May)", "Council: pay"]
    after = ["Police: send figures (due 2 June)", "Trust: report"]
    assert lines_changed(before, after) == [
        ("changed", before[0], after[0]),
        ("added", "", "Trust: report"),
        ("removed", "Council: pay", ""),
    ]


def ground(number: int, *parties: str, kind: str = "information", subject: str = "crime") -> Ground:
    return Ground(
        number, f"P2004/{number}", f"Protocol {number}", kind, kind, subject, "Crime", 1,
        "in force", {ord(name): name for name in parties},
    )  # fmt: skip


def test_overlaps_need_one_subject_and_two_parties() -> None:
    one, two = ground(1, "A", "B", "C"), ground(2, "A", "B")
    other_subject = ground(3, "A", "B", subject="health")
    one_party = ground(4, "C", "D")
    (found,) = overlaps([one, two, other_subject, one_party])
    assert (found.one, found.other, found.common) == (one, two, ("A", "B"))
    assert found.why == "Both are about crime, and 2 organisations are party to both."
    assert found.advice.startswith("Think of joining them")


def test_overlaps_with_most_in_common_come_first_and_other_kinds_may_stand() -> None:
    found = overlaps([ground(1, "A", "B"), ground(2, "A", "B", "C"), ground(3, *"ABC", kind="x")])
    assert [(o.one.number, o.other.number) for o in found] == [
        ("P2004/2", "P2004/3"),
        ("P2004/1", "P2004/2"),
        ("P2004/1", "P2004/3"),
    ]
    assert found[0].same_parties
    assert found[0].advice.startswith("They settle different things")

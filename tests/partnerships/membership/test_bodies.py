"""Bodies are formed, change, get rules and are dissolved."""

from datetime import date
from typing import Any

import pytest

from partnerships.membership.constitution import Fault
from partnerships.membership.domain.bodies import (
    NeverMet,
    change_body,
    dissolve_body,
    found_body,
    set_constitution,
)
from partnerships.membership.models import Body, Constitution, Seat, Tenure
from partnerships.membership.queries.bodies import sector_balance, standing_on, standings
from partnerships.membership.queries.seats import constitution_on
from portal.errors import Refused
from tests.partnerships.membership.directory import FORMED, Directory, refused

TAKEN = (
    "There is a body called “board” already. Open it in the list of bodies, or give this one a name"
    " that tells the two apart."
)
DAY = date(2004, 3, 3)


def test_a_body_is_formed_beneath_another(directory: Directory) -> None:
    board = directory.body()
    with directory.room():
        made = found_body(
            name=" Housing ", kind="thematic", purpose="Homes", parent=board, formed_on=DAY,
            is_public=False, by=directory.by,
        )  # fmt: skip
        stored = Body.objects.values("name", "kind", "purpose", "parent", "formed_on", "is_public")
        assert stored.get(pk=made.pk) == {
            "name": "Housing",
            "kind": "thematic",
            "purpose": "Homes",
            "parent": board.pk,
            "formed_on": DAY,
            "is_public": False,
        }
    assert directory.events() == ["body.formed", "body.formed"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Enter the name of the body."),
        ({"kind": "navy"}, "Choose the kind of body from the list."),
        ({"name": "board"}, TAKEN),
    ],
)
def test_a_body_that_cannot_be_formed(
    directory: Directory, fields: dict[str, Any], words: str
) -> None:
    directory.body()
    with directory.room(), refused(words, Refused):
        found_body(**({"name": "Executive", "kind": "executive"} | fields), by=directory.by)


def test_a_body_is_never_part_of_itself(directory: Directory) -> None:
    board = directory.body()
    forum = directory.body("Forum", "area_forum", parent=board)
    words = "Board cannot be part of itself. Choose another body above it."
    with directory.room(), refused(words, Refused):
        change_body(body=board, parent=forum, by=directory.by)
    with directory.room():
        assert change_body(body=forum, parent=None, name="East", by=directory.by).name == "East"
        change_body(body=forum, name="East", by=directory.by)
    assert directory.events()[2:] == ["body.changed"]


def test_a_dissolved_body_ends_its_seats_and_changes_no_more(directory: Directory) -> None:
    board = directory.body()
    seat = directory.seat(board)
    held = directory.tenure(seat, directory.member("Ann"))
    forum = directory.body("Forum", "area_forum", parent=board)
    with directory.room():
        with refused("Forum is part of Board and goes on. Dissolve or move it first.", Refused):
            dissolve_body(body=board, on=DAY, by=directory.by)
        dissolve_body(body=forum, on=DAY, by=directory.by)
        with refused(
            "Board was formed on 1 January 2003, so it cannot have been dissolved before. Check the"
            " day.",
            Refused,
        ):
            dissolve_body(body=board, on=date(2002, 1, 1), by=directory.by)
        assert dissolve_body(body=board, on=DAY, by=directory.by, why="Merged") == 1
        assert Seat.objects.get(pk=seat.pk).abolished_on == DAY
        tenure = Tenure.objects.get(pk=held.pk)
        assert (tenure.until, tenure.ended_why) == (DAY, "Merged")
        gone = "Board was dissolved on 3 March 2004, so it cannot change any more."
        with refused(gone, Refused):
            dissolve_body(body=board, on=DAY, by=directory.by)
        with refused(gone, Refused):
            set_constitution(body=board, in_force_from=DAY, by=directory.by)
        with refused(gone, Refused):
            found_body(name="New", kind="thematic", parent=board, by=directory.by)


def test_rules_take_over_on_their_day(directory: Directory) -> None:
    board = directory.body()
    for title in ("One", "Two"):
        directory.seat(board, title)
    with directory.room():
        first = set_constitution(
            body=board, in_force_from=FORMED, quorum_number=2, quorum_sectors={"voluntary": 1},
            by=directory.by,
        )  # fmt: skip
        second = set_constitution(
            body=board, in_force_from=DAY, quorum_share=50, term_months=24, notice_days=3,
            decides_by="vote", substitutes_allowed=False, publishes_minutes=False, by=directory.by,
        )  # fmt: skip
        assert constitution_on(board, date(2004, 3, 2)) == first
        assert constitution_on(board, DAY) == second
        fields = Constitution.objects.values_list(
            "quorum_number", "quorum_share", "quorum_sectors", "substitutes_allowed", "decides_by",
            "term_months", "notice_days", "publishes_minutes",
        )  # fmt: skip
        assert list(fields) == [
            (None, 50, {}, False, "vote", 24, 3, False),
            (2, None, {"voluntary": 1}, True, "consensus", None, 5, True),
        ]
        words = (
            "Board has rules that begin on 3 March 2004 already. Rules are never overwritten: choose"
            " a later day."
        )
        with refused(words, Refused):
            set_constitution(body=board, in_force_from=DAY, by=directory.by)
    assert directory.events()[-2:] == ["constitution.set", "constitution.set"]


def test_rules_that_can_never_be_met_are_refused(directory: Directory) -> None:
    board = directory.body()
    directory.seat(board)
    directory.seat(board, "Adviser", role="adviser", votes=False, sector="business")
    message = (
        "A quorum of 2 can never be met: the body has 1 voting seat. Enter 1 or less, or add seats"
        " first."
    )
    sector = (
        "A quorum with 1 from Business can never be met: the body has no voting seat of that sector."
        " Add the seats first, or ask for fewer."
    )
    rules = {"quorum_number": 2, "quorum_sectors": {"business": 1}}
    with directory.room(), pytest.raises(NeverMet) as caught:
        set_constitution(body=board, in_force_from=DAY, **rules, by=directory.by)
    assert caught.value.message == f"{message} {sector}"
    assert caught.value.faults == [
        Fault("quorum_number", message), Fault("sector_business", sector),
    ]  # fmt: skip


def test_a_body_on_a_day(directory: Directory) -> None:
    board = directory.body()
    ann, cy = directory.member("Ann"), directory.member("Cy")
    one, two = directory.seat(board, "One"), directory.seat(board, "Two", sector="business")
    chair = directory.seat(board, "Chair", role="chair", sector="councillor")
    directory.seat(board, "Later", created_on=date(2004, 4, 1))
    directory.tenure(one, ann, until=date(2004, 6, 1))
    directory.tenure(two, cy, until=date(2004, 6, 2))
    with directory.room():
        rules = set_constitution(
            body=board, in_force_from=FORMED, quorum_sectors={"councillor": 1}, by=directory.by
        )
        standing = standing_on(board, DAY)
        held = [(h.seat.title, h.member and h.member.name) for h in standing.seats]
        assert held == [("Chair", None), ("One", "Ann"), ("Two", "Cy")]
        assert (standing.vacant, [t.member for t in standing.ending]) == ([chair], [ann])
        balance = sector_balance(standing, rules)
        assert [(b.sector.value, b.seats, b.vacant, b.needed, b.falls_short) for b in balance] == [
            ("councillor", 1, 1, 1, True),
            ("business", 1, 0, 0, False),
            ("voluntary", 1, 0, 0, False),
        ]
        [whole] = standings(DAY)
        assert [h.seat.title for h in whole.seats] == ["Chair", "One", "Two"]
        after = standing_on(board, date(2004, 6, 2))
        assert [h.member and h.member.name for h in after.seats] == [None, None, "Cy", None]

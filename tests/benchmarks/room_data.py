"""A partnership with the board room's full size: meetings, minutes, registers, protocols."""

import json
import random
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

MEETINGS, ITEMS, ACTIONS, PROTOCOLS, CLAUSES = 1_000, 8, 5_000, 500, 6
FIRST = datetime(2000, 1, 3, 10, tzinfo=UTC)
# A vocabulary like running text: few words are everywhere, most are rare.
SYLLABLES = (
    "ba",
    "cor",
    "den",
    "fal",
    "gri",
    "hou",
    "kel",
    "lan",
    "mor",
    "nes",
    "por",
    "tra",
    "wen",
)
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("", "t", "ly", "ing")]
WEIGHTS = [1 / (rank + 3) for rank in range(len(WORDS))]
# A word in one item of twenty, and one in five passages of all.
COMMON, RARE = "burglary", "wombat"


@dataclass(frozen=True)
class Room:
    """Ids of what the benchmarks ask for."""

    slug: str
    partnership_id: int
    user_id: int


class Writer:
    """Rows by COPY as the owner, whose triggers are off meanwhile."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self.owner = owner

    def copy(self, model: type, rows: Iterable[dict[str, Any]]) -> None:
        """Store rows; what a row does not name is the model's default."""
        usual = {
            f.attname: _usual(f)
            for f in model._meta.concrete_fields  # type: ignore[attr-defined]
            if not f.generated and not f.primary_key
        }
        usual["id"] = None
        table = model._meta.db_table  # type: ignore[attr-defined]
        with (
            _quiet(self.owner, table),
            self.owner.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(usual)}) FROM STDIN") as out,
        ):
            for row in rows:
                out.write_row([*({**usual, **row}).values()])
        self.owner.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1 + (SELECT max(id) FROM {table}))"
        )
        self.owner.execute(f"VACUUM ANALYZE {table}")


def fill(owner: psycopg.Connection) -> Room:
    """Two partnerships of this size; the first one is asked."""
    from portal.accounts.models import User

    write, room = Writer(owner), Room("bench-1", 1, 1)
    write.copy(User, [{"id": 1, "email": "bench@bench.example", "name": "Bench", "password": "!"}])
    owner.execute(
        "INSERT INTO register_authority (id, code, name, slug, authority_type, region, nrf)"
        " VALUES (1, '00AA', 'Place', 'place', 'unitary', 'london', false)"
    )
    for n in (1, 2):
        owner.execute(
            "INSERT INTO register_partnership"
            " (id, name, slug, lead_id, authority_type, region, nrf, is_active)"
            " VALUES (%s, %s, %s, 1, 'unitary', 'london', false, true)",
            [n, f"Bench {n}", f"bench-{n}"],
        )
    people(write)
    meetings(write)
    registers(write)
    protocols(write)
    return room


def people(write: Writer) -> None:
    """One organisation, member and seat on one body for each partnership."""
    from partnerships.membership.models import (
        Body,
        Member,
        Organisation,
        RoleAssignment,
        Seat,
        Tenure,
    )

    day = date(2000, 1, 1)
    both = [{"id": n, "partnership_id": n} for n in (1, 2)]
    write.copy(Organisation, [row | {"name": "Police", "sector": "public"} for row in both])
    who = {"name": "Bench", "user_id": 1}
    write.copy(Member, [row | who | {"organisation_id": row["id"]} for row in both])
    write.copy(Body, [row | {"name": "Board", "kind": "board"} for row in both])
    seat = {"title": "Police", "sector": "public", "created_on": day}
    write.copy(Seat, [row | seat | {"body_id": row["id"]} for row in both])
    own = [row | {"seat_id": row["id"], "member_id": row["id"], "since": day} for row in both]
    write.copy(Tenure, own)
    role = {"user_id": 1, "role": "coordinator", "given_at": FIRST}
    write.copy(RoleAssignment, [row | role for row in both])


def meetings(write: Writer) -> None:
    """Held meetings every third day with agenda, minutes and one paper an item in four."""
    from partnerships.meetings.models import AgendaItem, Meeting, Minutes, Paper, Passage

    write.copy(Meeting, map(_meeting, _ids(MEETINGS)))
    write.copy(Minutes, ({**_own(n, MEETINGS), "id": n, "meeting_id": n, **_published(n)}
                         for n in _ids(MEETINGS)))  # fmt: skip
    items = MEETINGS * ITEMS
    write.copy(AgendaItem, map(_item, _ids(items)))
    write.copy(Passage, map(_passage, _ids(items)))
    write.copy(Paper, ({**_own(n, items), "id": n, "item_id": n, "title": _text(n, 8)}
                       for n in _ids(items) if n % 4 == 0))  # fmt: skip


def registers(write: Writer) -> None:
    """Actions, and decisions of every third item."""
    from partnerships.meetings.models import Action, Decision

    write.copy(Action, map(_action, _ids(ACTIONS)))
    items = MEETINGS * ITEMS
    write.copy(Decision, (_decision(n) for n in _ids(items) if n % 3 == 0))


def protocols(write: Writer) -> None:
    """In force, with one party and a few clauses each."""
    from partnerships.protocols.models import Clause, Party, Protocol, ProtocolVersion

    for model, rows in (
        (Protocol, map(_protocol, _ids(PROTOCOLS))),
        (ProtocolVersion, map(_version, _ids(PROTOCOLS))),
        (Party, map(_party, _ids(PROTOCOLS))),
        (Clause, map(_clause, _ids(PROTOCOLS * CLAUSES))),
    ):
        write.copy(model, rows)


def _ids(size: int) -> range:
    """Ids of both partnerships' rows: the first one's come first."""
    return range(1, 2 * size + 1)


def _own(n: int, size: int) -> dict[str, int]:
    return {"partnership_id": 1 if n <= size else 2}


def _text(n: int, words: int) -> str:
    text = random.Random(n).choices(WORDS, WEIGHTS, k=words)
    extra = [COMMON] * (n % 20 == 0) + [RARE] * (n % 1_600 == 0)
    return " ".join([*text, *extra])


def _meeting(n: int) -> dict[str, Any]:
    starts = FIRST + timedelta(days=3 * (n % MEETINGS))
    own = _own(n, MEETINGS)
    return {
        **own, "id": n, "body_id": own["partnership_id"], "title": f"Board {n}", "state": "held",
        "starts_at": starts, "ends_at": starts + timedelta(hours=2), "uid": uuid.UUID(int=n),
    }  # fmt: skip


def _published(n: int) -> dict[str, Any]:
    return {
        "state": "published", "confirmed_at": FIRST, "confirmed_by_id": 1, "published_at": FIRST,
        "confirmed_at_meeting_id": n + 1 if n % MEETINGS else n - 1, "published_by_id": 1,
    }  # fmt: skip


def _item(n: int) -> dict[str, Any]:
    place = (n - 1) % ITEMS + 1
    return {
        **_own(n, MEETINGS * ITEMS), "id": n, "meeting_id": (n - 1) // ITEMS + 1, "position": place,
        "number": str(place), "title": _text(n, 7), "summary": _text(n + 1, 25),
        "restricted": n % 50 == 0, "restricted_why": "Terms" * (n % 50 == 0),
    }  # fmt: skip


def _passage(n: int) -> dict[str, Any]:
    return {
        **_own(n, MEETINGS * ITEMS), "id": n, "item_id": n, "minutes_id": (n - 1) // ITEMS + 1,
        "text": _text(n, 120), "edited_by_id": 1, "edited_at": FIRST,
    }  # fmt: skip


def _action(n: int) -> dict[str, Any]:
    own = _own(n, ACTIONS)
    first = (n - 1) % ACTIONS  # among those of its partnership
    item = (own["partnership_id"] - 1) * MEETINGS * ITEMS + first + 1
    closed = n % 10 != 0
    return {
        **own, "id": n, "year": 2000 + first // 1_000, "serial": first % 1_000 + 1, "item_id": item,
        "meeting_id": (item - 1) // ITEMS + 1, "text": _text(n, 16), "owner_id": own["partnership_id"],
        "organisation_id": own["partnership_id"], "due_on": FIRST.date() + timedelta(days=n % 3_000),
        "state": "done" if closed else "open", "closing_note": _text(n + 7, 12) if closed else "",
        "closed_at": FIRST if closed else None, "recorded_by_id": 1, "recorded_at": FIRST,
    }  # fmt: skip


def _decision(n: int) -> dict[str, Any]:
    items = MEETINGS * ITEMS
    return {
        **_own(n, items), "id": n, "year": 2000, "serial": n, "item_id": n,
        "meeting_id": (n - 1) // ITEMS + 1, "text": _text(n, 22), "recorded_by_id": 1,
        "recorded_at": FIRST,
    }  # fmt: skip


def _protocol(n: int) -> dict[str, Any]:
    return {
        **_own(n, PROTOCOLS), "id": n, "year": 2004, "serial": n, "title": _text(n, 6),
        "kind": "conduct", "created_by_id": 1, "created_at": FIRST,
    }  # fmt: skip


def _version(n: int) -> dict[str, Any]:
    return {
        **_own(n, PROTOCOLS), "id": n, "protocol_id": n, "number": 1, "state": "in_force",
        "purpose": _text(n, 60), "in_force_on": FIRST.date(), "created_by_id": 1,
        "created_at": FIRST,
    }  # fmt: skip


def _party(n: int) -> dict[str, Any]:
    own = _own(n, PROTOCOLS)
    return {**own, "id": n, "version_id": n, "organisation_id": own["partnership_id"]}


def _clause(n: int) -> dict[str, Any]:
    return {
        **_own(n, PROTOCOLS * CLAUSES), "id": n, "version_id": (n - 1) // CLAUSES + 1,
        "position": (n - 1) % CLAUSES + 1, "heading": _text(n, 4), "text": _text(n, 80),
    }  # fmt: skip


def _usual(field: Any) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return FIRST
    value = field.get_default()
    return json.dumps(value) if isinstance(value, dict | list) else value


@contextmanager
def _quiet(owner: psycopg.Connection, table: str) -> Iterator[None]:
    """The triggers of this table off: they know a way for each row that takes many steps."""
    owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

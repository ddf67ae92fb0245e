"""What importing a file of members would do here: who is new, who changes, and what stands against it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partnerships.membership.member_file.columns import (
    EMAIL,
    JOB_TITLE,
    KIND,
    MAY_SIGN,
    NAME,
    NAME_PUBLIC,
    ORGANISATION,
    PHONE,
    SECTOR,
    SINCE,
    Column,
)
from partnerships.membership.member_file.reading import Line, LineFault, Reading
from partnerships.membership.models import Member, Organisation, organisation_sector
from partnerships.membership.wording import day_words

# field of a member → the column that sets it
FIELDS = {
    "name": NAME,
    "job_title": JOB_TITLE,
    "email": EMAIL,
    "phone": PHONE,
    "may_sign": MAY_SIGN,
    "name_public": NAME_PUBLIC,
    "since": SINCE,
}


@dataclass(frozen=True)
class Change:
    """A member whose line differs: field → (value now, value in the file)."""

    member: Member
    differing: dict[str, tuple[Any, Any]]


@dataclass
class Plan:
    """The whole import. With faults nothing of it may be done."""

    organisations: dict[str, Line] = field(default_factory=dict)  # new ones, by casefolded name
    new: list[Line] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    faults: list[LineFault] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, as a MemberImport keeps them."""
        return {
            "organisations": len(self.organisations),
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
        }

    @property
    def does_nothing(self) -> bool:
        """Everything in the file is here already, exactly so."""
        return not (self.organisations or self.new or self.changed)

    @property
    def digest(self) -> str:
        """Changes when importing would do something else than it did when this was shown."""
        said = [sorted(self.organisations), [line.number for line in self.new]]
        said += [(c.member.pk, c.member.revision, sorted(c.differing)) for c in self.changed]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def plan_of(
    reading: Reading,
    organisations: Iterable[Organisation],
    members: Iterable[Member],
    today: date,
) -> Plan:
    """The plan for a file against everybody who is here, those who left included."""
    planner = _Planner(reading, organisations, members, today)
    for line in reading.lines:
        planner.take(line)
    planner.plan.faults = sorted([*reading.faults, *planner.plan.faults], key=lambda f: f.line)
    return planner.plan


class _Planner:
    def __init__(
        self,
        reading: Reading,
        organisations: Iterable[Organisation],
        members: Iterable[Member],
        today: date,
    ):
        self.plan = Plan()
        self.today = today
        self.fields = {k: c for k, c in FIELDS.items() if c.heading in reading.columns}
        self.organisations = {_plain(o.name).casefold(): o for o in organisations}
        self.members: dict[int, list[Member]] = defaultdict(list)
        for member in members:
            self.members[member.organisation_id].append(member)
        self.met: dict[int, int] = {}

    def take(self, line: Line) -> None:
        """Find what the line is about, and what it would do."""
        organisation = self.organisations.get(line.organisation.casefold())
        if organisation is None:
            self._new_organisation(line)
        elif self._fits(line, organisation):
            self._member(line, organisation)

    def _new_organisation(self, line: Line) -> None:
        first = self.plan.organisations.get(line.organisation.casefold())
        if first is None and not line.sector:
            message = f"“{line.organisation}” is not in the list of organisations."
            remedy = "Check the spelling, or give its sector: it is then added with its members."
            self._fault(line, ORGANISATION, message, remedy)
            return
        if first and line.sector not in ("", first.sector):
            now = f"{organisation_sector(first.sector)} on line {first.number}"
            message = f"{line.organisation} is {now} and {organisation_sector(line.sector)} here."
            self._fault(line, SECTOR, message, "Give it the same sector on every line.")
            return
        self.plan.organisations.setdefault(line.organisation.casefold(), line)
        self.plan.new.append(line)

    def _fits(self, line: Line, organisation: Organisation) -> bool:
        if organisation.left_on and organisation.left_on < self.today:
            message = f"{organisation} left the partnership on {day_words(organisation.left_on)}."
            self._fault(line, ORGANISATION, message, "Take the line out.")
            return False
        for column, given, now, words in (
            (SECTOR, line.sector, organisation.sector, organisation.get_sector_display()),
            (KIND, line.kind, organisation.kind, organisation.get_kind_display()),
        ):
            if given and given != now:
                what = column.heading.lower()
                message = f"{organisation} is here with the {what} “{words}”."
                remedy = f"Leave the {what} empty, or change it on the organisation’s own page."
                self._fault(line, column, message, remedy)
                return False
        return True

    def _member(self, line: Line, organisation: Organisation) -> None:
        found = self._find(line, self.members[organisation.pk])
        if len(found) > 1:
            message = f"{organisation} has {len(found)} members called {line.name}."
            remedy = "Enter the email address of the one you mean, as it stands on their page."
            self._fault(line, EMAIL, message, remedy)
        elif not found:
            self.plan.new.append(line)
        elif self._unlike(line, found[0]):
            self._change(line, found[0])

    def _find(self, line: Line, there: Sequence[Member]) -> list[Member]:
        """By email address if the line has one that is here, else by name."""
        by_email = [m for m in there if line.email and m.email.casefold() == line.email]
        name = line.name.casefold()
        return by_email or [m for m in there if _plain(m.name).casefold() == name]

    def _unlike(self, line: Line, member: Member) -> bool:
        """Whether the line may change the member; else its fault is noted."""
        if earlier := self.met.get(member.pk):
            message = f"{line.name} is the same member as on line {earlier}."
            self._fault(line, NAME, message, "Take one of the two lines out.")
        elif member.until and member.until < self.today:
            message = f"{member} of {member.organisation} left on {day_words(member.until)}."
            remedy = "Take the line out. If the person is back, add them anew on the members page."
            self._fault(line, NAME, message, remedy)
        elif member.until and line.since and line.since > member.until:
            message = f"{member} leaves on {day_words(member.until)}, before this day."
            self._fault(line, SINCE, message, "Give an earlier day, or leave it empty.")
        elif line.email and member.email and member.email.casefold() != line.email:
            message = f"{member} of {member.organisation} is here with the address {member.email}."
            remedy = (
                "If the address has changed, change it on the member’s page. If this is another"
                " person of that name, add them on the members page."
            )
            self._fault(line, EMAIL, message, remedy)
        else:
            self.met[member.pk] = line.number
            return True
        return False

    def _change(self, line: Line, member: Member) -> None:
        differing = {}
        for key in self.fields:
            now, then = getattr(member, key), getattr(line, key)
            if key == "email" and not then:
                continue  # the line found its member by name; an address is not taken away so
            if (_plain(now) if isinstance(now, str) else now) != then:
                differing[key] = (now, then)
        if differing:
            self.plan.changed.append(Change(member, differing))
        else:
            self.plan.same += 1

    def _fault(self, line: Line, column: Column, message: str, remedy: str) -> None:
        self.plan.faults.append(LineFault(line.number, column.heading, message, remedy))


def _plain(text: str) -> str:
    return " ".join(text.split())

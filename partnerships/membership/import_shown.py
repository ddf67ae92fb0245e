"""The plan of an import as figures and lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from partnerships.membership.member_file.planning import FIELDS, Change
from partnerships.membership.models import Member
from partnerships.membership.wording import in_words
from portal.web.components import Stat


@dataclass(frozen=True)
class Changed:
    """One member with (column, now, in the file) of everything that differs."""

    member: Member
    differing: tuple[tuple[str, str, str], ...]


def plan_stats(counts: Mapping[str, int]) -> list[Stat]:
    """How many of each."""
    return [
        Stat("New members", f"{counts.get('new', 0):,}"),
        Stat("Changed members", f"{counts.get('changed', 0):,}"),
        Stat("As they are", f"{counts.get('same', 0):,}"),
        Stat("New organisations", f"{counts.get('organisations', 0):,}"),
    ]


def changes_shown(changes: Iterable[Change]) -> list[Changed]:
    """Every change in words."""
    return [
        Changed(
            change.member,
            tuple(
                (FIELDS[key].heading, in_words(now), in_words(then))
                for key, (now, then) in change.differing.items()
            ),
        )
        for change in changes
    ]

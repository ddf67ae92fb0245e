"""The people who act on a return, by name, as sentences call them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partnerships.membership.models import RoleAssignment


@dataclass(frozen=True)
class People:
    """Names of those who act, each in order; without any, they are called by their part.

    `others`: whether sections were given to people besides them.
    """

    coordinators: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()
    others: bool = False

    @property
    def answering(self) -> str:
        """Who fills in and declares."""
        return either(self.coordinators) or "the co-ordinator"

    @property
    def signing(self) -> str:
        """Who signs off."""
        return either(self.chairs) or "the chair or the vice-chair"

    @property
    def signers(self) -> str:
        """All of those who may sign off, for emails."""
        return every(self.chairs) or "the chair"

    def everybody(self) -> str:
        """Everybody at work on the return."""
        named = (*self.coordinators, *self.chairs) or ("the co-ordinators", "the chair")
        given = ("everybody with a section",) if self.others else ()
        return every(tuple(dict.fromkeys((*named, *given))))


NAMELESS = People()


def people_of(assignments: Iterable[RoleAssignment], *, others: bool) -> People:
    """The names among those with a part in the return."""
    held = list(assignments)

    def with_role(role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(a.user) for a in held if a.role == role))

    return People(with_role("coordinator"), with_role("chair"), others)


def either(names: Sequence[str]) -> str:
    """A, B or C"""
    return _joined(names, "or")


def every(names: Sequence[str]) -> str:
    """A, B and C"""
    return _joined(names, "and")


def _joined(names: Sequence[str], word: str) -> str:
    *most, last = names or ("",)
    return f"{', '.join(most)} {word} {last}" if most else last

"""Who gets an email of a step in words, the same before it is taken and on the receipt of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.membership.queries.roles import evaluators
from portal.accounts.models import User
from surveys.returns.audience import chairs
from surveys.returns.emails.sending import who_signs, who_works
from surveys.returns.models import Return
from surveys.returns.named import every
from surveys.returns.queries.history import told_of_signing


@dataclass(frozen=True)
class Mail:
    """The partnership's people by name, in order, and whether the evaluation team is told."""

    names: tuple[str, ...]
    national: bool = False

    @property
    def words(self) -> str:
        """A, B and the national evaluation team; empty where nobody gets one."""
        team = ("the national evaluation team",) if self.national else ()
        return every((*self.names, *team))


def mail_of_declaring(by: User) -> Mail:
    """Those who are told when this person declares the return ready."""
    return Mail(_names(who_signs(by)))


def mail_of_signing(annual_return: Return, reader: User, *, signs: bool) -> Mail:
    """Those who are told of the sign-off. Whoever signs is not: the reader if they may (`signs`),
    else the chair if there is one alone."""
    signers = [reader] if signs else chairs()
    told = who_works(annual_return, signers[0]) if len(signers) == 1 else who_works(annual_return)
    return Mail(_names(told), bool(evaluators()))


def mail_of_signed(annual_return: Return) -> Mail:
    """Those who were told of the newest sign-off."""
    names, national = told_of_signing(annual_return)
    return Mail(tuple(names), bool(national))


def _names(people: Iterable[User]) -> tuple[str, ...]:
    return tuple(sorted(str(person) for person in people))

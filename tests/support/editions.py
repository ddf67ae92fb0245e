"""Editions walked through their steps, for tests that need one that is frozen or released."""

from contextlib import AbstractContextManager
from typing import Any

from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_national
from surveys.results import domain
from surveys.results.models import Edition
from surveys.returns.models import Wave

BY = System("tests")


class Quiet:
    """Progress that nobody watches; its scope may be opened inside another one."""

    def report(self, done: int, total: int, message: str) -> None:
        """Nobody looks."""

    def scope(self) -> AbstractContextManager[None]:
        """One national transaction."""
        return in_national(switch=True)


def built(wave: Wave, **options: Any) -> Edition:
    """A draft of the wave, counted now."""
    return domain.build_edition(wave_id=wave.pk, by=BY, progress=Quiet(), **options).edition


def checked(edition: Edition) -> Edition:
    """The edition after its checks."""
    return domain.check_edition(edition_id=edition.pk, by=BY, progress=Quiet()).edition


def frozen(edition: Edition, note: str = "A correction.") -> Edition:
    """The draft after its checks, all of which must hold, and frozen; it replaces what stands."""
    passed = checked(edition)
    assert passed.state == Edition.State.CHECKED, passed.checks
    with in_national(switch=True):
        return domain.freeze_edition(edition=passed, by=BY, note=note)


def released(edition: Edition, by: User) -> Edition:
    """The edition, a draft or further, released by this person."""
    if edition.state == Edition.State.DRAFT:
        edition = frozen(edition)
    with in_national(switch=True):
        return domain.release_edition(edition=edition, by=by)

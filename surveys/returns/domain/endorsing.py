"""What a partner organisation says about sections of the return: it endorses or does not agree."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import Organisation
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Denied, Refused
from surveys.questionnaires.structure import Section
from surveys.returns.domain.team import lock_working, sections_named
from surveys.returns.endorsed import (
    NOTHING_SAID,
    SILENT,
    said_was,
    says_anything,
    section_digest,
)
from surveys.returns.models import Endorsement, Return
from surveys.returns.queries.team import own_organisations
from surveys.returns.standing import Standing, standing_of


@dataclass(frozen=True)
class Said:
    """A verdict (Endorsement.Verdict, or SILENT to say nothing any more) on one section, with a
    note, which dissent needs. `seen`: endorsed.section_digest of the answers as they were read;
    `was`: endorsed.said_was of what the organisation said then.
    """

    verdict: str
    note: str = ""
    seen: str = ""
    was: str = NOTHING_SAID


def endorse_section(
    *,
    annual_return: Return,
    section: str,
    organisation: Organisation,
    verdict: str,
    note: str,
    seen: str,
    was: str = NOTHING_SAID,
    by: User,
) -> None:
    """Say one thing about one section; see endorse_sections."""
    said = {section: Said(verdict, note, seen, was)}
    endorse_sections(annual_return=annual_return, organisation=organisation, said=said, by=by)


def withdraw_endorsement(
    *, annual_return: Return, section: str, organisation: Organisation, was: str, by: User
) -> None:
    """The organisation says nothing about the section any more. Raises as endorse_sections."""
    said = {section: Said(SILENT, was=was)}
    endorse_sections(annual_return=annual_return, organisation=organisation, said=said, by=by)


@transaction.atomic
def endorse_sections(
    *, annual_return: Return, organisation: Organisation, said: Mapping[str, Said], by: User
) -> int:
    """Say what the organisation thinks of these sections (codes); all of it counts, or nothing.

    Returns how many of them the organisation says something else about than before. Raises Denied
    for who is no member of the organisation today, Conflict where answers, or what the organisation
    said, are others than those seen, Refused for dissent without a note, for a section without answers, and when the return is
    signed off or its time over.
    """
    locked = lock_working(annual_return)
    _refuse_outsiders(organisation, by)
    sections = sections_named(locked, said)
    standing = standing_of(locked)
    before = {
        each.section: each
        for each in locked.endorsements.filter(organisation=organisation, section__in=said)
    }
    _refuse_unseen(standing, sections, said)
    _refuse_unheard(organisation, sections, said, before)
    changed = 0
    for section in sections:
        words = said[section.code]
        if words.verdict == SILENT:
            changed += _withdraw(locked, before.get(section.code), organisation, by)
        else:
            _refuse_words(standing, section, words)
            changed += _say(locked, section, words, before.get(section.code), organisation, by)
    return changed


def _refuse_outsiders(organisation: Organisation, by: User) -> None:
    if organisation not in own_organisations(by):
        raise Denied(
            f"You are not a member of {organisation} in this partnership, so you cannot speak for"
            " it. Ask the co-ordinator to add you as its member."
        )


def _refuse_unseen(standing: Standing, sections: list[Section], said: Mapping[str, Said]) -> None:
    others = [
        str(section.number)
        for section in sections
        if said[section.code].verdict != SILENT
        and said[section.code].seen != section_digest(standing, section)
    ]
    if others:
        which = f"section {others[0]}" if len(others) == 1 else f"sections {', '.join(others)}"
        raise Conflict(
            f"The answers of {which} changed after you opened this page. Read them again, then say"
            " what your organisation thinks. Nothing has been saved yet."
        )


def _refuse_unheard(
    organisation: Organisation,
    sections: list[Section],
    said: Mapping[str, Said],
    before: Mapping[str, Endorsement],
) -> None:
    """Nobody takes back or writes over what another member said meanwhile."""
    others = [
        str(section.number)
        for section in sections
        if said_was(before.get(section.code)) != said[section.code].was
        and not _stands(before.get(section.code), said[section.code])
    ]
    if others:
        which = f"section {others[0]}" if len(others) == 1 else f"sections {', '.join(others)}"
        raise Conflict(
            f"What {organisation} says about {which} changed after you opened this page. Read it"
            " again, then say what your organisation thinks. Nothing has been saved yet."
        )


def _stands(before: Endorsement | None, words: Said) -> bool:
    """Whether just this is said already, as after a second click."""
    if before is None:
        return words.verdict == SILENT
    return (before.verdict, before.note, before.seen) == (
        words.verdict,
        words.note.strip(),
        words.seen,
    )


def _refuse_words(standing: Standing, section: Section, words: Said) -> None:
    if words.verdict not in Endorsement.Verdict.values:
        raise Refused("Choose whether your organisation endorses the section or does not agree.")
    if words.verdict == Endorsement.Verdict.DISSENT and not words.note.strip():
        raise Refused(
            f"Say in a note what your organisation does not agree with in section {section.number}."
        )
    if section.code not in standing.routed.sections or not says_anything(standing, section):
        raise Refused(
            f"Nothing has been answered in section {section.number} yet, so there is nothing to"
            " have a view on. Come back when it has."
        )


def _say(
    annual_return: Return,
    section: Section,
    words: Said,
    before: Endorsement | None,
    organisation: Organisation,
    by: User,
) -> bool:
    note = words.note.strip()
    if before and _stands(before, words):
        return False
    fresh = before or Endorsement(
        annual_return=annual_return, section=section.code, organisation=organisation
    )
    fresh.verdict, fresh.note, fresh.seen = words.verdict, note, words.seen
    fresh.said_by, fresh.said_at = by, timezone.now()
    fresh.save()
    record(
        "section.endorsed" if words.verdict == Endorsement.Verdict.ENDORSE else "section.dissented",
        on=annual_return,
        by=by,
        reason=note,
        section=section.code,
        organisation=str(organisation),
    )
    return True


def _withdraw(
    annual_return: Return, before: Endorsement | None, organisation: Organisation, by: User
) -> bool:
    if before is None:
        return False
    record(
        "endorsement.withdrawn",
        on=annual_return,
        by=by,
        section=before.section,
        organisation=str(organisation),
    )
    before.delete()
    return True

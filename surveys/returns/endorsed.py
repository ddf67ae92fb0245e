"""What the partner organisations say about the sections of a return, and about which answers."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from partnerships.membership.models import Organisation
from partnerships.membership.queries.directory import partners
from surveys.questionnaires.structure import Section
from surveys.returns.models import Endorsement, Return
from surveys.returns.queries.team import endorsements_of
from surveys.returns.standing import Standing
from surveys.returns.wording import Said, section_in_words

Kept = dict[str, Any]  # {"section", "endorsed", "dissented", "earlier", "silent"}, see as_kept
SILENT = "silent"  # beside Endorsement.Verdict: the organisation says nothing
NOTHING_SAID = ""  # in place of a digest of what it said


@dataclass(frozen=True)
class Voice:
    """What one organisation said about one section.

    `is_earlier`: the answers have changed since, so it is said about an earlier version of them.
    `was`: see said_was.
    """

    organisation: Organisation
    verdict: str
    verdict_words: str
    note: str
    by: str
    at: datetime
    is_earlier: bool
    was: str

    @property
    def dissents(self) -> bool:
        """Whether the organisation does not agree."""
        return self.verdict == Endorsement.Verdict.DISSENT


@dataclass(frozen=True)
class SectionTally:
    """Who says what about one section: each partner stands in exactly one of the four.

    `earlier`: whatever was said about an earlier version of the answers. `silent`: today's
    partners that said nothing.
    """

    section: Section
    endorsed: tuple[Voice, ...]
    dissented: tuple[Voice, ...]
    earlier: tuple[Voice, ...]
    silent: tuple[Organisation, ...]

    @property
    def spoken(self) -> bool:
        """Whether any partner said anything."""
        return bool(self.endorsed or self.dissented or self.earlier)

    @property
    def words(self) -> str:
        """3 endorse, 1 does not agree, 2 said so about an earlier version, 8 silent"""
        dissenting, earlier = len(self.dissented), len(self.earlier)
        parts = (
            (len(self.endorsed), "endorses" if len(self.endorsed) == 1 else "endorse"),
            (dissenting, "does not agree" if dissenting == 1 else "do not agree"),
            (earlier, "spoke about an earlier version"),
            (len(self.silent), "silent"),
        )
        said = ", ".join(f"{number} {words}" for number, words in parts if number)
        return said or "No partners yet"


@dataclass(frozen=True)
class Part:
    """A section as one organisation looks at it: `voice` is what it said, `seen` the digest of the
    answers of now. Nothing can be said while nothing is `answered`."""

    section: Section
    questions: tuple[Said, ...]
    voice: Voice | None
    seen: str
    answered: bool

    @property
    def was(self) -> str:
        """What the organisation said, as said_was has it."""
        return self.voice.was if self.voice else NOTHING_SAID

    def says_otherwise(self, said: Mapping[str, str]) -> bool:
        """Whether this ("verdict", "note"; no verdict: no change) is another word than stands."""
        if not said["verdict"]:
            return False
        if said["verdict"] == SILENT or self.voice is None:
            return (said["verdict"] == SILENT) is not (self.voice is None)
        same = (said["verdict"], said["note"].strip()) == (self.voice.verdict, self.voice.note)
        return self.voice.is_earlier or not same


def parts_of(standing: Standing, organisation: Organisation) -> list[Part]:
    """Every section that is asked, with what the organisation says of it. One query."""
    said = endorsements_of(standing.annual_return).filter(organisation=organisation)
    by_section = {each.section: each for each in said}
    return [_part(standing, s, by_section.get(s.code)) for s in asked_sections(standing)]


def _part(standing: Standing, section: Section, said: Endorsement | None) -> Part:
    return Part(
        section=section,
        questions=section_in_words(standing, section),
        voice=voice_of(said, standing, section) if said else None,
        seen=section_digest(standing, section),
        answered=says_anything(standing, section),
    )


def tally(annual_return: Return, standing: Standing) -> list[SectionTally]:
    """What partners say, for each section that is asked, in order. Two queries."""
    here = list(partners(timezone.localdate()))
    by_section: dict[str, list[Endorsement]] = {}
    for said in endorsements_of(annual_return):
        by_section.setdefault(said.section, []).append(said)
    return [
        _tally(standing, section, by_section.get(section.code, ()), here)
        for section in asked_sections(standing)
    ]


def as_kept(found: Iterable[SectionTally]) -> list[Kept]:
    """The tally as a version keeps it: the sections about which anybody said anything."""
    return [
        {
            "section": each.section.code,
            "endorsed": [_kept(voice) for voice in each.endorsed],
            "dissented": [_kept(voice) for voice in each.dissented],
            "earlier": [{**_kept(voice), "verdict": voice.verdict} for voice in each.earlier],
            "silent": [str(organisation) for organisation in each.silent],
        }
        for each in found
        if each.spoken
    ]


def _kept(voice: Voice) -> dict[str, str]:
    return {"organisation": str(voice.organisation), "note": voice.note}


def asked_sections(standing: Standing) -> list[Section]:
    """The sections that this partnership is asked, in order."""
    return [s for s in standing.form.sections if s.code in standing.routed.sections]


def voice_of(said: Endorsement, standing: Standing, section: Section) -> Voice:
    """What was said, beside the answers of now."""
    return Voice(
        organisation=said.organisation,
        verdict=said.verdict,
        verdict_words=said.get_verdict_display(),
        note=said.note,
        by=str(said.said_by),
        at=said.said_at,
        is_earlier=said.seen != section_digest(standing, section),
        was=said_was(said),
    )


def said_was(said: Endorsement | None) -> str:
    """SHA-256 of what an organisation said about a section and when; NOTHING_SAID without it. Who
    changes it sends back the one that was read, so that nobody's words go unread."""
    if said is None:
        return NOTHING_SAID
    return words_digest(said.verdict, said.note, said.said_at.isoformat())


def said_digest(annual_return: Return) -> str:
    """SHA-256 of all that the partners say about the return. One query."""
    rows = endorsements_of(annual_return).order_by("section", "organisation_id")
    return words_digest(
        *[
            word
            for each in rows
            for word in (each.section, str(each.organisation_id), each.verdict, each.note)
        ]
    )


def words_digest(*words: str) -> str:
    """SHA-256 (hex) of these words in this order."""
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def section_digest(standing: Standing, section: Section) -> str:
    """SHA-256 of what the section says: its answers that are asked for, and the reasons why
    questions cannot be answered. The same before and after sign-off."""
    codes = [q.code for q in section.questions if q.code in standing.routed.questions]
    cannot = standing.unable
    said = {
        "section": section.code,
        "answers": {c: standing.routed.answers[c] for c in codes if c in standing.routed.answers},
        "cannot": {c: cannot[c] for c in codes if c in cannot},
    }
    whole = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def says_anything(standing: Standing, section: Section) -> bool:
    """Whether there is anything in the section to have a view on."""
    given = {*standing.routed.answers, *standing.cannot}
    return any(question.code in given for question in section.questions)


def _tally(
    standing: Standing, section: Section, said: Iterable[Endorsement], here: list[Organisation]
) -> SectionTally:
    voices = [voice_of(each, standing, section) for each in said]
    spoken = {voice.organisation.pk for voice in voices}
    current = [voice for voice in voices if not voice.is_earlier]
    return SectionTally(
        section=section,
        endorsed=tuple(voice for voice in current if not voice.dissents),
        dissented=tuple(voice for voice in current if voice.dissents),
        earlier=tuple(voice for voice in voices if voice.is_earlier),
        silent=tuple(each for each in here if each.pk not in spoken),
    )

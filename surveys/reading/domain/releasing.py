"""Counts of themes are released to departments, once of a wave and question."""

from django.db import transaction

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused
from surveys.reading.counted import Counted, counted
from surveys.reading.models import ThemeRelease
from surveys.reading.queries.codebook import release_of
from surveys.reading.queries.settings import released_edition
from surveys.reading.theme_counts import Safe, safe
from surveys.results.models import Edition
from surveys.returns.models import Wave


def why_not_released(wave: Wave, found: Counted) -> str:
    """What keeps these counts from being released; empty when nothing does."""
    if release_of(wave, found.question):
        return (
            "The counts of this question are released. They cannot be released again: the"
            " difference could be a single answer."
        )
    if not found.answers:
        return "No answer to this question has come in, so there is nothing to release."
    if not found.themes:
        return "The codebook has no theme for this question. Add themes and code the answers first."
    if found.open:
        return (
            f"{found.open} of {found.answers} answers are not final. Code them, and settle those on"
            " which two coders differ."
        )
    if released_edition(wave) is None:
        return (
            "No edition of this survey is released. Departments read themes beside its results, and"
            " under its disclosure settings: release an edition first."
        )
    return ""


def as_released(found: Counted, edition: Edition) -> Safe:
    """What departments would read."""
    return safe(found.tally, edition.settings)


@transaction.atomic
def release_themes(*, wave: Wave, question: str, by: User) -> ThemeRelease:
    """Let departments read how many answers hold each theme. Cannot be undone."""
    Wave.objects.select_for_update().get(pk=wave.pk)  # two clicks at once
    found = counted(wave, question)
    if why_not := why_not_released(wave, found):
        raise Refused(why_not)
    edition = released_edition(wave)
    assert edition is not None
    shown = as_released(found, edition)
    named = [{"code": t.code, "label": t.label, "memo": t.memo} for t in found.themes]
    release = ThemeRelease.objects.create(
        wave=wave, question=question, edition=edition, table=shown.as_json(named), released_by=by
    )
    record(
        "themes.released",
        on=release,
        by=by,
        year=wave.year,
        question=question,
        edition=edition.number,
        withheld=shown.withheld,
    )
    return release

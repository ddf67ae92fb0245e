"""Asking for an edition: its settings are judged before anybody waits for it."""

from portal.audit.record import Person
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from surveys.questionnaires.queries import form_of
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.domain.building import nothing_to_count
from surveys.results.domain.settings import (
    as_payload,
    job_key,
    refuse_bad_settings,
    usual_settings,
)
from surveys.returns.models import Wave
from surveys.returns.queries import returned_by_stratum

BUILD = "surveys.results.tasks.build_edition"


def request_edition(*, wave: Wave, by: Person, thresholds: Thresholds | None = None) -> Job:
    """Queue the build of an edition with these settings, or the usual ones.

    While one with the same settings is under way, that one is given back. Refuses a wave without
    a signed-off return, and settings that are out of bounds.
    """
    form = form_of(wave.questionnaire.sha256)
    settings = thresholds or usual_settings(form)
    refuse_bad_settings(settings, form)
    if not returned_by_stratum(wave):
        raise Refused(nothing_to_count(wave))
    return enqueue(
        BUILD,
        key=job_key(wave.year, settings),
        by=by,
        label=f"Build an edition of the {wave.year} survey",
        wave_id=wave.pk,
        **as_payload(settings),
    )

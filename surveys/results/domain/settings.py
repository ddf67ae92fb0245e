"""The disclosure settings of a build: their usual values, their bounds, their way into a job."""

import hashlib
from typing import Any

from portal.errors import Refused
from surveys.questionnaires.structure import Form
from surveys.results.disclosure.suppression import MIN_BASES, MIN_COUNTS, Thresholds
from surveys.results.disclosure.traits import section_filters

DEFAULTS = Thresholds()
DOMINANCES = range(5, 51)


def usual_settings(form: Form) -> Thresholds:
    """The settings of a build that names none."""
    return Thresholds(public=section_filters(form))


def refuse_bad_settings(settings: Thresholds, form: Form) -> None:
    """Refuses values out of bounds and questions that the form does not have."""
    for name, value, allowed in (
        ("count shown", settings.min_count, MIN_COUNTS),
        ("base shown", settings.min_base, MIN_BASES),
        ("per cent of the dominance rule", settings.dominance, DOMINANCES),
    ):
        if value not in allowed:
            raise Refused(
                f"The smallest {name} must be {allowed[0]} to {allowed[-1]}, not {value}."
            )
    known = {question.code for question in form.questions}
    if unknown := [code for code in settings.public if code not in known]:
        raise Refused(
            f"The questionnaire has no question {', '.join(unknown)}. Name questions by their codes,"
            " as the codebook does."
        )


def as_payload(settings: Thresholds) -> dict[str, Any]:
    """What a job is given: plain values, the public questions as words of one text."""
    return {
        "min_count": settings.min_count,
        "min_base": settings.min_base,
        "dominance": settings.dominance,
        "public": " ".join(settings.public),
    }


def from_payload(public: str, numbers: dict[str, int]) -> Thresholds:
    """The settings that a job was given."""
    return Thresholds(**numbers, public=tuple(public.split()))  # type: ignore[arg-type]


def job_key(year: int, settings: Thresholds) -> str:
    """The same for two builds that would give the same edition at the same moment."""
    public = hashlib.sha256(" ".join(settings.public).encode()).hexdigest()[:8]
    numbers = (settings.min_count, settings.min_base, settings.dominance)
    return f"wave-{year}-{'-'.join(map(str, numbers))}-{public}"

"""What somebody typed on a section's page before they were signed out: which fields are kept."""

from surveys.questionnaires.queries import form_of
from surveys.questionnaires.types import Raw
from surveys.returns.queries import wave_of_year


def own_fields(fields: Raw, *, slug: str, year: int, code: str) -> dict[str, list[str]]:
    """Those of the section's questions and of the checks' boxes; nothing for no such section.

    Read before anybody is signed in, so from the questionnaire alone.
    """
    wave = wave_of_year(year)
    form = form_of(wave.questionnaire.sha256) if wave else None
    section = next((s for s in form.sections if s.code == code), None) if form else None
    if form is None or section is None:
        return {}
    own = {q.code for q in section.questions} | {check.code for check in form.checks}
    return {name: list(typed) for name, typed in fields.items() if own & set(name.split("."))}

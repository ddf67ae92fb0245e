"""What goes into the workbook of one return as it stands."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.models import User
from portal.web.print.html import SYNTHETIC
from surveys.questionnaires.outline import outline_sections
from surveys.questionnaires.structure import Form
from surveys.returns.earlier import Earlier, earlier_of
from surveys.returns.joining import Held
from surveys.returns.models import Return
from surveys.returns.openness import why_not
from surveys.returns.standing import Standing
from surveys.returns.workbook.content import Content, Stored
from surveys.returns.workbook.layout import Stamp, sheets_of
from surveys.returns.workbook.records import Doors


def content_of(
    standing: Standing, *, mine: Collection[str] | None, by: User, at: datetime
) -> Content:
    """The workbook's content for somebody who may write the sections `mine` (None: all)."""
    annual_return, form = standing.annual_return, standing.form
    earlier = earlier_of(annual_return)
    return Content(
        form=form,
        sheets=sheets_of(form, standing.attributes),
        stamp=stamp_of(annual_return),
        partnership=annual_return.partnership.name,
        made_at=at,
        made_by=by.name,
        stored=_stored(standing),
        shut=_shut(standing, mine),
        asked=asked_words(form),
        due="" if annual_return.is_frozen else date_format(annual_return.due_on, "j F Y"),
        synthetic=f"{SYNTHETIC}." if settings.SYNTHETIC_DEMO else "",
        earlier=_earlier(form, earlier),
        earlier_year=earlier.year if earlier else 0,
    )


def stamp_of(annual_return: Return) -> Stamp:
    """What a workbook of this return is made for."""
    wave = annual_return.wave
    return Stamp(annual_return.partnership.slug, wave.year, wave.questionnaire.sha256)


def asked_words(form: Form) -> dict[str, str]:
    """Section, question and grid row ("H02.crime") → when it is asked, where not always."""
    words = {}
    for section in outline_sections(form):
        words[section.code] = section.asked
        for question in section.questions:
            words[question.code] = question.asked
            words |= {f"{question.code}.{row.code}": row.remarks for row in question.rows}
    return {code: said for code, said in words.items() if said}


def _stored(standing: Standing) -> dict[str, Stored]:
    """What an open return holds; a frozen one holds what its document says."""
    if standing.annual_return.is_frozen:
        codes = {*standing.answers, *standing.unable}
        return {code: Stored(_frozen(standing, code)) for code in codes}
    return {
        code: Stored(Held(row.value, row.cannot, row.cannot_note), row.revision)
        for code, row in standing.stored.items()
    }


def _frozen(standing: Standing, code: str) -> Held:
    why = standing.unable.get(code, {"why": "", "note": ""})
    return Held(standing.answers.get(code), why["why"], why["note"])


def _shut(standing: Standing, mine: Collection[str] | None) -> dict[str, str]:
    """Section → why its cells are locked."""
    whole = why_not(standing.annual_return, timezone.localdate())
    doors = Doors(mine, standing.open_sections)
    shut = {}
    for section in standing.form.sections:
        reason = whole or ("These cells are locked." if doors.why_shut(section.code) else "")
        if reason:
            shut[section.code] = reason
    return shut


def _earlier(form: Form, earlier: Earlier | None) -> dict[str, object]:
    if earlier is None:
        return {}
    values = {question.code: earlier.value_for(question) for question in form.questions}
    return {code: value for code, value in values.items() if value is not None}

"""Two years at one desk: a signed-off return of 2003 that the one of 2004 follows."""

import json
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from partnerships.register.models import Partnership
from partnerships.register.queries import survey_attributes
from portal.management.demo.answers import synthetic_answers
from portal.tenancy.context import in_national
from surveys.questionnaires.domain import publish_questionnaire
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.returns.domain.recording import Completed, record_returns
from surveys.returns.domain.waves import open_wave
from tests.support.imported import imported
from tests.surveys.returns.desk import DOCUMENT, Desk
from tests.surveys.returns.moments import noon

EARLIER = DOCUMENT.with_name("lsp2003.json")


class Years:
    """The wave of 2003 with a return of alpha's in it, signed off."""

    def __init__(self, desk: Desk, **answers: Any) -> None:
        self.desk = desk
        self.document: dict[str, Any] = json.loads(EARLIER.read_text("utf-8"))
        by = desk.cast.by
        with in_national():
            made = imported(document=self.document, by=by)
            publish_questionnaire(questionnaire=made, by=by)
            made.refresh_from_db()
            self.wave = open_wave(
                questionnaire=made, opens_on=date(2003, 10, 6), closes_on=date(2003, 12, 19), by=by
            )
        self.form: Form = form_of(made.sha256)
        self.answers = self.sign(desk.cast.alpha, answers)

    def sign(self, partnership: Partnership, changed: Mapping[str, Any]) -> dict[str, Any]:
        """Record a whole return, with these answers changed (None: left out)."""
        given = synthetic_answers(self.document, survey_attributes(partnership), Random(3))
        answers = {code: v for code, v in {**given, **changed}.items() if v is not None}
        users = self.desk.cast.users
        whole = Completed(
            partnership,
            answers,
            users[f"{partnership.slug}_coordinator"],
            users[f"{partnership.slug}_chair"],
            noon(2003, 11, 3),
        )
        with in_national():
            record_returns(wave=self.wave, returns=[whole], by=self.desk.cast.by, reason="Test")
        return answers

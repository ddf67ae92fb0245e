"""A desk to work at: an open wave of the 2004 questionnaire, and verbs that bring returns along."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import surveys.questionnaires
from partnerships.register.models import Partnership
from partnerships.register.queries import survey_attributes
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.management.demo.answers import synthetic_answers
from portal.tenancy.context import in_national, in_partnership
from surveys.questionnaires.domain import publish_questionnaire
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.rendering import raw_of
from surveys.questionnaires.structure import Form
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.confirming import confirm_check
from surveys.returns.domain.signing import declare_ready, sign_off
from surveys.returns.domain.waves import open_wave
from surveys.returns.entry import token_name, token_of
from surveys.returns.models import Answer, Return, Wave
from surveys.returns.standing import standing_of
from tests.conftest import Cast
from tests.support.imported import imported

DOCUMENT = Path(surveys.questionnaires.__file__).with_name("data") / "lsp2004.json"
OPENS_ON, CLOSES_ON = date(2004, 10, 4), date(2004, 12, 17)
A = "/p/alpha/return/2004/"


class Desk:
    """Works in its own scopes; call it outside any."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.document: dict[str, Any] = json.loads(DOCUMENT.read_text("utf-8"))
        with in_national():
            made = imported(document=self.document, by=cast.by)
            publish_questionnaire(questionnaire=made, by=cast.by)
            made.refresh_from_db()
            self.wave: Wave = open_wave(
                questionnaire=made, opens_on=OPENS_ON, closes_on=CLOSES_ON, by=cast.by
            )
            self.form: Form = form_of(made.sha256)

    def complete(self, partnership: Partnership, seed: int = 1) -> dict[str, Any]:
        """Generated answers to everything this partnership is asked; no soft findings."""
        answers = synthetic_answers(self.document, survey_attributes(partnership), Random(seed))
        return answers | {"B13": 2.5, "B14": 90_000, "K01": "preparing"}

    def answer(
        self, partnership: Partnership, answers: Mapping[str, Any], by: User | None = None
    ) -> None:
        """Save the answers as the co-ordinator (or `by`), over whatever stands there."""
        with in_partnership(partnership.pk):
            stored = {a.question: a.revision for a in Answer.objects.all()}
            edits = {q: Edit(v, stored.get(q, 0)) for q, v in answers.items()}
            save_answers(
                annual_return=self.row(),
                edits=edits,
                by=by or self._person(partnership, "coordinator"),
            )

    def confirm(self, partnership: Partnership, note: str = "It is right.") -> None:
        """Confirm everything that a soft check finds unusual."""
        with in_partnership(partnership.pk):
            by = self._person(partnership, "coordinator")
            for finding in standing_of(self.row()).to_confirm:
                confirm_check(annual_return=self.row(), check_code=finding.code, note=note, by=by)

    def ready(
        self, partnership: Partnership, answers: Mapping[str, Any] | None = None, note: str = ""
    ) -> None:
        """Answer everything, or just this, and declare it ready."""
        self.answer(partnership, answers or self.complete(partnership))
        with in_partnership(partnership.pk):
            by = self._person(partnership, "coordinator")
            declare_ready(annual_return=self.row(), by=by, seen=self.seen(), note=note)

    def signed(self, partnership: Partnership, answers: Mapping[str, Any] | None = None) -> None:
        """Bring the return all the way to submitted."""
        self.ready(partnership, answers)
        with in_partnership(partnership.pk):
            chair = self._person(partnership, "chair")
            sign_off(annual_return=self.row(), by=chair, seen=self.seen())

    def row(self) -> Return:
        """The return of the scope that is open."""
        return Return.objects.select_related("wave", "partnership").get(wave=self.wave)

    def seen(self) -> str:
        """What somebody who reads the return of the scope that is open now has seen of it."""
        return standing_of(self.row()).digest

    def read(self, partnership: Partnership) -> dict[str, str]:
        """What accepting the return as it stands sends along."""
        with in_partnership(partnership.pk):
            return {"seen": self.seen()}

    def state(self, partnership: Partnership) -> str:
        """State of the partnership's return."""
        with in_partnership(partnership.pk):
            return self.row().state

    def values(self, partnership: Partnership) -> dict[str, Any]:
        """Question code → stored value, cleared ones as None."""
        with in_partnership(partnership.pk):
            return dict(Answer.objects.values_list("question", "value"))

    def events(self, partnership: Partnership, *, of: str = "return.") -> list[tuple[str, str]]:
        """(name, actor) of the partnership's events about returns, oldest first."""
        with in_partnership(partnership.pk):
            found = AuditEvent.objects.filter(name__startswith=of).order_by("id")
            return list(found.values_list("name", "actor_words"))

    def fields(self, partnership: Partnership, answers: Mapping[str, Any]) -> dict[str, list[str]]:
        """The answers as a browser would send them, with tokens of what is stored now."""
        return raw_of(self.form, answers) | self.tokens(partnership, answers)

    def tokens(self, partnership: Partnership, questions: Iterable[str]) -> dict[str, list[str]]:
        """Hidden fields of the questions as a page drawn now would hold them."""
        with in_partnership(partnership.pk):
            stored = {a.question: (a.revision, a.value) for a in Answer.objects.all()}
        return {token_name(q): [str(token_of(*stored.get(q, (0, None))))] for q in questions}

    def _person(self, partnership: Partnership, role: str) -> User:
        return self.cast.users[f"{partnership.slug}_{role}"]

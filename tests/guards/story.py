"""Two years of the survey in the guards' world: 2003 signed off and released, 2004 still open."""

import copy
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

import surveys.questionnaires
from partnerships.register.models import Partnership
from partnerships.register.queries import survey_attributes
from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_national, in_partnership
from surveys.publications.models import Publication
from surveys.questionnaires.domain import (
    copy_version,
    import_questionnaire,
    publish_questionnaire,
)
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.reading.domain.themes import add_theme
from surveys.reading.models import ThemeRelease
from surveys.results.models import Export
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.waves import close_wave, open_wave
from surveys.returns.freezing import freeze
from surveys.returns.models import Reminder, Return, Wave
from tests.support.editions import built, released

BY = System("tests")
DOCUMENT = Path(surveys.questionnaires.__file__).parent / "data" / "lsp2004.json"
OPEN, CLOSED = 2004, 2003


class Story:
    """Waves, returns, editions and publications, made by the domain functions.

    `released` and `draft` are editions of 2003; publications stand in `papers` by place;
    `written` is a draft of the questionnaire of 2005.
    """

    def __init__(
        self, places: dict[str, Partnership], people: dict[str, User], evaluator: User
    ) -> None:
        self.places, self.people, self.evaluator = places, people, evaluator
        with in_national():
            self.open, self.closed = self._wave(OPEN), self._wave(CLOSED)
            self.reminder = Reminder.objects.create(
                wave=self.open, audience={}, words="Please answer.", sent_by=evaluator
            )
            self.written = copy_version(
                questionnaire=self.open.questionnaire,
                code="LSP2005",
                year=2005,
                title="A draft",
                by=evaluator,
            )
        self.form = form_of(self.open.questionnaire.sha256)
        for place, partnership in places.items():
            with in_partnership(partnership.pk):
                self._answer(place)
                self._submit(place, form_of(self.closed.questionnaire.sha256))
        self.released = released(built(self.closed), evaluator)
        self._export()
        self._one_more_return(places["alpha"])
        self.draft = built(self.closed)
        with in_national():
            close_wave(wave=self.closed, by=BY)
            self._read()
        self.papers = {place: self._paper(place) for place in (*places, "nation")}

    def _wave(self, year: int) -> Wave:
        document = json.loads(DOCUMENT.read_text("utf-8"))
        document = copy.deepcopy(document) | {"year": year, "code": f"LSP{year}"}
        if year <= document["mapping"]["to"]["year"]:
            del document["mapping"]
        made = import_questionnaire(document=document, by=BY)
        made = publish_questionnaire(questionnaire=made, by=BY)
        opens = date(year, 10, 1)
        return open_wave(
            questionnaire=Questionnaire.objects.get(pk=made.pk),
            opens_on=opens,
            closes_on=opens + timedelta(days=90),
            by=BY,
        )

    def _answer(self, place: str) -> None:
        words = {q.code: Edit(self._value(q, place), 0) for q in self._texts()}
        annual_return = Return.objects.get(wave=self.open, partnership=self.places[place])
        save_answers(annual_return=annual_return, edits=words, by=self.people[place])

    def _texts(self) -> list[Any]:
        return [q for q in self.form.questions if q.type in ("text", "number")][:4]

    @staticmethod
    def _value(question: Any, place: str) -> Any:
        return f"CANARY-{place}-answer" if question.type == "text" else 7

    def _submit(self, place: str, form: Form) -> None:
        partnership = self.places[place]
        frozen = freeze(
            form=form,
            slug=partnership.slug,
            place=(partnership.nrf, partnership.authority_type, partnership.region),
            attributes=survey_attributes(partnership),
            answers={q.code: self._value(q, place) for q in self._texts()}
            | {"A01": "in_place", "M06": f"CANARY-{place}-answer"},
        )
        Return.objects.filter(wave=self.closed, partnership=partnership).update(
            state=Return.State.SUBMITTED,
            ready_at=timezone.now(),
            submitted_at=timezone.now(),
            submitted_by=self.people[place],
            document=frozen.document,
            document_sha256=frozen.document_sha256,
            codes=frozen.codes,
            numbers=frozen.numbers,
            stratum=frozen.stratum,
        )

    def _one_more_return(self, partnership: Partnership) -> None:
        """So that the second edition differs from the first."""
        with in_partnership(partnership.pk):
            Return.objects.filter(wave=self.closed, partnership=partnership).update(stratum=0)

    def _read(self) -> None:
        """A theme of a text question, and counts of it that are released."""
        self.theme = add_theme(
            question="M06", code="trust", label="Trust", memo="Partners are open.", by=BY
        )
        self.themes_released = ThemeRelease.objects.create(
            wave=self.closed,
            question="M06",
            edition=self.released,
            table={
                "groups": ["all"],
                "bases": [None],
                "themes": [{"code": "trust", "label": "Trust", "memo": "…", "counts": [None]}],
            },
            released_by=self.evaluator,
        )

    def _export(self) -> None:
        """One file of the released edition."""
        made = Export(edition=self.released, format=Export.Format.CSV, sha256="0" * 64, size=4)
        made.file.save("edition.zip", ContentFile(b"PK\x03\x04"), save=False)
        with in_national():
            made.save()

    def _paper(self, place: str) -> Publication:
        nation = place == "nation"
        paper = Publication(
            partnership=self.places.get(place),
            edition=self.released,
            kind=Publication.Kind.ODPM if nation else Publication.Kind.PARTNERSHIP,
            title=f"CANARY-{place}-publication",
            sha256="0" * 64,
            size=4,
            pages=1,
            built_at=timezone.now(),
            built_by="tests",
            state=Publication.State.RELEASED,
            released_at=timezone.now(),
        )
        paper.file.save(f"{place}.pdf", ContentFile(b"%PDF"), save=False)
        with in_national() if nation else in_partnership(self.places[place].pk):
            paper.save()
        return paper

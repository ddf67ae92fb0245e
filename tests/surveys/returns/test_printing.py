"""PDFs of returns: a draft, the receipt of every version, the blank questionnaire."""

import re
from functools import cache

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from portal.audit.models import AuditEvent
from portal.errors import Missing
from portal.tenancy.context import in_national, in_partnership
from portal.web.print import page_count, to_pdf
from portal.web.print import pdf as press
from surveys.questionnaires.models import PrintedQuestionnaire
from surveys.questionnaires.printing import composing as blank_composing
from surveys.questionnaires.printing import files as blanks
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.models import PrintedReturn
from surveys.returns.printing import files
from surveys.returns.printing.blank import print_blank, request_blank
from surveys.returns.printing.composing import compose
from surveys.returns.standing import standing_of
from tests.partnerships.meetings.packed import Steps
from tests.portal.web.print import structure
from tests.support import verapdf
from tests.surveys.returns.desk import Desk

pytestmark = [
    pytest.mark.django_db(databases=["default", "evaluator"]),
    pytest.mark.slow,
    pytest.mark.skipif(
        not (press.FONTS / "SourceSans3-Regular.ttf").exists(),
        reason="the fonts are not installed: run `make assets`",
    ),
]
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202eabc &amp; second line"


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _patient(db: None) -> None:
    """The test's own transaction waits while a PDF is made, where a job has none open."""
    for alias in ("default", "evaluator"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


@cache
def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", "\f".join(structure.pages(pdf)))


def content(file: PrintedReturn | PrintedQuestionnaire) -> bytes:
    with default_storage.open(file.file.name) as opened:
        return opened.read()


def printed(desk: Desk, version: int = 0) -> PrintedReturn:
    alpha = desk.cast.alpha
    by = desk.cast.users["alpha_coordinator"]
    return files.print_return(year=2004, version=version, by=by, progress=Steps(alpha))


def proven(pdf: bytes) -> None:
    assert structure.untagged(pdf) == []
    if not verapdf.unavailable():
        found = verapdf.validate(pdf)
        assert {k: v.broken for k, v in found.items()} == {"3a": (), "ua1": ()}


def test_a_draft_says_so_and_what_is_still_to_do(desk: Desk, time_machine) -> None:
    time_machine.move_to("2004-11-03 10:42Z", tick=False)
    desk.answer(desk.cast.alpha, {"A01": "in_place", "M06": HOSTILE})
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.users["alpha_coordinator"]
        edits = {"B02": Edit(None, 0, cannot="not_yet", cannot_note="After the June meeting.")}
        save_answers(annual_return=desk.row(), edits=edits, by=by)
        left = len(standing_of(desk.row()).blocking)
    text = text_of(content(printed(desk)))
    for words in (
        "2004 annual return",
        "Alpha Partnership",
        "Draft, not signed off",
        "These answers are a draft.",
        "Synthetic data: made up to show the portal at work, not real answers",
        "This questionnaire is a reconstruction; the original was never found.",
        "10:42am on 3 November 2004, by Alpha Coordinator",
        "In place",
        "<script>alert(1)</script> abc &amp; second line",
        "Cannot be answered: The information is not available yet. After the June meeting.",
        f"{left} things to put right or confirm",
        "Still to do",
        "Not answered",
    ):
        assert words in text
    assert "Receipt" not in text


def test_the_receipt_has_people_fingerprint_and_every_answer(desk: Desk) -> None:
    answers = desk.complete(desk.cast.alpha)
    desk.signed(desk.cast.alpha, answers)
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
        asked = standing_of(row).routed.questions
    file = printed(desk)
    text = text_of(content(file))
    for words in ("Receipt", "by Alpha Coordinator", "by Alpha Chair", "Version 1"):
        assert words in text
    assert row.document_sha256 in text.replace(" ", "")
    assert row.document_sha256 in text.replace("\u200b", "").replace(" ", "")
    missing = [code for code in asked if f" {code} " not in text]
    assert missing == []
    assert "Draft" not in text
    assert file.pages == page_count(content(file)) > 5
    assert (file.size, file.annual_return_id) == (len(content(file)), row.pk)


def test_both_conform_and_print_the_same_bytes_twice(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"M06": HOSTILE})
    with in_partnership(desk.cast.alpha.pk):
        draft = compose(standing_of(desk.row()))
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        receipt = compose(standing_of(desk.row()))
    for document in (draft, receipt):
        pdf = to_pdf(document)
        assert to_pdf(document) == pdf
        proven(pdf)


def test_the_same_content_is_printed_once(desk: Desk) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    first, again = printed(desk), printed(desk)
    assert (first.pk, first.made_at) == (again.pk, again.made_at)
    before = content(first)
    default_storage.delete(first.file.name)
    assert content(printed(desk)) == before
    desk.answer(desk.cast.alpha, {"A02": 2001})
    assert printed(desk).pk != first.pk
    with in_partnership(desk.cast.alpha.pk):
        standing = standing_of(desk.row())
        found = files.printed(standing)
        assert found is not None
        with files.open_printed(file=found, by=desk.cast.users["alpha_chair"]):
            pass
        assert files.file_name(standing) == "return-2004-alpha-draft.pdf"
        default_storage.delete(found.file.name)
        assert files.printed(standing) is None
        with pytest.raises(Missing, match="This file is missing. Make it again."):
            files.open_printed(file=found, by=desk.cast.users["alpha_chair"])
        names = AuditEvent.objects.filter(name__startswith="return.p").values_list(
            "name", "actor_words"
        )
        assert sorted(names) == [
            ("return.pdf_downloaded", "Alpha Chair"),
            *[("return.printed", "Alpha Coordinator")] * 3,
        ]  # fmt: skip
    assert files.as_result(first, slug="alpha", year=2004, version=2) == {
        "url": "/p/alpha/return/2004/pdf/?version=2",
        "words": f"Download the return (PDF, {first.pages} pages)",
    }


def test_a_version_that_never_was_is_missing(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    whole = printed(desk)
    assert printed(desk, version=1).pk == whole.pk
    with pytest.raises(Missing, match="This return has no such version"):
        printed(desk, version=2)


def test_asking_twice_is_one_job(desk: Desk) -> None:
    with in_partnership(desk.cast.alpha.pk):
        row, by = desk.row(), desk.cast.users["alpha_coordinator"]
        first = files.request_print(annual_return=row, version=0, by=by)
        assert files.request_print(annual_return=row, version=0, by=by).pk == first.pk
        assert first.label == "PDF of the 2004 annual return, as it stands"
        assert request_blank(annual_return=row, by=by).label == (
            "Blank questionnaire of the 2004 survey"
        )


def test_the_blank_questionnaire_is_made_once_and_conforms(desk: Desk) -> None:
    questionnaire = desk.wave.questionnaire
    by = desk.cast.users["alpha_coordinator"]
    made = print_blank(questionnaire_id=questionnaire.pk, by=by, progress=Steps(desk.cast.alpha))
    pdf = content(made)
    text = text_of(pdf)
    assert "This questionnaire is a reconstruction; the original was never found." in text
    assert "Synthetic data" in text
    missing = [q.code for q in desk.form.questions if f" {q.code} " not in text]
    assert missing == []
    for option in desk.form.question("H03").options:
        assert option.label in text
    proven(pdf)
    again = print_blank(questionnaire_id=questionnaire.pk, by=by, progress=Steps(desk.cast.beta))
    assert (again.pk, again.made_at) == (made.pk, made.made_at)
    with in_national():
        document = blank_composing.compose(questionnaire, desk.form)
        assert blanks.printed_questionnaire(questionnaire) == made
    assert to_pdf(document) == pdf

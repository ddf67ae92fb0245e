"""Questionnaires in and out as files: JSON and XLSForm."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.tenancy.context import in_national
from surveys.questionnaires import document as documents
from surveys.questionnaires import form as forms
from surveys.questionnaires import xlsform
from surveys.questionnaires.domain import start_draft
from surveys.questionnaires.domain.exchange import keep
from surveys.questionnaires.models import Draft
from tests.conftest import Cast
from tests.portal.web.markup import parsed, with_class, words
from tests.surveys.questionnaires.test_mapping import entry
from tests.surveys.questionnaires.test_views import stored
from tests.surveys.questionnaires.test_xlsform import workbook

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ROOT = "/national/questionnaires/"
IMPORT = f"{ROOT}import/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def author(cast: Cast, signed_in: SignIn) -> Client:
    """The evaluator's browser."""
    return signed_in(cast.evaluator)


def json_file(content: Any, name: str = "survey.json") -> SimpleUploadedFile:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, data, "application/json")


def said(response: HttpResponse) -> str:
    return words(parsed(response.content.decode()))


def faults(response: HttpResponse) -> list[str]:
    return [words(row) for row in parsed(response.content.decode()).iter("tr")][1:]


def errors(response: HttpResponse) -> str:
    return words(with_class(parsed(response.content.decode()), "govuk-error-summary")[0])


def upload(author: Client, file: SimpleUploadedFile, **more: Any) -> HttpResponse:
    return author.post(IMPORT, {"file": file, **more})


def test_a_document_becomes_a_draft(author: Client, small: dict[str, Any]) -> None:
    response = author.post(IMPORT, {"file": json_file(small)}, follow=True)
    draft = Draft.objects.get()
    assert response.redirect_chain == [(f"{ROOT}drafts/{draft.pk}/", 302)]
    assert "The draft “A small survey” is begun." in said(response)
    assert (draft.document, draft.based_on, draft.revision) == (small, None, 1)
    with in_national():
        event = AuditEvent.objects.get(name="draft.imported")
    assert event.facts == {"file": "survey.json"}


def test_its_mapping_finds_the_version_it_speaks_of(author: Client, small: dict[str, Any]) -> None:
    before = stored({**small, "code": "BEFORE", "year": 2003}, publish=True)
    target = {"code": "BEFORE", "year": 2003, "version": 1, "sha256": before.sha256}
    small["mapping"] = {"to": target, "questions": [entry("A1", "same", "A1")]}
    assert upload(author, json_file(small)).status_code == 302
    assert Draft.objects.get().based_on == before
    small["mapping"]["questions"] = [entry("A1", "same", "A2")]
    response = upload(author, json_file(small))
    assert response.status_code == 422
    assert faults(response)[0] == (
        "Mapping, question A1is not the same: the type was multi and is single"
    )
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"year": "soon"}, "Yearmust be a whole number"),
        ({"sections": []}, "Sectionsneeds at least 1"),
        (
            {
                "checks": [
                    {
                        "code": "CK1",
                        "kind": "hard",
                        "questions": ["Z9"],
                        "message": "m",
                        "remedy": "r",
                        "require": {"question": "Z9", "answered": True},
                    }
                ]
            },
            "Check CK1, questionsno question Z9",
        ),
    ],
)
def test_every_fault_is_named_by_its_place(
    author: Client, small: dict[str, Any], change: dict[str, Any], fault: str
) -> None:
    response = upload(author, json_file(small | change))
    assert response.status_code == 422
    assert faults(response)[0] == fault
    assert errors(response).startswith("There is a problem Nothing was imported: there ")
    assert not Draft.objects.exists()


def test_a_circle_is_named(author: Client, small: dict[str, Any]) -> None:
    small["questions"][0]["show_if"] = {"question": "A2", "includes_any": ["board"]}
    small["questions"][1]["show_if"] = {"question": "A1", "in": ["yes"]}
    response = upload(author, json_file(small))
    assert response.status_code == 422
    assert "Question A1conditions go round in a circle: A1 → A2 → A1" in faults(response)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (json_file(b"{"), "Filenot a JSON document: Expecting property name"),
        (json_file(b'{"a": 1, "a": 2}'), "Filenot a JSON document: the key 'a' stands twice"),
        (json_file(b"[]"), "Filethe document must be a JSON object"),
        (json_file(b"[" * 100_000), "Filenot a JSON document: "),
        (json_file(b'"' + b"a" * 4_100_000 + b'"'), "Filelarger than 4,000,000 bytes"),
    ],
)
def test_mangled_documents(author: Client, file: SimpleUploadedFile, fault: str) -> None:
    response = upload(author, file)
    assert response.status_code == 422
    assert faults(response)[0].startswith(fault)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (json_file(b""), "The file is empty. Choose the file again."),
        (
            json_file(b"<x/>", "survey.xml"),
            "“survey.xml” is not a kind of file that can be uploaded here. Choose JSON (.json) or"
            " Excel (.xlsx).",
        ),
        (
            json_file(b"no workbook", "survey.xlsx"),
            "“survey.xlsx” is not what its name says (Excel)",
        ),
        (
            json_file(b"\xff\xfe\x00{", "survey.json"),
            "“survey.json” is not what its name says (JSON)",
        ),
    ],
)
def test_wrong_files(author: Client, file: SimpleUploadedFile, fault: str) -> None:
    response = upload(author, file)
    assert response.status_code == 422
    assert fault in errors(response)
    assert not Draft.objects.exists()


def test_no_file(author: Client) -> None:
    response = author.post(IMPORT, {})
    assert response.status_code == 422
    assert errors(response) == "There is a problem Choose a file"


def xlsform_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("form.xlsx", data, XLSX)


def test_an_xlsform_is_looked_at_before_it_counts(author: Client) -> None:
    data = workbook(
        [
            {
                "type": "text",
                "name": "Q1",
                "label": "=1+1 <script>x</script>",
                "constraint": "string-length(.) <= 9",
            },
            {"type": "geopoint", "name": "where", "label": "Where?"},
        ]
    )
    look = upload(author, xlsform_file(data), year=2005)
    assert look.status_code == 200
    assert "OURS, 2005: 1 section and 1 question. Nothing is stored yet." in said(look)
    assert "“where”: there is no question of the type geopoint here" in said(look)
    assert not Draft.objects.exists()
    tree = parsed(look.content.decode())
    kept = next(field.get("value") for field in tree.iter("input") if field.get("name") == "kept")
    response = author.post(f"{IMPORT}confirm/", {"kept": kept, "name": "form.xlsx"}, follow=True)
    assert "The draft “Our form” is begun." in said(response)
    assert b"<script>x" not in response.content
    draft = Draft.objects.get()
    assert draft.document["questions"][0]["text"] == "=1+1 <script>x</script>"
    assert draft.based_on is None


def test_an_xlsform_needs_its_year(author: Client) -> None:
    data = workbook([{"type": "text", "name": "Q1", "label": "Q"}])
    response = upload(author, xlsform_file(data))
    assert response.status_code == 422
    assert errors(response) == (
        "There is a problem Enter the year of the survey: an XLSForm does not say it"
    )


def test_faults_of_an_xlsform(author: Client) -> None:
    data = workbook([{"type": "select_one zz", "name": "Q1", "label": "Q"}])
    response = upload(author, xlsform_file(data), year=2005)
    assert response.status_code == 422
    assert faults(response) == ["XLSForm[row : 2] List name not in choices sheet: zz"]


@pytest.mark.parametrize("kept", ["", "nonsense", "a:b:c"])
def test_a_broken_seal_is_refused(author: Client, kept: str) -> None:
    response = author.post(f"{IMPORT}confirm/", {"kept": kept})
    assert response.status_code == 409
    assert "Upload the file again: what was read from it is no longer at hand." in said(response)
    assert not Draft.objects.exists()


def test_another_persons_seal_is_refused(cast: Cast, author: Client) -> None:
    with in_national():
        kept = keep({"code": "X"}, by=cast.administrator)
    assert author.post(f"{IMPORT}confirm/", {"kept": kept}).status_code == 409


def test_out_as_json_and_in_again(author: Client, cast: Cast, small: dict[str, Any]) -> None:
    version = stored(small, publish=True)
    response = author.get(f"{ROOT}{version.pk}/document/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="SMALL-v1.json"'
    again, found = documents.read(response.content)
    assert (found, documents.sha256(again or {})) == ([], version.sha256)
    with in_national():
        draft = start_draft(document=small, based_on=None, by=cast.evaluator)
    response = author.get(f"{ROOT}drafts/{draft.pk}/document/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="SMALL-v1-draft.json"'
    assert json.loads(response.content) == small


def test_out_as_xlsform(author: Client, small: dict[str, Any]) -> None:
    version = stored(small, publish=True)
    page = said(author.get(f"{ROOT}{version.pk}/xlsform/"))
    for loss in xlsform.losses(forms.compile(small), small):
        assert loss in page
    response = author.get(f"{ROOT}{version.pk}/xlsform/file/")
    assert response.headers["Content-Type"] == XLSX
    assert response.headers["Content-Disposition"] == 'attachment; filename="SMALL-v1-xlsform.xlsx"'
    assert response.content == xlsform.write(forms.compile(small))


def test_the_page_of_a_version_leads_there(author: Client, small: dict[str, Any]) -> None:
    version = stored(small, publish=True)
    tree = parsed(author.get(f"{ROOT}{version.pk}/").content.decode())
    links = {link.get("href") for link in tree.iter("a")}
    own = f"{ROOT}{version.pk}/"
    assert {f"{own}mapping/", f"{own}codebook/", f"{own}document/", f"{own}xlsform/"} <= links
    assert f"{ROOT}compare/" in links


def test_a_file_of_more_than_5_mb_is_refused(author: Client) -> None:
    file = SimpleUploadedFile("survey.json", b" " * (5 * 1024 * 1024 + 1), "application/json")
    response = upload(author, file)
    assert response.status_code == 422
    assert "“survey.json” is larger than 5 MB." in response.content.decode()

"""The page of workbook and PDFs, the upload, the preview, and what is refused to whom."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.jobs.models import Job
from portal.tenancy.context import in_partnership
from surveys.returns.domain.team import assign_section
from surveys.returns.models import Workbook
from surveys.returns.workbook import layout
from tests.surveys.returns.booked import XLSX, Book, file_of
from tests.surveys.returns.desk import A, Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
SignIn = Callable[[User], Client]
FILES, UPLOAD = f"{A}files/", f"{A}workbook/upload/"


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def coordinator(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.cast.alpha_coordinator)


def downloaded(client: Client) -> Book:
    response = client.get(f"{A}workbook/")
    assert (response.status_code, response["Content-Type"]) == (200, XLSX)
    assert response["Content-Disposition"] == 'attachment; filename="return-2004-alpha.xlsx"'
    return Book(response.content)


def test_from_download_to_applied(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A02": 2001})
    book = downloaded(coordinator).put("A01", "In place and meeting").put("A02", 2003)
    sent = coordinator.post(UPLOAD, {"file": file_of(book.data(), "mine.xlsx")})
    assert sent.status_code == 302
    preview = coordinator.get(sent["Location"])
    page = words(preview)
    assert "What this workbook would change" in page
    assert "2 answers would change. Nothing has changed yet." in page
    assert "mine.xlsx" in words(coordinator.get(FILES))
    assert desk.values(desk.cast.alpha) == {"A02": 2001}
    done = coordinator.post(f"{sent['Location']}apply/", follow=True)
    assert "The workbook is applied: 2 answers were changed." in words(done)
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 2003}
    again = coordinator.post(f"{sent['Location']}apply/", follow=True)
    assert "The workbook is applied. No answer had to change." in words(again)
    assert "This workbook is applied" in words(coordinator.get(sent["Location"]))


def test_every_fault_is_listed_and_nothing_kept(desk: Desk, coordinator: Client) -> None:
    book = downloaded(coordinator).put("A01", "<b>Perhaps</b>").put("A02", 1492)
    book.put("B02", 7)
    response = coordinator.post(UPLOAD, {"file": file_of(book.data())})
    page = words(response)
    assert response.status_code == 422
    assert (
        "Nothing was changed: put 2 cells or lines right, then upload the workbook again." in page
    )
    assert (
        f"<strong>Cell {book.cell('A01')}:</strong> “&lt;b&gt;Perhaps&lt;/b&gt;” is not one" in page
    )
    assert f"<strong>Cell {book.cell('A02')}:</strong> Enter a year between 1995 and 2005." in page
    with in_partnership(desk.cast.alpha.pk):
        assert Workbook.objects.count() == 0
    assert desk.values(desk.cast.alpha) == {}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose the workbook that you filled in"),
        ({"file": file_of(b"", "a.xlsx")}, "The file is empty. Choose the file again."),
        ({"file": file_of(b"a,b", "a.csv")}, "is not a kind of file that can be uploaded here."),
        ({"file": file_of(b"a,b", "a.xlsx")}, "is not what its name says (Excel)"),
    ],
)
def test_a_file_that_is_none_is_refused(desk: Desk, coordinator: Client, data, said: str) -> None:
    response = coordinator.post(UPLOAD, data)
    assert response.status_code == 422
    assert said in words(response)
    assert "<title>Error: Workbook and PDF" in words(response)


def test_a_clash_is_shown_and_chosen(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A02": 2001})
    book = downloaded(coordinator).put("A02", 2003)
    desk.answer(desk.cast.alpha, {"A02": 1999})
    place = coordinator.post(UPLOAD, {"file": file_of(book.data())})["Location"]
    refused = coordinator.post(f"{place}apply/")
    assert refused.status_code == 409
    assert "Nothing was changed. Somebody changed some of the same answers" in words(refused)
    assert 'name="clash.A02" type="radio" value="theirs"' in words(refused)
    assert desk.values(desk.cast.alpha) == {"A02": 1999}
    for seen in ("", "x", "9" * 40):
        data = {"clash.A02": "mine", "seen.A02": seen}
        assert coordinator.post(f"{place}apply/", data).status_code == 409
    done = coordinator.post(f"{place}apply/", {"clash.A02": "mine", "seen.A02": "2"})
    assert done.status_code == 302
    assert desk.values(desk.cast.alpha) == {"A02": 2003}


def test_discarding(desk: Desk, coordinator: Client) -> None:
    book = downloaded(coordinator).put("A02", 2003)
    place = coordinator.post(UPLOAD, {"file": file_of(book.data())})["Location"]
    done = coordinator.post(f"{place}discard/", follow=True)
    assert "The workbook is discarded. No answer was changed." in words(done)
    assert "This workbook is discarded" in words(coordinator.get(place))
    assert coordinator.post(f"{place}apply/").status_code == 409
    assert desk.values(desk.cast.alpha) == {}


def test_readers_get_the_files_but_send_nothing(desk: Desk, signed_in: SignIn) -> None:
    chair = signed_in(desk.cast.alpha_chair)
    page = words(chair.get(FILES))
    assert "Download the workbook" in page
    assert "Upload and look at the changes" not in page
    book = downloaded(chair)
    sheet, line = book.place("A01")
    assert sheet.cell(line, layout.ANSWER + 1).protection.locked is True
    assert chair.post(UPLOAD, {"file": file_of(b"x")}).status_code == 403


def test_a_member_fills_in_the_sections_given(desk: Desk, signed_in: SignIn) -> None:
    member = signed_in(desk.cast.alpha_member)
    assert member.post(UPLOAD, {"file": file_of(b"x")}).status_code == 403
    with in_partnership(desk.cast.alpha.pk):
        assign_section(
            annual_return=desk.row(), section="A", person=desk.cast.alpha_member,
            by=desk.cast.alpha_coordinator,
        )  # fmt: skip
    book = downloaded(member)
    locked = []
    for key in ("A01", "B02"):
        sheet, line = book.place(key)
        locked.append(sheet.cell(line, layout.ANSWER + 1).protection.locked)
    assert locked == [False, True]
    refused = member.post(UPLOAD, {"file": file_of(book.put("B02", 7).data())})
    assert refused.status_code == 422
    assert "This section was not given to you" in words(refused)
    sent = member.post(UPLOAD, {"file": file_of(downloaded(member).put("A02", 2003).data())})
    assert member.post(f"{sent['Location']}apply/").status_code == 302
    assert desk.values(desk.cast.alpha) == {"A02": 2003}


def test_others_see_nothing(desk: Desk, signed_in: SignIn) -> None:
    book = downloaded(signed_in(desk.cast.alpha_coordinator)).put("A02", 2003)
    place = signed_in(desk.cast.alpha_coordinator).post(UPLOAD, {"file": file_of(book.data())})
    beta = signed_in(desk.cast.beta_coordinator)
    other = place["Location"].replace("/alpha/", "/beta/")
    assert beta.get(place["Location"]).status_code == 404
    assert beta.get(other).status_code == 404
    sent = beta.post(UPLOAD.replace("/alpha/", "/beta/"), {"file": file_of(book.data())})
    assert sent.status_code == 422
    assert "This workbook was made for another partnership." in words(sent)


def test_pdfs_are_asked_for_then_downloaded(desk: Desk, coordinator: Client) -> None:
    early = coordinator.get(f"{A}pdf/", follow=True)
    assert "This PDF has not been made yet. Make it here." in words(early)
    made = coordinator.post(f"{A}pdf/make/")
    again = coordinator.post(f"{A}pdf/make/")
    assert made["Location"] == again["Location"]
    assert made["Location"].startswith("/p/alpha/jobs/")
    for odd in ("x", "-1", "9" * 30, "1"):
        assert coordinator.get(f"{A}pdf/", {"version": odd}).status_code in (302, 404)
    blank = coordinator.post(f"{A}questionnaire/make/")
    assert blank["Location"].startswith("/p/alpha/jobs/")
    assert coordinator.get(f"{A}questionnaire/").status_code == 302
    with in_partnership(desk.cast.alpha.pk):
        kinds = set(Job.objects.values_list("kind", flat=True))
    assert kinds >= {"surveys.returns.tasks.print_return", "surveys.returns.tasks.print_blank"}


def test_the_files_page_costs_as_much_with_many_workbooks(desk: Desk, coordinator: Client) -> None:
    book = downloaded(coordinator)
    counts = []
    for year in (2001, 2002, 2003):
        coordinator.post(UPLOAD, {"file": file_of(book.put("A02", year).data())})
        coordinator.get(FILES)  # the first one says that the upload is done
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(FILES)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_evaluators_blank_questionnaire(desk: Desk, signed_in: SignIn) -> None:
    evaluator = signed_in(desk.cast.evaluator)
    base = f"/national/questionnaires/{desk.wave.questionnaire_id}/pdf/"
    early = evaluator.get(base, follow=True)
    assert "This PDF has not been made yet. Make it here." in words(early)
    made = evaluator.post(f"{base}make/")
    assert made["Location"].startswith("/national/jobs/")
    assert evaluator.get(made["Location"]).status_code == 200

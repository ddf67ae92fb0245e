"""Members to CSV and back, on the pages."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from partnerships.membership.models import Member, MemberImport
from portal.accounts.models import User
from tests.partnerships.membership.directory import Directory, rows
from tests.support.pages import Page, Pages

SignIn = Callable[[User], Client]
M = "/p/alpha/members/"
HEAD = "Organisation,Sector,Name,Email\n"


@pytest.fixture
def pages(directory: Directory, signed_in: SignIn) -> Pages:
    """The co-ordinator's browser."""
    return Pages(signed_in(directory.cast.alpha_coordinator))


def upload(pages: Pages, content: str | bytes, name: str = "members.csv") -> Page:
    data = content.encode() if isinstance(content, str) else content
    return pages.post(f"{M}import/", {"file": SimpleUploadedFile(name, data, "text/csv")})


def test_export_and_template(pages: Pages, directory: Directory) -> None:
    directory.member("=Ann", phone="+44 1709")
    response = pages.client.get(f"{M}export/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="members-alpha-')
    head = "Organisation,Sector,Kind,Name,Job title,Email,Phone,May sign,Name public,Since\r\n"
    line = "Acorn,\"Voluntary, community and faith\",Other,'=Ann,,,'+44 1709,No,No,\r\n"
    assert response.content.decode() == "\ufeff" + head + line
    template = pages.client.get(f"{M}template/")
    assert template.content.decode() == "\ufeff" + head


def test_from_a_file_to_members(pages: Pages, directory: Directory) -> None:
    directory.member("Ann")
    assert "Every line is checked before anything is done." in pages.get(f"{M}import/").text
    page = upload(
        pages, f"{HEAD}Acorn,,Ann,ann@acorn.example\nOak,business,Zoë,\n".encode("cp1252")
    )
    assert page.heading == "Check what the import would do"
    assert "New members 1 Changed members 1 As they are 0 New organisations 1" in page.text
    assert "Email: – becomes ann@acorn.example" in page.text
    with directory.room():
        kept = MemberImport.objects.get()
        assert Member.objects.count() == 1
    here = f"{M}import/{kept.pk}/"
    seen = page.html.split('name="seen" value="')[1].split('"')[0]
    assert "members.csv" in pages.get(f"{M}import/").text
    stale = pages.post(f"{here}apply/", {"seen": "x"})
    assert stale.status == 409
    assert "Look at what the import would do now, then decide." in stale.text
    done = pages.post(f"{here}apply/", {"seen": seen})
    assert (done.heading, "Imported: 1 new, 1 changed." in done.text) == ("Members", True)
    assert "Zoë" in done.text
    assert pages.get(here).heading == "Imported"
    again = upload(pages, f"{HEAD}Acorn,,Ann,ann@acorn.example\nOak,business,Zoë,\n")
    assert "Nothing to import: all 2 members in the file are here already" in again.text


def test_every_fault_is_shown_and_nothing_is_done(pages: Pages, directory: Directory) -> None:
    page = upload(pages, f"{HEAD}Elm,,Ann,\nOak,business,,nobody\n")
    assert page.title.startswith("Error: ")
    assert "Nothing was imported: 2 lines need to be put right first" in page.text
    assert [row[:3] for row in rows(page)[1:4]] == [
        ["Line 2", "Organisation", "“Elm” is not in the list of organisations."],
        ["Line 3", "Name", "Name is empty."],
        ["Line 3", "Email", "“nobody” is not an email address."],
    ]
    with directory.room():
        assert (Member.objects.count(), MemberImport.objects.count()) == (0, 0)


def test_an_import_can_be_dropped(pages: Pages, directory: Directory) -> None:
    upload(pages, f"{HEAD}Oak,business,Zoë,\n")
    with directory.room():
        kept = MemberImport.objects.get()
    page = pages.post(f"{M}import/{kept.pk}/drop/")
    assert "The import is dropped. Nothing was changed." in page.text
    assert pages.get(f"{M}import/{kept.pk}/").heading == "Dropped"
    assert pages.post(f"{M}import/{kept.pk}/drop/").status == 409


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("members.csv", b"", "The file is empty. Choose the file again."),
        ("members.xlsx", b"PK\x03\x04", "is not a kind of file that can be uploaded here."),
        ("members.csv", b"%PDF-1.4 \x00\x81", "is not what its name says"),
        ("members.csv", b"a" * (2 * 1024 * 1024 + 1), "2 MB is the most."),
    ],
)
def test_files_that_are_not_taken(pages: Pages, name: str, content: bytes, words: str) -> None:
    page = upload(pages, content, name)
    assert page.title.startswith("Error: ")
    assert words in page.text


def test_no_file_at_all(pages: Pages) -> None:
    assert "Choose a CSV file" in pages.post(f"{M}import/", {}).text

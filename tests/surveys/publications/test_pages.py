"""Pages of publications: who sees which, what they may do, what a download carries."""

from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.jobs.models import Job
from portal.tenancy.context import in_national, in_partnership
from tests.support.pages import Pages
from tests.surveys.publications.shelf import Shelf, bytes_of, shown

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
SignIn = Callable[[User], Client]
NATIONAL, ROOM, PUBLIC = "/national/publications/", "/p/alpha/summaries/", "/public/publications/"


# The public


def test_public_list_is_empty_until_a_release(client: Client, shelf: Shelf) -> None:
    with in_national():
        shown(shelf, state="draft")
    page = Pages(client).get(PUBLIC)
    assert "Nothing has been released yet" in page.text
    assert "Paper" not in page.text


def test_public_download(client: Client, shelf: Shelf) -> None:
    with in_national():
        paper = shown(shelf)
    page = Pages(client).get(PUBLIC)
    assert "Released 1 March 2005, 3 pages." in page.text
    response = client.get(f"{PUBLIC}{paper.pk}/")
    assert (response.status_code, bytes_of(response)) == (200, b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="lsp-survey-2004-dft.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{paper.sha256}"'
    assert shelf.events() == []  # the public is not followed


def test_the_public_gets_no_draft_and_no_summary(client: Client, shelf: Shelf) -> None:
    shelf.release()
    with in_national():
        draft = shown(shelf, state="draft")
    with in_partnership(shelf.cast.alpha.pk):
        summary = shown(shelf, kind="partnership", state="draft")
    for paper in (draft, summary):
        assert client.get(f"{PUBLIC}{paper.pk}/").status_code == 404
    assert "Paper" not in Pages(client).get(PUBLIC).text


def test_a_missing_file_is_a_plain_refusal(client: Client, shelf: Shelf) -> None:
    with in_national():
        paper = shown(shelf)
    default_storage.delete(paper.file.name)
    assert Pages(client).get(f"{PUBLIC}{paper.pk}/").status == 404


# The nation


def test_evaluator_builds_and_releases(shelf: Shelf, signed_in: SignIn) -> None:
    pages = Pages(signed_in(shelf.cast.evaluator))
    page = pages.get(NATIONAL)
    assert "From the 2004 survey, edition 1, which is not released yet." in page.text
    assert page.text.count("Not built yet.") == 2
    build = f"/national/editions/{shelf.edition.pk}/publications/build/"
    page = pages.post(build, {"kind": "dft"})
    assert page.heading.startswith("National summary for the Department for Transport")
    assert "Being built now" in pages.get(NATIONAL).text
    with in_national():
        assert Job.objects.values_list("kind", "payload").get() == (
            "surveys.publications.tasks.build_publication",
            {"edition_id": shelf.edition.pk, "kind": "dft"},
        )
        Job.objects.update(state="done")
        paper = shown(shelf, state="draft")
    assert "It can be released once its edition is." in pages.get(NATIONAL).text
    release = f"{NATIONAL}{paper.pk}/release/"
    page = pages.post(release)
    assert page.status == 409
    assert "Release the edition first" in page.text
    shelf.release()
    page = pages.post(release)
    assert "Paper 1 is released." in page.text
    assert pages.post(release).status == 409
    assert shelf.events()[-1] == ("publication.released", "Evaluator")


@pytest.mark.parametrize("kind", ["", "partnership", "budget"])
def test_only_national_kinds_are_built_nationally(
    shelf: Shelf, signed_in: SignIn, kind: str
) -> None:
    pages = Pages(signed_in(shelf.cast.evaluator))
    page = pages.post(f"/national/editions/{shelf.edition.pk}/publications/build/", {"kind": kind})
    assert page.status == 409
    assert "Choose one of the national summaries, then build it." in page.text


def test_unknown_editions_and_partnerships(shelf: Shelf, signed_in: SignIn) -> None:
    pages = Pages(signed_in(shelf.cast.evaluator))
    assert pages.post("/national/editions/999/publications/build/", {"kind": "dft"}).status == 404
    address = f"/national/editions/{shelf.edition.pk}/publications/build-for-partnership/"
    page = pages.post(address, {"partnership": "nowhere"})
    assert page.status == 409
    assert "Choose a partnership from the list, then build its summary." in page.text


def test_evaluator_asks_for_a_partnerships_summary(shelf: Shelf, signed_in: SignIn) -> None:
    pages = Pages(signed_in(shelf.cast.evaluator))
    address = f"/national/editions/{shelf.edition.pk}/publications/build-for-partnership/"
    page = pages.post(address, {"partnership": "alpha"})
    assert page.heading.startswith("Summary for Alpha Partnership")
    assert shelf.events() == [("summary.requested", "Evaluator")]


def test_departments_see_released_papers_only(shelf: Shelf, signed_in: SignIn) -> None:
    client = signed_in(shelf.cast.dft)
    assert "Nothing has been released yet" in Pages(client).get(NATIONAL).text
    shelf.release()
    with in_national():
        paper, draft = shown(shelf), shown(shelf, kind="odpm", state="draft", number=2)
    page = Pages(client).get(NATIONAL)
    assert "Paper 1" in page.text
    assert "Paper 2" not in page.text
    assert "Build" not in page.text
    assert client.get(f"{NATIONAL}{draft.pk}/").status_code == 404
    response = client.get(f"{NATIONAL}{paper.pk}/")
    assert bytes_of(response) == b"%PDF"
    assert shelf.events() == [("publication.downloaded", "Dft")]


def test_departments_may_not_build_release_or_see_summaries(
    shelf: Shelf, signed_in: SignIn
) -> None:
    with in_national():
        paper = shown(shelf, state="draft")
    client = signed_in(shelf.cast.odpm)
    edition = f"/national/editions/{shelf.edition.pk}/publications/"
    for address in (
        f"{edition}build/",
        f"{edition}build-for-partnership/",
        f"{NATIONAL}{paper.pk}/release/",
    ):
        assert client.post(address, {"kind": "dft"}).status_code == 403
    assert client.get(f"{NATIONAL}partnerships/{paper.pk}/").status_code == 403


def test_strangers_to_the_nation(client: Client, shelf: Shelf, signed_in: SignIn) -> None:
    assert client.get(NATIONAL)["Location"].startswith("/account/sign-in/")
    for user in (shelf.cast.alpha_chair, shelf.cast.nobody, shelf.cast.administrator):
        assert signed_in(user).get(NATIONAL).status_code == 403


# A partnership's room


def test_room_waits_for_the_release(shelf: Shelf, signed_in: SignIn) -> None:
    pages = Pages(signed_in(shelf.cast.alpha_coordinator))
    assert "No national results have been released yet" in pages.get(ROOM).text
    page = pages.post(f"{ROOM}build/")
    assert page.status == 409
    assert "Your summary can be built after that." in page.text


def test_coordinator_builds_and_everybody_in_the_room_downloads(
    shelf: Shelf, signed_in: SignIn
) -> None:
    shelf.release()
    pages = Pages(signed_in(shelf.cast.alpha_coordinator))
    assert "Build our 2004 summary" in pages.get(ROOM).text
    page = pages.post(f"{ROOM}build/")
    assert page.heading.startswith("Summary for a partnership")
    assert "Your summary is being built" in pages.get(ROOM).text
    with in_partnership(shelf.cast.alpha.pk):
        Job.objects.update(state="done")
        paper = shown(shelf, kind="partnership", state="draft")
    client = signed_in(shelf.cast.alpha_member)
    page = Pages(client).get(ROOM)
    assert "Paper 1" in page.text
    assert "Build our" not in page.text
    response = client.get(f"{ROOM}{paper.pk}/")
    assert bytes_of(response) == b"%PDF"
    assert response["Content-Disposition"] == ('attachment; filename="lsp-survey-2004-alpha.pdf"')
    assert shelf.events(shelf.cast.alpha)[-1] == ("publication.downloaded", "Alpha Member")


def test_only_the_coordinator_builds(shelf: Shelf, signed_in: SignIn) -> None:
    shelf.release()
    for user in (shelf.cast.alpha_chair, shelf.cast.alpha_member, shelf.cast.observer):
        assert signed_in(user).post(f"{ROOM}build/").status_code == 403
    assert "Your co-ordinator can build the 2004 summary here." in (
        Pages(signed_in(shelf.cast.alpha_chair)).get(ROOM).text
    )


def test_observers_and_outsiders(shelf: Shelf, signed_in: SignIn) -> None:
    shelf.release()
    with in_partnership(shelf.cast.alpha.pk):
        paper = shown(shelf, kind="partnership", state="draft")
    for user, status in (
        (shelf.cast.observer, 403),
        (shelf.cast.beta_coordinator, 404),
        (shelf.cast.evaluator, 404),
        (shelf.cast.nobody, 404),
    ):
        client = signed_in(user)
        assert client.get(ROOM).status_code == status
        assert client.get(f"{ROOM}{paper.pk}/").status_code == status
    beta = signed_in(shelf.cast.beta_coordinator)
    assert beta.get(f"/p/beta/summaries/{paper.pk}/").status_code == 404


def test_no_summary_is_shown_of_an_edition_not_released(shelf: Shelf, signed_in: SignIn) -> None:
    with in_partnership(shelf.cast.alpha.pk):
        paper = shown(shelf, kind="partnership", state="draft")
    client = signed_in(shelf.cast.alpha_coordinator)
    assert "Paper" not in Pages(client).get(ROOM).text
    assert client.get(f"{ROOM}{paper.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["build/"])
def test_nothing_is_built_by_looking(shelf: Shelf, signed_in: SignIn, address: str) -> None:
    assert signed_in(shelf.cast.alpha_coordinator).get(f"{ROOM}{address}").status_code == 405


@pytest.mark.parametrize("path", [PUBLIC, NATIONAL, ROOM])
def test_lists_cost_the_same_for_one_paper_and_for_three(
    shelf: Shelf, signed_in: SignIn, path: str
) -> None:
    shelf.release()
    cast = shelf.cast
    client = signed_in(cast.alpha_coordinator if path == ROOM else cast.evaluator)
    kind = "partnership" if path == ROOM else "odpm"
    scope = in_partnership if path == ROOM else (lambda pk: in_national())
    costs = []
    for more in (1, 2):
        for _ in range(more):
            with scope(cast.alpha.pk):
                shown(shelf, kind=kind, number=len(costs) + 1)
            shelf.edition = shelf.counted()
            shelf.release()
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 16

"""Publications over the API: the nation's, a partnership's own, and the jobs that build them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest

from portal.tenancy.context import in_national, in_partnership
from surveys.publications import domain
from tests.support.api import ROOT, Api, cost
from tests.surveys.publications.shelf import Shelf, bytes_of, shown

pytestmark = pytest.mark.django_db
NATIONAL, ROOM = "publications/", "p/alpha/publications/"


def test_departments_read_released_papers_evaluators_all(shelf: Shelf) -> None:
    with in_national():
        paper, draft = shown(shelf), shown(shelf, kind="odpm", state="draft", number=2)
    (row,) = Api(shelf.cast.dft).get(NATIONAL)["results"]
    assert row == {
        "id": str(paper.pk),
        "kind": "dft",
        "title": "Paper 1",
        "year": 2004,
        "edition": shelf.edition.pk,
        "released": True,
        "released_at": "2005-03-01T09:00:00Z",
        "pages": 3,
        "size": 4,
        "sha256": f"{1:064}",
        "built_at": "2005-03-01T09:00:00Z",
        "file": f"/api/v1/publications/{paper.pk}/file/",
    }
    titles = [row["title"] for row in Api(shelf.cast.evaluator).get(NATIONAL)["results"]]
    assert titles == ["Paper 1", "Paper 2"]
    Api(shelf.cast.dft).get(f"{NATIONAL}{draft.pk}/file/", 404)


def test_the_file(shelf: Shelf) -> None:
    with in_national():
        paper = shown(shelf)
    client = Api(shelf.cast.dft).client
    headers = {"Accept": "application/pdf"}
    response = client.get(f"{ROOT}{NATIONAL}{paper.pk}/file/", headers=headers)
    assert (response.status_code, bytes_of(response)) == (200, b"%PDF")
    assert response["Content-Disposition"] == 'attachment; filename="lsp-survey-2004-dft.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{paper.sha256}"'
    assert shelf.events() == [("publication.downloaded", "Dft")]


def test_a_refused_file_is_a_problem_whatever_is_accepted(shelf: Shelf) -> None:
    Api(shelf.cast.dft).get(f"{NATIONAL}{uuid4()}/file/", 404, Accept="application/pdf")


def test_national_refusals(shelf: Shelf) -> None:
    with in_national():
        paper = shown(shelf)
    for path in (NATIONAL, f"{NATIONAL}{paper.pk}/file/"):
        for user in (shelf.cast.alpha_chair, shelf.cast.observer, shelf.cast.administrator):
            body = Api(user).get(path, 403)
            assert body["detail"] == (
                "You do not have the right to download released national publications."
            )
        Api().get(path, 401)
        Api(shelf.cast.evaluator).send("post", path, {}, 405)


def test_a_partnerships_own(shelf: Shelf) -> None:
    with in_partnership(shelf.cast.alpha.pk):
        paper = shown(shelf, kind="partnership", state="draft")
    member = Api(shelf.cast.alpha_member)
    assert member.get(ROOM)["results"] == []
    member.get(f"{ROOM}{paper.pk}/file/", 404)
    shelf.release()
    (row,) = member.get(ROOM)["results"]
    assert (row["kind"], row["file"]) == (
        "partnership",
        f"/api/v1/p/alpha/publications/{paper.pk}/file/",
    )
    assert bytes_of(member.client.get(row["file"])) == b"%PDF"
    assert shelf.events(shelf.cast.alpha) == [("publication.downloaded", "Alpha Member")]


def test_outsiders_of_the_room(shelf: Shelf) -> None:
    shelf.release()
    with in_partnership(shelf.cast.alpha.pk):
        paper = shown(shelf, kind="partnership", state="draft")
    for path in (ROOM, f"{ROOM}{paper.pk}/file/"):
        for user in (
            shelf.cast.beta_chair,
            shelf.cast.evaluator,
            shelf.cast.odpm,
            shelf.cast.nobody,
        ):
            Api(user).get(path, 404)
        Api(shelf.cast.observer).get(path, 403)
        Api().get(path, 401)
    Api(shelf.cast.beta_chair).get(f"p/beta/publications/{paper.pk}/file/", 404)
    Api(shelf.cast.evaluator).get(f"{NATIONAL}{paper.pk}/file/", 404)


def test_jobs(shelf: Shelf) -> None:
    with in_national():
        national = domain.request_publication(
            edition=shelf.edition, kind="dft", by=shelf.cast.evaluator
        )
    shelf.release()
    with in_partnership(shelf.cast.alpha.pk):
        own = domain.request_publication(
            edition=shelf.edition, kind="partnership", by=shelf.cast.alpha_coordinator
        )
    body = Api(shelf.cast.evaluator).get(f"national/jobs/{national.pk}/")
    assert (body["state"], body["percent"], body["result"]) == ("queued", 0, {})
    assert body["label"].startswith("National summary for the Department for Transport")
    assert Api(shelf.cast.alpha_member).get(f"p/alpha/jobs/{own.pk}/")["state"] == "queued"
    Api(shelf.cast.evaluator).get(f"national/jobs/{own.pk}/", 404)
    Api(shelf.cast.alpha_member).get(f"p/alpha/jobs/{national.pk}/", 404)
    Api(shelf.cast.beta_member).get(f"p/beta/jobs/{own.pk}/", 404)
    Api(shelf.cast.beta_member).get(f"p/alpha/jobs/{own.pk}/", 404)
    Api(shelf.cast.odpm).get(f"national/jobs/{national.pk}/", 403)
    Api().get(f"national/jobs/{national.pk}/", 401)


@pytest.mark.parametrize("path", [NATIONAL, ROOM])
def test_cost_does_not_grow(shelf: Shelf, path: str) -> None:
    cast = shelf.cast
    room = path == ROOM
    api = Api(cast.alpha_member if room else cast.evaluator)
    kind = "partnership" if room else "odpm"
    scope: Callable[[], AbstractContextManager[None]] = (
        (lambda: in_partnership(cast.alpha.pk)) if room else in_national
    )
    costs = []
    for more in (1, 2):
        for _ in range(more):
            shelf.release()
            with scope():
                shown(shelf, kind=kind, state="draft")
            shelf.edition = shelf.counted()
        costs.append(cost(lambda: api.get(path)))
    assert api.get(path)["count"] == 3
    assert costs[0] == costs[1] <= 13

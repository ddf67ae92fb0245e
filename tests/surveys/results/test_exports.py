"""Files of an edition: asked for by those who may read it, made once, offered whole or not at all."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from portal.audit.models import AuditEvent
from portal.errors import Missing, Refused
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_national
from surveys.results import tasks
from surveys.results.domain import exporting
from surveys.results.exports import formats
from surveys.results.models import Edition, Export
from tests.conftest import Cast
from tests.support.api import Api
from tests.surveys.results.made_edition import made_edition
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db
STATE = Edition.State
FORMAT = "json-stat"  # the quickest


class Room:
    """A released edition, a frozen one and a draft."""

    def __init__(self, cast: Cast) -> None:
        self.cast, desk = cast, Desk(cast)
        with in_national():
            self.released, self.frozen, self.draft = (
                made_edition(desk.wave, desk.form, seed=n, state=state)
                for n, state in enumerate((STATE.RELEASED, STATE.FROZEN, STATE.DRAFT))
            )

    def make(self, edition: Edition | None = None, by: Any = None) -> Export:
        edition = edition or self.released
        with in_national():
            job = exporting.request_export(
                edition=edition, format=FORMAT, by=by or self.cast.evaluator
            )
        run_job(tasks.make_export.portal_work, job.pk, None)
        with in_national():
            return Export.objects.get(edition=edition)


@pytest.fixture
def room(cast: Cast, settings: Any, tmp_path: Path) -> Room:
    settings.MEDIA_ROOT = tmp_path
    return Room(cast)


def page(edition: Edition, tail: str = "") -> str:
    return f"/national/editions/{edition.pk}/downloads/{tail}"


def events(name: str) -> list[tuple[str, dict[str, Any]]]:
    with in_national():
        rows = AuditEvent.objects.filter(name=name).order_by("id")
        return list(rows.values_list("actor_words", "facts"))


def test_a_file_is_made_by_a_job_and_only_once(room: Room) -> None:
    with in_national():
        job = exporting.request_export(edition=room.released, format=FORMAT, by=room.cast.evaluator)
        again = exporting.request_export(edition=room.released, format=FORMAT, by=room.cast.odpm)
    assert again == job
    assert job.label == "JSON-stat 2.0: 2004 survey, edition 1"
    run_job(tasks.make_export.portal_work, job.pk, None)
    with in_national():
        job = Job.objects.get(pk=job.pk)
        export = Export.objects.get()
        assert (job.state, job.error) == ("done", "")
        assert job.result == {
            "url": page(room.released),
            "words": "See the downloads of the 2004 survey, edition 1",
        }
        again = exporting.request_export(edition=room.released, format=FORMAT, by=room.cast.odpm)
        assert again is None
    content = Path(export.file.path).read_bytes()
    assert (export.size, export.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    ((actor, facts),) = events("edition.exported")
    assert "evaluator" in actor.lower()
    assert facts == {"format": FORMAT, "sha256": export.sha256}


def test_a_dead_worker_leaves_nothing_that_is_offered(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it writes, it leaves half a file under the name; the next one writes it anew."""
    half: list[str] = []
    whole = exporting.store_file

    def dies(name: str, content: bytes) -> str:
        half.append(whole(name, content[:100]))
        raise KeyboardInterrupt  # what no `except Exception` catches

    with in_national():
        job = exporting.request_export(edition=room.released, format=FORMAT, by=room.cast.evaluator)
    monkeypatch.setattr(exporting, "store_file", dies)
    with pytest.raises(KeyboardInterrupt):
        run_job(tasks.make_export.portal_work, job.pk, None)
    with in_national():
        assert not Export.objects.exists()
        Job.objects.filter(pk=job.pk).update(lease_until="2004-01-01T00:00Z")
    assert Api(room.cast.odpm).get(_api(room, "downloads/"))["results"][3]["state"] == "being_made"
    monkeypatch.undo()
    run_job(tasks.make_export.portal_work, job.pk, None)
    with in_national():
        export = Export.objects.get()
    assert half == [export.file.name]
    content = Path(export.file.path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == export.sha256


def _api(room: Room, tail: str) -> str:
    return f"editions/{room.released.pk}/{tail}"


def test_made_again_where_the_file_is_lost_it_is_the_same(room: Room) -> None:
    first = room.make()
    default_storage.delete(first.file.name)
    with in_national(), pytest.raises(Missing, match="Make it again"):
        exporting.open_export(export=first, by=room.cast.odpm)
    again = room.make()
    assert (again.pk, again.sha256) == (first.pk, first.sha256)


def test_what_can_still_change_is_not_taken_away(room: Room) -> None:
    with in_national(), pytest.raises(Refused, match="Check and freeze it first"):
        exporting.request_export(edition=room.draft, format=FORMAT, by=room.cast.evaluator)
    with in_national(), pytest.raises(Missing, match="no such format"):
        exporting.request_export(edition=room.frozen, format="pdf", by=room.cast.evaluator)


def test_a_format_that_cannot_be_written_is_refused_in_words(
    room: Room, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    browser = signed_in(room.cast.odpm)
    html = browser.get(page(room.released)).content.decode()
    assert "installed without the packages that write SPSS (SAV) files" in html
    assert html.count("Make this file") == 4
    assert browser.post(page(room.released, "sav/")).status_code == 409
    row = Api(room.cast.odpm).get(_api(room, "downloads/"))["results"][5]
    assert (row["state"], row["problem"][:33]) == (
        "unavailable",
        "This portal was installed without",
    )


def test_the_page_of_downloads(room: Room, signed_in: Any) -> None:
    browser = signed_in(room.cast.odpm)
    html = browser.get(page(room.released)).content.decode()
    assert html.count("Make this file") == 6
    assert browser.post(page(room.released, f"{FORMAT}/")).url == page(room.released)
    html = browser.get(page(room.released)).content.decode()
    assert "Being made" in html
    assert "See how far it is" not in html  # readers see no national jobs
    assert html.count("Make this file") == 5
    export = room.make(by=room.cast.odpm)
    html = browser.get(page(room.released)).content.decode()
    assert "lsp-survey-2004-edition-1.json" in html
    assert export.sha256 in html
    answer = browser.post(page(room.released, f"{FORMAT}/"), follow=True).content.decode()
    assert "This file is ready: it was made before." in answer


def test_departments_take_released_editions_evaluators_frozen_ones(
    room: Room, signed_in: Any
) -> None:
    room.make(room.frozen)
    browser = signed_in(room.cast.odpm)
    for tail in ("", f"{FORMAT}/file/"):
        assert browser.get(page(room.frozen, tail)).status_code == 404
    assert browser.post(page(room.frozen, f"{FORMAT}/")).status_code == 404
    assert browser.get(page(room.draft)).status_code == 404
    browser = signed_in(room.cast.evaluator)
    answer = browser.get(page(room.frozen, f"{FORMAT}/file/"))
    assert len(b"".join(answer.streaming_content)) > 100_000
    html = browser.get(page(room.draft)).content.decode()
    assert "There is nothing to take away yet" in html
    assert signed_in(room.cast.alpha_chair).get(page(room.released)).status_code == 403


def test_a_download_is_whole_tagged_and_logged(room: Room, signed_in: Any) -> None:
    export = room.make()
    browser = signed_in(room.cast.odpm)
    response = browser.get(page(room.released, f"{FORMAT}/file/"))
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == export.sha256
    assert response["ETag"] == f'"{export.sha256}"'
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == (
        'attachment; filename="lsp-survey-2004-edition-1.json"'
    )
    headers = {"If-None-Match": f'"{export.sha256}"'}
    again = browser.get(page(room.released, f"{FORMAT}/file/"), headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    ((actor, facts),) = events("edition.downloaded")
    assert "odpm" in actor.lower()
    assert facts == {"format": FORMAT, "sha256": export.sha256}
    assert browser.get(page(room.released, "csv/file/")).status_code == 404


def test_over_the_api(room: Room) -> None:
    api = Api(room.cast.odpm)
    rows = api.get(_api(room, "downloads/"))["results"]
    assert [row["format"] for row in rows] == ["csv", "xlsx", "ods", "json-stat", "parquet", "sav"]
    assert {(row["state"], row["file"]) for row in rows} == {("empty", None)}
    api.get(_api(room, f"downloads/{FORMAT}/"), 404)
    body = api.send("post", _api(room, f"downloads/{FORMAT}/"), status=202)
    assert (body["state"], body["sha256"]) == ("being_made", None)
    export = room.make()
    body = api.send("post", _api(room, f"downloads/{FORMAT}/"), status=200)
    assert (body["state"], body["size"], body["sha256"]) == ("ready", export.size, export.sha256)
    response = api.client.get(body["file"])
    assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == export.sha256
    headers = {"If-None-Match": response["ETag"]}
    assert api.client.get(body["file"], headers=headers).status_code == 304
    api.send("post", _api(room, "downloads/pdf/"), status=404)
    api.send("post", f"editions/{room.frozen.pk}/downloads/{FORMAT}/", status=404)

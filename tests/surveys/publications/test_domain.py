"""Publications are built once, released once, and never mixed up between partnerships."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.errors import Missing, Refused
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_national, in_partnership
from surveys.publications import domain, tasks
from surveys.publications.models import Publication
from surveys.publications.queries import publication_here, publications_here
from tests.conftest import Cast
from tests.surveys.publications.shelf import Shelf, Steps

pytestmark = pytest.mark.django_db


def stored(publication: Publication) -> bytes:
    with default_storage.open(publication.file.name) as file:
        return file.read()


def test_build_stores_the_file_under_its_hash_and_records_it(shelf: Shelf) -> None:
    steps = Steps()
    made = domain.build_publication(
        edition_id=shelf.edition.pk, kind="dft", by=shelf.cast.evaluator, progress=steps,
        partnership_id=None,
    )  # fmt: skip
    content = stored(made)
    assert content.startswith(b"%PDF-1.7")
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert made.file.name == f"publications/national/{made.sha256}.pdf"
    assert (made.size, made.kind, made.state) == (len(content), "dft", "draft")
    assert made.title == "Transport and accessibility in Local Strategic Partnerships 2004"
    assert (made.partnership_id, made.built_by) == (None, "Evaluator")
    assert shelf.events() == [("publication.built", "Evaluator")]
    assert steps.reports == [
        (0, 3, "Reading the edition"),
        (1, 3, "Printing the pages"),
        (2, 3, "Storing the file"),
    ]


def test_second_build_keeps_the_row_and_says_nothing(shelf: Shelf) -> None:
    first, second = shelf.build(), shelf.build()
    assert (second.pk, second.built_at) == (first.pk, first.built_at)
    assert len(shelf.events()) == 1


def test_build_restores_a_missing_file_even_after_release(shelf: Shelf) -> None:
    shelf.release()
    made = shelf.national()
    content = stored(made)
    default_storage.delete(made.file.name)
    again = shelf.build()
    assert (again.pk, stored(again)) == (made.pk, content)
    assert shelf.events()[-1] == ("publication.restored", "Evaluator")


def test_draft_with_other_bytes_is_replaced_in_its_row(shelf: Shelf) -> None:
    made = shelf.build()
    with in_national():
        Publication.objects.filter(pk=made.pk).update(sha256="0" * 64, title="Old")
    again = shelf.build()
    assert (again.pk, again.sha256, again.title) == (made.pk, made.sha256, made.title)
    assert [name for name, _ in shelf.events()] == ["publication.built"] * 2


def test_released_publication_with_other_bytes_is_never_replaced(shelf: Shelf) -> None:
    shelf.release()
    made = shelf.national()
    with in_national():
        Publication.objects.filter(pk=made.pk).update(sha256="0" * 64)
    with pytest.raises(Refused) as refusal:
        shelf.build()
    assert refusal.value.message == (
        "This publication has been released, so it cannot be replaced. Build a new edition and"
        " publish from that."
    )


def test_file_left_by_a_build_that_died_is_overwritten(shelf: Shelf) -> None:
    made = shelf.build()
    name = made.file.name
    with in_national():
        Publication.objects.filter(pk=made.pk).delete()
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"half a file"))
    again = shelf.build()
    assert (again.file.name, stored(again)[:5]) == (name, b"%PDF-")


def test_release_waits_for_the_edition(shelf: Shelf) -> None:
    made = shelf.build()
    with in_national(), pytest.raises(Refused) as refusal:
        domain.release_publication(publication=made, by=shelf.cast.evaluator)
    assert refusal.value.message == (
        "2004 survey, edition 1 is not released yet. Release the edition first: a publication may"
        " not say more than the results behind it."
    )


def test_release_once(shelf: Shelf) -> None:
    shelf.release()
    made = shelf.national()
    assert (made.state, made.released_by_id) == ("released", shelf.cast.evaluator.pk)
    with in_national(), pytest.raises(Refused) as refusal:
        domain.release_publication(publication=made, by=shelf.cast.evaluator)
    assert refusal.value.message == (
        "This publication is already released. There is nothing left to do."
    )
    assert shelf.events()[-1] == ("publication.released", "Evaluator")


def test_a_summary_is_its_partnerships_alone(shelf: Shelf) -> None:
    shelf.release()
    alpha, beta = shelf.cast.alpha, shelf.cast.beta
    made = shelf.build("partnership", alpha)
    assert made.partnership_id == alpha.pk
    assert made.file.name.startswith(f"publications/{alpha.pk}/")
    assert made.title == "Alpha Partnership: 2004 summary"
    with in_partnership(beta.pk):
        assert list(publications_here(released_only=False)) == []
        with pytest.raises(Missing):
            publication_here(made.pk, released_only=False)
    with in_national(), pytest.raises(Missing):
        publication_here(made.pk, released_only=False)
    with in_partnership(alpha.pk):
        assert publication_here(made.pk, released_only=True).pk == made.pk


def test_two_partnerships_have_two_summaries(shelf: Shelf) -> None:
    one = shelf.build("partnership", shelf.cast.alpha)
    other = shelf.build("partnership", shelf.cast.beta)
    assert one.sha256 != other.sha256
    assert stored(one) != stored(other)


def test_summary_needs_a_signed_off_return(cast: Cast) -> None:
    shelf = Shelf(cast, signed=(cast.alpha,))
    with pytest.raises(Refused) as refusal:
        shelf.build("partnership", shelf.cast.beta)
    assert refusal.value.message == (
        "Beta Partnership has not signed off its 2004 return, so there is nothing to summarise yet."
        " Sign the return off first."
    )


def test_an_area_that_is_not_eligible_has_no_summary(cast: Cast) -> None:
    shelf = Shelf(cast, signed=(cast.alpha,))
    shelf.desk.signed(cast.beta, {"A01": "none", "A04": "other"})
    with pytest.raises(Refused) as refusal:
        shelf.build("partnership", cast.beta)
    assert refusal.value.message == (
        "By its 2004 return Beta Partnership is not eligible, so its answers are not among the"
        " results and there is nothing to compare. Nothing needs to be done."
    )


def test_a_room_cannot_ask_for_a_summary_of_an_unreleased_edition(shelf: Shelf) -> None:
    with in_partnership(shelf.cast.alpha.pk), pytest.raises(Refused) as refusal:
        domain.request_publication(
            edition=shelf.edition, kind="partnership", by=shelf.cast.alpha_coordinator
        )
    assert refusal.value.message == domain.NOT_RELEASED


def test_the_evaluators_build_leaves_a_visit_in_the_room(shelf: Shelf) -> None:
    alpha = shelf.cast.alpha
    with in_national():
        job = domain.request_partnership_summary(
            edition=shelf.edition, slug="alpha", by=shelf.cast.evaluator
        )
    run_job(tasks.build_summary_for.portal_work, job.pk, None)
    with in_national():
        job = Job.objects.get(pk=job.pk)
    assert (job.state, job.error) == ("done", "")
    assert job.result["words"].startswith("Download Alpha Partnership: 2004 summary (PDF, ")
    assert shelf.events(alpha) == [
        ("partnership.visited", "Evaluator"),
        ("publication.built", "Evaluator"),
    ]
    assert shelf.events() == [("summary.requested", "Evaluator")]


def test_the_rooms_job_ends_in_its_own_download(shelf: Shelf) -> None:
    shelf.release()
    alpha = shelf.cast.alpha
    with in_partnership(alpha.pk):
        job = domain.request_publication(
            edition=shelf.edition, kind="partnership", by=shelf.cast.alpha_coordinator
        )
    run_job(tasks.build_publication.portal_work, job.pk, alpha.pk)
    with in_partnership(alpha.pk):
        job = Job.objects.get(pk=job.pk)
        made = publications_here(released_only=True).get()
    assert (job.state, job.result["url"]) == ("done", f"/p/alpha/summaries/{made.pk}/")


def test_unknown_partnership(shelf: Shelf) -> None:
    with in_national(), pytest.raises(Missing) as missing:
        domain.request_partnership_summary(
            edition=shelf.edition, slug="nowhere", by=shelf.cast.evaluator
        )
    assert missing.value.message == "There is no such partnership. Choose one from the list."


def test_the_database_keeps_kinds_where_they_belong(shelf: Shelf) -> None:
    from django.db import IntegrityError, transaction

    made = shelf.build()
    with in_national(), pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(kind="partnership")

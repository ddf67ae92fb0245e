"""Editions: built from signed-off returns, kept as they are by the database."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Missing, Refused
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_national
from surveys.results import domain, tasks
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.hashing import cells_sha256, code_sha256, inputs_sha256
from surveys.results.inputs import group_counts
from surveys.results.models import Edition
from surveys.results.queries import inputs_recorded, protections_of, published_items
from surveys.results.recount import METHOD
from surveys.returns.models import Wave
from surveys.returns.queries import intake_of, partnerships_asked

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])
BY = System("tests")


class Steps:
    """Remembers what was reported."""

    def __init__(self):
        self.reports = []

    def report(self, done, total, message):
        self.reports.append((done, total, message))

    def scope(self):
        return in_national(switch=True)


def build(wave, **options):
    steps = Steps()
    return domain.build_edition(wave_id=wave.pk, by=BY, progress=steps, **options), steps


def test_build_edition_counts_every_signed_off_return(small):
    built, steps = build(small.wave)
    edition = built.edition
    assert (built.reused, edition.number, edition.state, edition.method) == (
        False,
        1,
        "draft",
        METHOD,
    )
    assert (edition.complete[0], edition.eligible[0]) == (140, 155)
    assert sum(edition.complete[1:3]) == sum(edition.complete[3:8]) == 140
    assert edition.received[:3] == [2, 4, 6]
    assert (len(edition.received), edition.received[-1]) == (70, 140)
    assert edition.built_by == "system: tests"
    assert edition.items.count() == 15
    assert steps.reports == [
        (0, 4, "Reading signed-off returns"),
        (1, 4, "Counting 140 returns"),
        (2, 4, "Adding up what 15 items withhold"),
        (3, 4, "Storing the draft"),
    ]


def test_build_edition_stores_what_it_hashed_and_nothing_small(small):
    edition = build(small.wave)[0].edition
    items = published_items(edition)
    assert list(items)[:3] == ["A01", "A02", "A04"]
    assert cells_sha256(items.values()) == edition.cells_sha256
    stored = [value for item in items.values() for row in item.counts for value in row]
    assert None in stored
    assert not [
        (item.key, value)
        for item in items.values()
        if item.kind == "choice" and item.key != "A01"  # who has a partnership is a public fact
        for row in item.counts
        for value, inside in zip(row, item.in_base, strict=True)
        if inside and value is not None and 0 < value < 5
    ]
    kept = {row.key: len(row.cells) for row in protections_of(edition)}
    assert sum(kept.values()) > 100
    assert "A01" not in kept


def test_build_edition_keeps_which_returns_it_counted(small):
    edition = build(small.wave)[0].edition
    recorded = inputs_recorded(edition)
    assert len(recorded) == 140
    assert list(recorded) == sorted(recorded)
    pairs = [(pk, counted.document) for pk, counted in recorded.items()]
    assert inputs_sha256(pairs) == edition.inputs_sha256
    assert group_counts(each.place for each in recorded.values()) == edition.complete
    assert edition.code_sha256 == code_sha256()


def test_build_edition_records_who_built_it_from_what(small):
    edition = build(small.wave)[0].edition
    with in_national():
        event = AuditEvent.objects.get(name="edition.built")
    assert (event.actor_words, event.target) == ("system: tests", f"results.edition:{edition.pk}")
    assert event.facts == {
        "year": 2004,
        "number": 1,
        "returns": 140,
        "inputs_sha256": edition.inputs_sha256,
        "cells_sha256": edition.cells_sha256,
    }


def test_build_edition_again_gives_the_same_edition(small):
    first = build(small.wave)[0]
    again = build(small.wave)[0]
    assert (again.reused, again.edition) == (True, first.edition)
    assert Edition.objects.count() == 1
    assert again.as_result()["words"] == (
        "See edition 1 of the 2004 survey: nothing has changed since it was built"
    )


def test_build_edition_with_other_settings_is_another_edition(small):
    first = build(small.wave)[0].edition
    second = build(small.wave, thresholds=Thresholds(min_count=3))[0].edition
    assert (second.number, second.inputs_sha256) == (2, first.inputs_sha256)
    assert second.cells_sha256 != first.cells_sha256
    assert second.settings.min_count == 3


def test_build_edition_of_a_wave_without_returns_is_refused(small):
    with pytest.raises(Refused, match="No return of the 2005 survey has been signed off yet"):
        build(small.empty_wave)
    with pytest.raises(Refused, match="Build the edition when the first return is in"):
        domain.request_edition(wave=small.empty_wave, by=small.people[0])
    with pytest.raises(Missing, match="no such wave"):
        domain.build_edition(wave_id=0, by=BY, progress=Steps())
    assert not Edition.objects.exists()


def test_eligible_leaves_out_ineligible_partnerships_only(small):
    asked = partnerships_asked()
    assert len(asked) == 160
    assert sum(intake_of(small.wave).eligible(asked).values()) == 155
    assert sum(intake_of(small.empty_wave).eligible(asked).values()) == 160


def test_a_partnership_that_has_closed_since_still_counts_with_its_return(small):
    asked = partnerships_asked()
    intake = intake_of(small.wave)
    returned = {pk for ids in intake.coded.partnerships.values() for pk in ids}
    open_still = [each for each in asked if each.pk not in returned]
    assert intake.eligible(open_still) == intake.eligible(asked)


def test_request_edition_queues_one_job_and_the_job_builds(small):
    with in_national(user_id=small.people[0].pk):
        job = domain.request_edition(wave=small.wave, by=small.people[0])
        assert domain.request_edition(wave=small.wave, by=small.people[0]) == job
        assert (job.key, job.label) == (
            "wave-2004-5-10-10-" + sha256(b"A01").hexdigest()[:8],
            "Build an edition of the 2004 survey",
        )
        assert job.payload == {
            "wave_id": small.wave.pk,
            "min_count": 5,
            "min_base": 10,
            "dominance": 10,
            "public": "A01",
        }
    run_job(tasks.build_edition.portal_work, job.pk, None)
    edition = Edition.objects.get()
    with in_national():
        job = Job.objects.get(pk=job.pk)
    assert (job.state, job.error, job.result) == (
        "done",
        "",
        {
            "url": f"/national/editions/{edition.pk}/",
            "words": "See edition 1 of the 2004 survey",
            "edition": edition.pk,
            "reused": False,
        },
    )
    assert edition.built_by == str(small.people[0])


def test_request_edition_carries_its_settings_into_the_edition(small):
    settings = Thresholds(min_count=3, min_base=20, dominance=15, public=("A01", "B10"))
    with in_national(user_id=small.people[0].pk):
        first = domain.request_edition(wave=small.wave, by=small.people[0])
        job = domain.request_edition(wave=small.wave, by=small.people[0], thresholds=settings)
    assert job != first
    assert job.key.startswith("wave-2004-3-20-15-")
    run_job(tasks.build_edition.portal_work, job.pk, None)
    assert Edition.objects.get().settings == settings


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Thresholds(min_count=2), "The smallest count shown must be 3 to 20, not 2."),
        (Thresholds(min_count=21), "The smallest count shown must be 3 to 20, not 21."),
        (Thresholds(min_base=4), "The smallest base shown must be 5 to 30, not 4."),
        (Thresholds(min_base=31), "The smallest base shown must be 5 to 30, not 31."),
        (
            Thresholds(dominance=4),
            "The smallest per cent of the dominance rule must be 5 to 50, not 4.",
        ),
        (
            Thresholds(public=("A01", "Z99")),
            "The questionnaire has no question Z99. Name questions by their codes, as the codebook"
            " does.",
        ),
    ],
)
def test_settings_out_of_bounds_are_refused(small, settings, words):
    with pytest.raises(Refused) as asked:
        domain.request_edition(wave=small.wave, by=small.people[0], thresholds=settings)
    with pytest.raises(Refused) as built:
        build(small.wave, thresholds=settings)
    assert (asked.value.message, built.value.message) == (words, words)


PARTS = (
    "kind, options, in_base, counts, bases, not_answered, dont_know, not_applicable, mean, lower,"
    " median, upper, trimmed, total, weighted"
)
FROZEN = {
    "change why": "UPDATE results_protection SET key = 'X'",
    "delete inputs": "DELETE FROM results_editioninputs",
    "freeze it unchecked": "UPDATE results_edition SET state = 'frozen'",
    "change a cell": "UPDATE results_publisheditem SET bases[1] = 0",
    "delete a cell": "DELETE FROM results_publisheditem",
    "add a cell": f"INSERT INTO results_publisheditem (edition_id, position, key, {PARTS})"
    f" SELECT edition_id, 999, 'X', {PARTS} FROM results_publisheditem LIMIT 1",
    "change the edition": "UPDATE results_edition SET complete[1] = 0",
    "thaw the edition": "UPDATE results_edition SET state = 'building'",
    "delete the edition": "DELETE FROM results_edition",
}


@pytest.mark.parametrize("statement", FROZEN.values(), ids=FROZEN)
def test_the_database_keeps_an_edition_frozen(small, statement):
    build(small.wave)
    with (
        pytest.raises(DatabaseError, match=r"permission denied|frozen|never change|only ever goes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_received_by_day_puts_late_returns_on_the_last_day():
    wave = Wave(year=2004, opens_on=date(2004, 9, 1), closes_on=date(2004, 9, 5))
    by_day = [(date(2004, 8, 1), 1), (date(2004, 9, 3), 2), (date(2026, 1, 1), 4)]
    assert domain.received_by_day(wave, by_day) == [1, 1, 3, 3, 7]
    assert domain.received_by_day(wave, by_day[:2]) == [1, 1, 3]
    assert domain.received_by_day(wave, []) == [0]

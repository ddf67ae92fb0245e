"""The steps of an edition: checked, frozen, released, replaced, discarded; and every refusal."""

import pytest
from django.db import connections

from portal.audit.models import AuditEvent
from portal.errors import Refused
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_national
from surveys.results import domain, tasks
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.models import Edition
from surveys.results.queries import editions, every_edition, standing_edition, successor
from surveys.returns.models import Wave
from tests.support.editions import BY, Quiet, built, checked, frozen, released

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])
OTHER = Thresholds(min_count=6)


def refusal(step, **options):
    with in_national(switch=True), pytest.raises(Refused) as refused:
        step(**options)
    return refused.value.message


def events(name):
    with in_national():
        found = AuditEvent.objects.filter(name=name).order_by("id")
        return [(event.actor_words, event.reason, event.facts) for event in found]


def test_a_draft_that_passes_every_check_is_checked(small):
    edition = checked(built(small.wave))
    assert edition.state == "checked"
    assert [(check["key"], check["passed"]) for check in edition.checks] == [
        ("questionnaire", True),
        ("returns", True),
        ("rebuild", True),
        ("sums", True),
        ("response", True),
        ("disclosure", True),
        ("earlier", True),
        ("earlier_wave", True),
    ]
    details = {check["key"]: check["detail"] for check in edition.checks}
    assert details["returns"] == "140 returns."
    assert details["rebuild"] == f"Hash {edition.cells_sha256[:12]}."
    assert details["response"] == "140 of 155."
    assert details["earlier"] == "Nothing of a single return shows between them."
    assert details["earlier_wave"] == "There is no earlier survey to compare it with."
    assert events("edition.checked") == [
        ("system: tests", "", {"year": 2004, "number": 1, "failed": []})
    ]


def test_checks_run_as_one_job(small):
    edition = built(small.wave)
    person = small.people[0]
    with in_national(user_id=person.pk):
        job = domain.request_check(edition=edition, by=person)
        assert domain.request_check(edition=edition, by=person) == job
    run_job(tasks.check_edition.portal_work, job.pk, None)
    with in_national():
        job = Job.objects.get(pk=job.pk)
        edition.refresh_from_db()
    assert (job.state, edition.state, edition.checked_by) == ("done", "checked", person)
    assert job.result["words"] == "See edition 1 of the 2004 survey: it is checked"
    assert refusal(domain.request_check, edition=edition, by=person) == (
        "The 2004 survey, edition 1 cannot be checked. It is checked: freeze it next."
    )


def test_the_first_edition_is_frozen_without_a_note_and_released_once(small):
    edition = frozen(built(small.wave))
    assert (edition.state, edition.replaces, edition.note) == ("frozen", None, "")
    assert events("edition.frozen") == [
        ("system: tests", "", {"year": 2004, "number": 1, "replaces": None})
    ]
    edition = released(edition, small.people[0])
    assert (edition.is_released, edition.released_by) == (True, small.people[0])
    assert refusal(domain.release_edition, edition=edition, by=small.people[0]) == (
        "2004 survey, edition 1 is already released. There is nothing left to do."
    )
    assert len(events("edition.released")) == 1


def test_a_later_edition_replaces_the_one_that_stands_and_says_why(small):
    first = frozen(built(small.wave))
    second = checked(built(small.wave, thresholds=OTHER))
    with in_national():
        assert domain.would_replace(edition=second) == first
    assert refusal(domain.freeze_edition, edition=second, by=BY, note="  ") == (
        "The 2004 survey, edition 2 replaces edition 1. Say in a note why, for those who have used"
        " that one."
    )
    with in_national():
        second = domain.freeze_edition(edition=second, by=BY, note=" Smaller counts. ")
    assert (second.replaces, second.note) == (first, "Smaller counts.")
    assert standing_edition(small.wave) == second
    assert successor(first, released_only=False) == second
    assert successor(first, released_only=True) is None
    assert refusal(domain.release_edition, edition=first, by=small.people[0]) == (
        "The 2004 survey, edition 1 was replaced by edition 2. Release that one instead."
    )
    released(second, small.people[0])
    assert successor(first, released_only=True) == second


def test_an_edition_older_than_the_one_that_stands_cannot_replace_it(small):
    first = checked(built(small.wave))
    frozen(built(small.wave, thresholds=OTHER))
    assert refusal(domain.freeze_edition, edition=first, by=BY, note="Why not?") == (
        "Edition 2 of the 2004 survey is newer and already frozen. Discard edition 1; to correct"
        " edition 2, build a new one."
    )


STEPS = {
    "a draft is not frozen": (
        domain.freeze_edition,
        {"note": "x"},
        "The 2004 survey, edition 1 cannot be frozen. It is a draft: check it next.",
    ),
    "a draft is not released": (
        domain.release_edition,
        {},
        "The 2004 survey, edition 1 cannot be released. It is a draft: check it next.",
    ),
    "nothing is discarded without a reason": (
        domain.discard_edition,
        {"reason": " "},
        "Say why the 2004 survey, edition 1 is discarded.",
    ),
}


@pytest.mark.parametrize(("step", "options", "words"), STEPS.values(), ids=STEPS)
def test_steps_are_refused_out_of_turn(small, step, options, words):
    edition = built(small.wave)
    assert refusal(step, edition=edition, by=small.people[0], **options) == words
    edition.refresh_from_db()
    assert edition.state == "draft"


def test_a_draft_is_discarded_with_a_reason_and_never_built_again(small):
    edition = built(small.wave)
    with in_national():
        domain.discard_edition(edition=edition, by=BY, reason=" Too early. ")
    edition.refresh_from_db()
    assert (edition.state, edition.note) == ("discarded", "Too early.")
    assert (list(editions(released_only=False)), list(every_edition())) == ([], [edition])
    assert events("edition.discarded") == [
        ("system: tests", "Too early.", {"year": 2004, "number": 1})
    ]
    assert refusal(domain.discard_edition, edition=edition, by=BY, reason="Again") == (
        "The 2004 survey, edition 1 cannot be discarded. It was discarded: build a new one."
    )
    anew = domain.build_edition(wave_id=small.wave.pk, by=BY, progress=Quiet())
    assert (anew.reused, anew.edition.number) == (False, 2)


def test_a_frozen_edition_is_not_discarded(small):
    edition = frozen(built(small.wave))
    assert refusal(domain.discard_edition, edition=edition, by=BY, reason="Wrong") == (
        "The 2004 survey, edition 1 cannot be discarded. It is frozen: it can be released, or"
        " replaced by a newer edition."
    )


def test_an_edition_with_other_settings_never_stands_beside_a_released_one(small):
    released(built(small.wave), small.people[0])
    second = checked(built(small.wave, thresholds=OTHER))
    failed = [check for check in second.checks if not check["passed"]]
    assert (second.state, [check["key"] for check in failed]) == ("draft", ["earlier"])
    assert failed[0]["detail"] == (
        "Edition 1 was released with other disclosure settings. Discard this edition and build one"
        " with the settings of edition 1."
    )
    again = checked(second)  # what was found is kept, and a draft may be checked again
    assert (again.state, Edition.objects.get(pk=second.pk).checks) == ("draft", again.checks)


def test_what_is_released_meanwhile_stops_an_edition_that_was_checked_before(small):
    first = frozen(built(small.wave))
    second = checked(built(small.wave, thresholds=OTHER))
    assert second.state == "checked"
    released(first, small.people[0])
    words = refusal(domain.freeze_edition, edition=second, by=BY, note="Smaller counts.")
    assert words.startswith("Edition 1 was released with other disclosure settings.")


CLOSED = {"state": "closed", "settled_at": None}


def test_releasing_an_edition_of_a_closed_wave_makes_its_results_final(small):
    edition = frozen(built(small.wave))
    with in_national():
        Wave.objects.filter(pk=small.wave.pk).update(**CLOSED)
        made = domain.release_edition(edition=edition, by=small.people[0])
        assert Wave.objects.get(pk=small.wave.pk).settled_at is not None
        assert AuditEvent.objects.filter(name="wave.settled").count() == 1
        assert domain.finality(made.wave) == "The results of the 2004 survey are final."


def test_releasing_while_the_wave_is_open_leaves_it_open(small):
    edition = released(built(small.wave), small.people[0])
    assert Wave.objects.get(pk=small.wave.pk).settled_at is None
    assert domain.finality(edition.wave) == ""


def test_the_database_lets_no_step_be_left_out(small):
    edition = built(small.wave)
    for state in ("frozen", "released", "building"):
        with pytest.raises(Exception, match="only ever goes forward"), in_national(switch=True):
            Edition.objects.filter(pk=edition.pk).update(state=state)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT state FROM results_edition")
        assert cursor.fetchall() == [("draft",)]

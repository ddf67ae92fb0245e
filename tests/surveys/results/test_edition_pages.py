"""Pages of editions: building with settings, checking, freezing, releasing, discarding."""

from datetime import UTC, datetime

import pytest

from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_national
from surveys.results import tasks
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.models import Edition
from surveys.results.provenance import provenance
from surveys.returns.models import Wave
from tests.support.editions import built, checked, frozen, released
from tests.support.pages import Pages

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])
OTHER = Thresholds(min_count=6, public=("A01",))


@pytest.fixture
def evaluator(small_team):
    return Pages(small_team["evaluator"])


@pytest.fixture
def reader(small_team):
    return Pages(small_team["reader"])


def address(edition, step=""):
    return f"/national/editions/{edition.pk}/{step}"


def build_address(wave):
    return f"/national/waves/{wave.pk}/editions/"


def sent(browser, path, answers):
    """Where a post leads that is not answered by a page."""
    answer = browser.client.post(path, answers)
    assert answer.status_code == 302
    return answer["Location"]


def the_job():
    with in_national():
        return Job.objects.get()


def test_the_list_before_the_first_edition_leads_to_building_one(small, evaluator):
    page = evaluator.get("/national/editions/")
    assert (page.status, page.heading) == (200, "Editions")
    assert "No edition has been built" in page.text
    assert "Build an edition of the 2004 survey" in page.text


def test_a_build_takes_its_settings_from_the_page_to_the_edition(small, evaluator):
    page = evaluator.get(build_address(small.wave))
    assert page.heading == "Build an edition of the 2004 survey"
    assert 'name="public" value="A01"' in page.html
    answers = {"min_count": "3", "min_base": "20", "dominance": "", "public": "b10, a01 a01"}
    location = sent(evaluator, build_address(small.wave), answers)
    job = the_job()
    assert location == f"/national/jobs/{job.pk}/"
    assert job.payload == {
        "wave_id": small.wave.pk,
        "min_count": 3,
        "min_base": 20,
        "dominance": 10,
        "public": "B10 A01",
    }
    run_job(tasks.build_edition.portal_work, job.pk, None)
    shown = {row.key: row.value for row in provenance(Edition.objects.get())}
    assert (shown["Counts withheld below"], shown["Rows withheld on a base below"]) == (3, 20)
    assert shown["Questions that are public facts"] == "B10, A01"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("min_count", "2", "Smallest count shown must be a whole number from 3 to 20"),
        ("min_count", "five", "Smallest count shown must be a whole number from 3 to 20"),
        ("min_base", "31", "Smallest base shown must be a whole number from 5 to 30"),
        (
            "dominance",
            "-1",
            "Dominance of one partnership, per cent must be a whole number from 5 to 50",
        ),
        (
            "public",
            "A01 Z99",
            "The questionnaire has no question Z99. Look up the codes in its codebook",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused_and_kept(small, evaluator, field, typed, words):
    page = evaluator.post(build_address(small.wave), {field: typed})
    assert (page.status, page.html.count(f"#id_{field}")) == (200, 1)
    assert words in page.text
    assert f'value="{typed}"' in page.html
    with in_national():
        assert not Job.objects.exists()


def test_a_build_of_a_wave_without_returns_explains_itself(small, evaluator):
    answer = evaluator.post(build_address(small.empty_wave), {})
    assert answer.status == 409
    assert "No return of the 2005 survey has been signed off yet" in answer.text


def test_from_draft_to_released_step_by_step(small, evaluator, reader):
    edition = built(small.wave)
    page = evaluator.get(address(edition))
    assert (page.heading, "Check this edition" in page.text) == ("Edition 1 Draft", True)
    assert "90.3%" in page.text
    for value in (edition.inputs_sha256, edition.cells_sha256, edition.questionnaire_sha256):
        assert value in page.text
    sent(evaluator, address(edition, "check/"), {})
    run_job(tasks.check_edition.portal_work, the_job().pk, None)
    page = evaluator.get(address(edition))
    assert (page.heading, page.text.count("Holds")) == ("Edition 1 Checked", 8)
    page = evaluator.get(address(edition, "freeze/"))
    assert (page.heading, "Why does it replace" in page.text) == (
        "Freeze the 2004 survey, edition 1",
        False,
    )
    page = evaluator.post(address(edition, "freeze/"), {})
    assert "Tick the box if this edition is to be frozen" in page.text
    sent(evaluator, address(edition, "freeze/"), {"confirm": "on"})
    page = evaluator.get(address(edition))
    assert (page.heading, "Release this edition" in page.text) == ("Edition 1 Frozen", True)
    assert reader.get(address(edition)).status == 404
    page = evaluator.post(address(edition, "release/"), {})
    assert "Tick the box if this edition is to be released" in page.text
    sent(evaluator, address(edition, "release/"), {"confirm": "on"})
    page = reader.get(address(edition))
    assert (page.status, page.heading) == (200, "Edition 1 Released")
    assert ("What to do next" in page.text, "Checks" in page.text) == (False, False)
    again = evaluator.post(address(edition, "release/"), {"confirm": "on"})
    assert (again.status, "is already released" in again.text) == (409, True)


def test_replacing_asks_why_and_keeps_what_was_typed(small, evaluator):
    frozen(built(small.wave))
    second = checked(built(small.wave, thresholds=OTHER))
    page = evaluator.get(address(second, "freeze/"))
    assert "Edition 1 of this survey is frozen. This edition replaces it" in page.text
    page = evaluator.post(address(second, "freeze/"), {"note": "Six is the rule now."})
    assert "Six is the rule now.</textarea>" in page.html
    page = evaluator.post(address(second, "freeze/"), {"confirm": "on"})
    assert "Say why this edition replaces edition 1" in page.text
    answers = {"note": "Six is the rule now.", "confirm": "on"}
    sent(evaluator, address(second, "freeze/"), answers)
    page = evaluator.get(address(second))
    assert "It replaces edition 1: Six is the rule now." in page.text


def test_what_was_overtaken_is_not_offered_to_be_frozen(small, evaluator):
    draft = built(small.wave)
    first = checked(built(small.wave, thresholds=Thresholds(min_count=7)))
    assert "Freeze this edition" in evaluator.get(address(first)).text
    frozen(built(small.wave, thresholds=OTHER))
    for edition in (draft, first):
        page = evaluator.get(address(edition))
        assert "Discard it: edition 3 is newer and already frozen" in page.text
        assert "Discard this edition" in page.text
        assert "Freeze this edition" not in page.text
        assert "Check this edition" not in page.text


def test_the_settings_of_a_released_edition_are_offered_again(small, evaluator):
    page = evaluator.get(build_address(small.wave))
    assert "Edition 1 is released" not in page.text
    given = Thresholds(min_count=6, min_base=12, public=("A01", "B10"))
    released(built(small.wave, thresholds=given), evaluator.client.person)
    page = evaluator.get(build_address(small.wave))
    assert "Edition 1 is released, so the form holds its settings" in page.text
    assert 'name="min_count" value="6"' in page.html
    assert 'name="min_base" value="12"' in page.html
    assert 'name="public" value="A01 B10"' in page.html
    assert "3 to 20; 6 if you leave it empty." in page.text
    sent(evaluator, build_address(small.wave), {"public": "A01 B10"})
    payload = the_job().payload
    assert (payload["min_count"], payload["min_base"], payload["public"]) == (6, 12, "A01 B10")


def test_a_release_while_the_survey_is_open_says_what_is_still_out(small, evaluator):
    edition = frozen(built(small.wave))
    page = evaluator.get(address(edition, "release/"))
    assert "The survey is still open: 15 returns are still out" in page.text
    Wave.objects.filter(pk=small.wave.pk).update(state="closed")
    assert "still out" not in evaluator.get(address(edition, "release/")).text


def test_who_reads_a_replaced_edition_is_led_to_the_new_one(small, evaluator, reader):
    """A reader of departments hears of it only when the new one is released."""
    first = frozen(built(small.wave))
    second = frozen(built(small.wave, thresholds=OTHER), note="Six is the rule now.")
    page = evaluator.get(address(first))
    assert "Edition 2 has replaced this one and is not released yet." in page.text
    assert "Six is the rule now." in page.text
    assert "Release this edition" not in page.text
    listed = evaluator.get("/national/editions/").text
    assert "Frozen Replaced by edition 2" in listed
    refused = evaluator.get(address(first, "release/"))
    assert (refused.status, "was replaced by edition 2" in refused.text) == (409, True)
    released(second, evaluator.client.person)
    assert reader.get(address(first)).status == 404


def test_a_failed_check_is_shown_with_what_to_do(small, evaluator):
    released(built(small.wave), evaluator.client.person)
    second = checked(built(small.wave, thresholds=OTHER))
    page = evaluator.get(address(second))
    assert (page.heading, page.text.count("Does not hold")) == ("Edition 2 Draft", 1)
    assert "Edition 1 was released with other disclosure settings." in page.text
    assert "It did not pass every check." in page.text
    assert "1 check did not hold" in evaluator.get("/national/editions/").text
    refused = evaluator.get(address(second, "freeze/"))
    assert (refused.status, "It is a draft: check it next." in refused.text) == (409, True)


def test_a_discarded_edition_is_left_in_the_list_alone(small, evaluator):
    edition = built(small.wave)
    page = evaluator.post(address(edition, "discard/"), {"reason": "Built too early."})
    assert "Tick the box if this edition is to be discarded" in page.text
    assert "Built too early.</textarea>" in page.html
    answers = {"reason": "Built too early.", "confirm": "on"}
    assert sent(evaluator, address(edition, "discard/"), answers) == "/national/editions/"
    listed = evaluator.get("/national/editions/")
    assert "Discarded Built too early." in listed.text
    assert address(edition) not in listed.html
    assert evaluator.get(address(edition)).status == 404


@pytest.mark.parametrize("step", ["check/", "freeze/", "release/", "discard/"])
def test_readers_take_no_steps(small, reader, step):
    edition = built(small.wave)
    assert reader.post(address(edition, step), {"confirm": "on"}).status == 403
    edition.refresh_from_db()
    assert edition.state == "draft"


def test_the_page_says_its_days_in_local_time(small):
    edition = built(small.wave)
    edition.built_at = datetime(2004, 6, 1, 23, 30, tzinfo=UTC)
    edition.released_at = datetime(2004, 6, 2, 23, 30, tzinfo=UTC)
    shown = {row.key: row.value for row in provenance(edition)}
    assert shown["Built"] == "2 June 2004 by system: tests"
    assert shown["Released"].startswith("3 June 2004 by")


def test_queries_of_the_list_do_not_grow_with_what_was_never_replaced(
    small, small_team, django_assert_max_num_queries
):
    for least in (3, 4):
        built(small.wave, thresholds=Thresholds(min_count=least))
    small_team["evaluator"].get("/national/editions/")
    with django_assert_max_num_queries(14):
        small_team["evaluator"].get("/national/editions/")

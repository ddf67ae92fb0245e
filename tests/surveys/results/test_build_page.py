"""Building an edition from the page: its disclosure settings on their way into the edition."""

import pytest
from django.urls import reverse

from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_national
from surveys.results import explorer, tasks
from surveys.results.models import Edition

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])


def text_of(response):
    return " ".join(response.content.decode().split())


def post_build(browser, wave, **settings):
    address = reverse("results:edition_build", args=[wave.pk])
    return browser.post(address, {f"wave-{wave.pk}-{name}": n for name, n in settings.items()})


def test_build_carries_the_disclosure_settings_to_the_edition_page(nation, team):
    page = text_of(team["evaluator"].get("/national/editions/"))
    assert page.count("Disclosure settings") == 2
    assert "Rows with fewer valid answers than this are withheld. 5 to 30; 10 if" in page
    answer = post_build(team["evaluator"], nation.wave, min_count="3", min_base="20")
    assert answer.status_code == 302
    with in_national():
        job = Job.objects.get()
    assert job.payload == {"wave_id": nation.wave.pk, "min_count": 3, "min_base": 20}
    run_job(tasks.build_edition.portal_work, job.pk, None)
    rows = explorer.provenance(Edition.objects.get())
    shown = {row.key: row.value for row in rows}
    assert shown["Counts withheld below"] == 3
    assert shown["Rows withheld on a base below"] == 20


def test_build_with_empty_settings_takes_the_defaults(nation, team):
    post_build(team["evaluator"], nation.wave, min_count="", min_base="")
    with in_national():
        assert Job.objects.get().payload == {
            "wave_id": nation.wave.pk,
            "min_count": 5,
            "min_base": 10,
        }


@pytest.mark.parametrize("number", ["2", "21", "-1", "five", "3.5"])
def test_build_refuses_settings_that_would_protect_nobody(nation, team, number):
    answer = post_build(team["evaluator"], nation.wave, min_count=number, min_base="10")
    page = text_of(answer)
    assert answer.status_code == 200
    assert "<title>Error: Editions" in page
    field = f"wave-{nation.wave.pk}-min_count"
    words = "Smallest count shown must be a whole number from 3 to 20"
    assert f'<a href="#id_{field}">{words}</a>' in page
    assert f'value="{number}"' in page
    assert page.count('<details class="govuk-details" open>') == 1
    with in_national():
        assert not Job.objects.exists()

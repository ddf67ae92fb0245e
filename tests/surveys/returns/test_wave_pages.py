"""Pages of waves, of more time and of reminders, on committed rows."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.membership.domain.roles import give_role
from partnerships.register.domain import NewPartnership, create_partnerships
from partnerships.register.models import Authority, Partnership
from portal.accounts.models import User
from portal.jobs.models import Job
from portal.jobs.task import run_job
from portal.tenancy.context import in_national, in_partnership
from portal.working_days import add_working_days
from surveys.questionnaires.domain import import_questionnaire, publish_questionnaire
from surveys.returns import tasks
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Reminder, Return, Wave
from tests.conftest import Cast
from tests.portal.web.markup import parsed, words
from tests.support.committed import close_all, copied_database, leading_to
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.slow
WAVES, W2004, W2005 = "/national/waves/", "/national/waves/2004/", "/national/waves/2005/"
REMIND = f"{W2004}reminders/new/"
MORE = f"{W2004}more-time/alpha/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOON = add_working_days(timezone.localdate(), 5)
SURE = {"sure": "on"}


@pytest.fixture
def desk(committed: Desk) -> Desk:
    return committed


@pytest.fixture
def evaluator(desk: Desk) -> Client:
    return client_of(desk.cast.evaluator)


@pytest.fixture(scope="module")
def trio(django_db_setup: None, django_db_blocker) -> Iterator[Desk]:
    """Three partnerships whose co-ordinators have not started; for counting queries."""
    with django_db_blocker.unblock(), copied_database("trio") as name, leading_to(name):
        desk = Desk(Cast())
        with in_national():
            place = Authority.objects.create(
                code="00AA", name="Gammaton", slug="gammaton", authority_type="county",
                region="north_east", nrf=False,
            )  # fmt: skip
            planned = [NewPartnership("Gamma Partnership", "gamma", (place.code,))]
            (gamma,) = create_partnerships(partnerships=planned, by=desk.cast.by)
        with in_partnership(gamma.pk):
            person = User.objects.create(email="g@portal.example", name="Gamma", password="!")
            give_role(user=person, role="coordinator", by=desk.cast.by)
            Return.objects.create(wave=desk.wave)
        yield desk
        close_all()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(words(parsed(response.content.decode())).split())


def sent(client: Client, path: str, status: int = 302, **data: object) -> str:
    """Where a form leads, or the page that answers it."""
    response = client.post(path, data)
    assert response.status_code == status, response.content.decode()[:2000]
    if status == 302:
        return response["Location"]
    return " ".join(words(parsed(response.content.decode())).split())


def second_questionnaire(desk: Desk) -> int:
    """That of 2005, published; its id."""
    document = desk.document | {"year": 2005, "code": "LSP2005"}
    document.pop("mapping", None)
    with in_national():
        made = import_questionnaire(document=document, by=desk.cast.by)
        publish_questionnaire(questionnaire=made, by=desk.cast.by)
    return made.pk


def to_draft(desk: Desk) -> None:
    """The wave as it was before it was opened."""
    for partnership in (desk.cast.alpha, desk.cast.beta):
        with in_partnership(partnership.pk):
            Return.objects.all().delete()
    Wave.objects.update(state=Wave.State.DRAFT)


def words_of(day: date) -> str:
    return date_format(day, "j F Y")


# Drafting and changing
def test_a_new_wave_begins_with_last_years_dates(desk: Desk, evaluator: Client) -> None:
    questionnaire = second_questionnaire(desk)
    assert "Draft a wave" in page(evaluator, WAVES)
    html = evaluator.get(f"{WAVES}new/").content.decode()
    assert "The dates are those of the 2004 survey moved to working days of 2005." in html
    fields = {e.get("name"): e.get("value") for e in parsed(html).iter("input")}
    assert (fields["opens_on"], fields["closes_on"], fields["reminder_days"]) == (
        "2005-10-04", "2005-12-19", "10, 5, 1",
    )  # fmt: skip
    given = {
        "questionnaire": questionnaire, "opens_on": "2005-10-04", "closes_on": "2005-12-19",
        "reminder_days": "7, 2",
    }  # fmt: skip
    assert sent(evaluator, f"{WAVES}new/", **given) == W2005
    wave = Wave.objects.get(year=2005)
    assert (wave.state, wave.opens_on, wave.closes_on, wave.reminder_days) == (
        "draft", date(2005, 10, 4), date(2005, 12, 19), [7, 2],
    )  # fmt: skip
    said = page(evaluator, W2005)
    assert "The 2005 survey is drafted. Nobody else sees it before it is open." in said
    assert "8 December, 15 December, to those who owe a return; later where" in said
    assert "Open the survey" in said
    assert "Close the survey" not in said
    assert "No questionnaire waits for a wave" in page(evaluator, f"{WAVES}new/")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("opens_on", "", "Enter opening date"),
        ("opens_on", "tomorrow", "Enter a real day, such as 31/3/2004"),
        ("closes_on", "2005-10-03", "A wave closes after it opens. Swap the dates."),
        ("closes_on", "2005-12-17", "17 December 2005 is not a working day. The next one is"),
        ("questionnaire", "999999", "Select a valid choice."),
        ("reminder_days", "ten", "Enter numbers of working days from 0 to 60"),
        ("reminder_days", "61", "Enter numbers of working days from 0 to 60"),
        ("reminder_days", "-1", "Enter numbers of working days from 0 to 60"),
        ("reminder_days", "²", "Enter numbers of working days from 0 to 60"),
        ("reminder_days", "0,1,2,3,4,5,6,7,8,9,10", "At most 10."),
    ],
)
def test_a_new_wave_refused(
    desk: Desk, evaluator: Client, field: str, value: str, error: str
) -> None:
    given = {
        "questionnaire": second_questionnaire(desk), "opens_on": "2005-10-04",
        "closes_on": "2005-12-19", "reminder_days": "",
    }  # fmt: skip
    said = sent(evaluator, f"{WAVES}new/", 200, **(given | {field: value}))
    assert "There is a problem" in said
    assert error in said
    assert Wave.objects.count() == 1


def test_changing_an_open_wave(desk: Desk, evaluator: Client) -> None:
    path = f"{W2004}change/"
    said = page(evaluator, path)
    assert "The survey opened on 4 October 2004." in said
    assert "Opening date" not in said
    assert sent(evaluator, path, closes_on=SOON.isoformat(), reminder_days="3") == W2004
    desk.wave.refresh_from_db()
    assert (desk.wave.closes_on, desk.wave.reminder_days) == (SOON, [3])
    assert "The dates of the 2004 survey are saved." in page(evaluator, W2004)
    refused = sent(evaluator, path, 200, closes_on="2004-10-01", reminder_days="")
    assert "1 October 2004 has passed." in refused


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2005-01-14", "14 January 2005 has passed. Choose a working day that is still to come."),
        ("2098-12-25", "25 December 2098 is not a working day. The next one is 29 December 2098."),
    ],
)
def test_a_closing_date_that_makes_everybody_late(
    desk: Desk, evaluator: Client, day: str, message: str
) -> None:
    response = evaluator.post(f"{W2004}change/", {"closes_on": day, "reminder_days": "4"})
    assert response.status_code == 200
    html = response.content.decode()
    fields = {e.get("name"): e.get("value") for e in parsed(html).iter("input")}
    assert (fields["closes_on"], fields["reminder_days"]) == (day, "4")
    assert 'href="#id_closes_on"' in html
    assert message in html
    desk.wave.refresh_from_db()
    assert desk.wave.closes_on == date(2004, 12, 17)
    # Reminder days can change although the closing date has passed.
    path = f"{W2004}change/"
    assert sent(evaluator, path, closes_on="2004-12-17", reminder_days="4") == W2004


def test_a_draft_is_discarded(desk: Desk, evaluator: Client) -> None:
    path = f"{W2004}discard/"
    assert "Discard this draft" not in page(evaluator, W2004)
    for refused in (page(evaluator, path, 409), sent(evaluator, path, 409, **SURE)):
        assert "The 2004 survey has been opened, so it cannot be discarded." in refused
    to_draft(desk)
    assert "Discard this draft" in page(evaluator, W2004)
    assert "Tick “Discard this draft for good”" in sent(evaluator, path, 200)
    assert Wave.objects.get().state == "draft"
    assert sent(evaluator, path, **SURE) == WAVES
    said = page(evaluator, WAVES)
    assert "The draft of the 2004 survey is discarded." in said
    assert "Draft a wave" in said
    assert not Wave.objects.exists()


def test_a_draft_being_opened_is_not_discarded(desk: Desk, evaluator: Client) -> None:
    to_draft(desk)
    sent(evaluator, f"{W2004}open/", **SURE)
    said = sent(evaluator, f"{W2004}discard/", 409, **SURE)
    assert "The 2004 survey is being opened, so it cannot be discarded." in said
    with in_national():
        Job.objects.update(state="failed")
    with in_partnership(desk.cast.alpha.pk):
        Return.objects.create(wave=desk.wave)
    said = sent(evaluator, f"{W2004}discard/", 409, **SURE)
    assert "The 2004 survey is being opened, so it cannot be discarded." in said
    assert Wave.objects.get().state == "draft"


def test_a_closed_wave_cannot_be_changed(desk: Desk, evaluator: Client) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    said = page(evaluator, f"{W2004}change/", 409)
    assert "The 2004 survey is closed, so its dates cannot change." in said
    assert "Change the dates" not in page(evaluator, W2004)


# Opening
def test_who_is_emailed_is_said_before_the_opening(desk: Desk, evaluator: Client) -> None:
    to_draft(desk)
    path = f"{W2004}open/"
    said = page(evaluator, path)
    assert "4 emails go to co-ordinators and chairs of 2 partnerships, as each has chosen." in said
    assert "Alpha Partnership: Alpha Coordinator, Alpha Chair" in said
    assert "Its closing date, 17 December 2004, has passed: everybody will be late." in said
    assert "Tick “Every partnership can begin now”" in sent(evaluator, path, 200)
    leads_to = sent(evaluator, path, **SURE)
    with in_national():
        job = Job.objects.get(kind="surveys.returns.tasks.open_wave")
    assert leads_to == f"/national/jobs/{job.pk}/"
    assert "Open the 2004 survey" in page(evaluator, W2004)
    run_job(tasks.open_wave.portal_work, job.pk, None)
    assert "See the 2004 survey" in page(evaluator, leads_to)
    assert desk.state(desk.cast.alpha) == "not_started"
    assert "The 2004 survey has been opened already." in page(evaluator, path, 409)
    assert "The 2004 survey has been opened already." in sent(evaluator, path, 409, **SURE)


def test_partnerships_with_nobody_to_email(desk: Desk, evaluator: Client) -> None:
    to_draft(desk)
    ids = [u.pk for name, u in desk.cast.users.items() if name.startswith("beta")]
    User.objects.filter(pk__in=ids).update(is_active=False)
    said = page(evaluator, f"{W2004}open/")
    assert "2 emails go to co-ordinators and chairs of 1 partnership, as each has chosen." in said
    assert "1 partnership has nobody to email." in said
    User.objects.filter(name__startswith="Alpha").update(is_active=False)
    assert "Nobody is emailed: no co-ordinator or chair has" in page(evaluator, f"{W2004}open/")


# Closing and settling
def test_closing_says_who_is_late_and_who_has_more_time(desk: Desk, evaluator: Client) -> None:
    desk.ready(desk.cast.beta)
    with in_national():
        extend_return(
            partnership=desk.cast.alpha, year=2004, until=SOON, reason="Illness.",
            by=desk.cast.evaluator,
        )  # fmt: skip
    path = f"{W2004}close/"
    said = page(evaluator, path)
    assert "1 return is not signed off" in said
    assert "Beta Partnership: ready for sign-off, late. Chair: Beta Chair" in said
    assert "1 partnership has more time" in said
    assert f"Alpha Partnership: not started, until {words_of(SOON)}" in said
    assert "Tick “Nobody else signs off a return any more”" in sent(evaluator, path, 200)
    assert sent(evaluator, path, **SURE) == W2004
    assert "The 2004 survey is closed." in page(evaluator, W2004)
    assert Wave.objects.get().state == "closed"
    assert "The 2004 survey is not open." in page(evaluator, path, 409)
    assert "The 2004 survey is not open." in sent(evaluator, path, 409, **SURE)


def test_settling(desk: Desk, evaluator: Client) -> None:
    path = f"{W2004}settle/"
    assert "The 2004 survey is not closed yet. Close it first." in page(evaluator, path, 409)
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    assert "2 returns are not signed off" in page(evaluator, path)
    assert "Tick “No return of this survey is reopened any more”" in sent(evaluator, path, 200)
    assert sent(evaluator, path, **SURE) == W2004
    said = page(evaluator, W2004)
    assert "The 2004 survey is settled. Its national results are final." in said
    assert "Settle the results" not in said
    assert "The 2004 survey is settled already." in page(evaluator, path, 409)


# More time
def test_more_time(desk: Desk, evaluator: Client) -> None:
    said = page(evaluator, MORE)
    assert "Everybody has until 17 December 2004. Its return stands at: not started." in said
    assert sent(evaluator, MORE, until=SOON.isoformat(), reason="Illness.") == W2004
    said = page(evaluator, W2004)
    assert f"Alpha Partnership has until {words_of(SOON)}. Its team is told by email." in said
    assert f"Alpha Partnership: until {words_of(SOON)}. Illness." in said
    assert f"Alpha Partnership has until {words_of(SOON)}." in page(evaluator, MORE)
    with in_partnership(desk.cast.alpha.pk):
        assert (desk.row().extended_to, desk.row().extension_reason) == (SOON, "Illness.")


@pytest.mark.parametrize(
    ("until", "reason", "status", "message"),
    [
        ("", "Ill.", 200, "Enter the new last day"),
        ("soon", "Ill.", 200, "Enter a real day, such as 31/3/2004"),
        (SOON.isoformat(), "", 200, "Say why the partnership gets more time"),
        (SOON.isoformat(), "x" * 1001, 200, "at most 1000 characters"),
        ("2004-12-17", "Ill.", 409, "Every partnership has until 17 December 2004."),
        ("2005-01-14", "Ill.", 409, "14 January 2005 has passed."),
        ("2098-12-25", "Ill.", 409, "25 December 2098 is not a working day."),
    ],
)
def test_more_time_refused(
    desk: Desk, evaluator: Client, until: str, reason: str, status: int, message: str
) -> None:
    said = sent(evaluator, MORE, status, until=until, reason=reason)
    assert "There is a problem" in said
    assert message in said
    assert reason in said  # what was typed stays
    with in_partnership(desk.cast.alpha.pk):
        assert desk.row().extended_to is None


def test_more_time_for_strangers(evaluator: Client) -> None:
    page(evaluator, f"{W2004}more-time/nowhere/", 404)
    page(evaluator, f"{WAVES}1999/more-time/alpha/", 404)


# Reminders
def test_a_reminder_from_the_first_word_to_the_last_email(desk: Desk, evaluator: Client) -> None:
    desk.ready(desk.cast.alpha)
    assert "Write a reminder" in page(evaluator, W2004)
    html = evaluator.get(f"{REMIND}?state=ready&region=west_midlands&nrf=yes").content.decode()
    ticked = [e.get("value") for e in parsed(html).iter("input") if "checked" in e.attrib]
    assert ticked == ["ready", "west_midlands", "yes"]
    given = {"states": ["ready", "not_started"], "words": "Please."}
    said = sent(evaluator, REMIND, 200, **given)
    assert "2 people in 2 partnerships get it." in said
    html = evaluator.post(REMIND, given).content.decode()
    lines = [[words(cell) for cell in line] for line in parsed(html).iter("tr")]
    assert lines[1:] == [
        [
            "Alpha Partnership", "Alpha Chair (chair or vice-chair)",
            "The return waits for the chair’s sign-off.", "17 Dec 2004",
        ],
        [
            "Beta Partnership", "Beta Coordinator (co-ordinator)",
            "The return has not been started.", "17 Dec 2004",
        ],
    ]  # fmt: skip
    assert "Write a reminder" in sent(evaluator, REMIND, 200, then="change", **given)
    with in_national():
        assert not Reminder.objects.exists()
    leads_to = sent(evaluator, REMIND, then="send", **given)
    with in_national():
        job = Job.objects.get(kind="surveys.returns.tasks.send_reminder")
        reminder = Reminder.objects.get()
    assert leads_to == f"/national/jobs/{job.pk}/"
    own = f"{W2004}reminders/{reminder.pk}/"
    assert "ReachedBeing sent" in page(evaluator, own)
    run_job(tasks.send_reminder.portal_work, job.pk, None)
    said = page(evaluator, own)
    assert "ToNot started, Ready for sign-off" in said
    assert "Reached2 people in 2 partnerships" in said
    assert "Waiting to be sent: 2" in said
    assert "2 people in 2 partnerships2 waiting to be sent" in page(evaluator, W2004)
    again = sent(evaluator, REMIND, 409, then="send", **given)
    assert "This reminder was sent today already." in again


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"words": ""}, "Write what the reminder says"),
        ({"words": "x" * 2001}, "at most 2000 characters"),
        ({"words": "x", "states": ["submitted"]}, "submitted is not one of the available choices"),
        ({"words": "x", "regions": ["atlantis"]}, "atlantis is not one of the available choices"),
    ],
)
def test_a_reminder_refused(evaluator: Client, given: dict[str, object], message: str) -> None:
    for then in ("preview", "send"):
        assert message in sent(evaluator, REMIND, 200, then=then, **given)
    with in_national():
        assert not Reminder.objects.exists()


def test_a_reminder_that_nobody_would_get(evaluator: Client) -> None:
    given = {"words": "x", "regions": ["london"]}
    said = sent(evaluator, REMIND, 200, **given)
    assert "Nobody would get it" in said
    assert "Send" not in said
    assert "Nobody would get this reminder" in sent(evaluator, REMIND, 409, then="send", **given)


def test_hostile_words_are_text(evaluator: Client) -> None:
    bad = "<script>alert(1)</script>\r\n{{ 7|add:7 }}"
    html = evaluator.post(REMIND, {"words": bad}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_no_reminder_of_a_draft(desk: Desk, evaluator: Client) -> None:
    to_draft(desk)
    said = page(evaluator, REMIND, 409)
    assert "The 2004 survey is not open yet, so nobody owes a return." in said


# Around them
def test_nothing_there_yet(desk: Desk, evaluator: Client) -> None:
    to_draft(desk)
    assert "No survey has been opened yet" in page(evaluator, "/national/response/")
    page(evaluator, "/national/response/response.csv", 404)
    Wave.objects.all()._raw_delete("default")
    assert "There is no wave yet" in page(evaluator, WAVES)


@pytest.mark.parametrize("path", ["", "change/", "open/", "close/", "settle/", "reminders/new/"])
def test_no_such_wave(evaluator: Client, path: str) -> None:
    page(evaluator, f"{WAVES}1999/{path}", 404)


@pytest.mark.parametrize(
    "who",
    ["alpha_coordinator", "alpha_chair", "observer", "odpm", "dft", "administrator", "nobody"],
)
def test_for_evaluators_only(desk: Desk, who: str) -> None:
    client = client_of(desk.cast.users[who])
    for path in (WAVES, f"{WAVES}new/", W2004, f"{W2004}close/", MORE, REMIND):
        assert client.get(path).status_code == 403
    for path in (f"{WAVES}new/", f"{W2004}close/", MORE, REMIND):
        assert client.post(path, SURE).status_code == 403
    assert Wave.objects.get().state == "open"


def queries(client: Client, path: str, **post: object) -> int:
    def ask() -> None:
        client.post(path, post) if post else client.get(path)

    ask()
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["evaluator"]) as national,
    ):
        ask()
    return len(own) + len(national)


@pytest.mark.parametrize(
    ("path", "post"),
    [
        (W2004, {}),
        (f"{W2004}close/", {}),
        (REMIND, {"words": "x"}),
        ("/national/response/", {}),
        ("/national/response/response.csv", {}),
    ],
)
def test_as_many_queries_for_one_partnership_as_for_three(
    trio: Desk, django_db_blocker, path: str, post: dict[str, object]
) -> None:
    with django_db_blocker.unblock():
        client = client_of(trio.cast.evaluator)
        counts = [queries(client, path, **post)]
        names = ("Beta Partnership", "Gamma Partnership")
        Partnership.objects.filter(name__in=names).update(is_active=False)
        counts.append(queries(client, path, **post))
        Partnership.objects.filter(name__in=names).update(is_active=True)
    assert counts[0] == counts[1]

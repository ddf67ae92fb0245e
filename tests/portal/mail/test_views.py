"""The page of choices and the delivery log."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.jobs.models import Job
from portal.mail.kinds import kinds
from portal.mail.models import Delivery
from portal.mail.queries import wishes_of
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.portal.mail.test_domain import told
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
LOG = "/p/alpha/deliveries/"
ALL_NOW = {key: "now" for key, kind in kinds().items() if kind.optional}


def test_choices_are_shown_and_kept(cast: Cast, signed_in: SignIn) -> None:
    pages = Pages(signed_in(cast.alpha_member))
    page = pages.get("/account/notifications/")
    assert (page.status, page.heading) == (200, "Your emails")
    assert page.html.count('value="now"') == page.html.count(" checked") == len(ALL_NOW)
    assert "Your role in a partnership changes" in page.text
    answer = pages.post("/account/notifications/", ALL_NOW | {"action_due": "off"})
    assert "Your choice of emails is saved." in answer.text
    assert wishes_of(cast.alpha_member) == ALL_NOW | {"action_due": "off"}
    page = pages.get("/account/notifications/")
    assert 'id="id_action_due_2" checked' in page.html.replace(' class="govuk-radios__input"', "")


def test_a_wish_that_is_none_is_said_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    pages = Pages(signed_in(cast.alpha_member))
    posted = ALL_NOW | {"action_due": "often", "action_overdue": ""}
    page = pages.post("/account/notifications/", posted)
    assert page.title == "Error: Your emails – LSP Portal"
    assert "Choose one of the three answers: An action of yours is due soon" in page.text
    assert "Choose when to send: An action of yours is overdue" in page.text
    assert wishes_of(cast.alpha_member) == {}


def test_the_log_says_what_became_of_each(cast: Cast, signed_in: SignIn) -> None:
    told(cast, cast.alpha_member, subject="Agenda of the Board", kind="agenda_published")
    told(cast, cast.alpha_chair)
    with in_partnership(cast.alpha.pk):
        Delivery.objects.filter(recipient=cast.alpha_chair).update(
            state="failed", fault="refused", error="550 <b>No such person</b>"
        )
    pages = Pages(signed_in(cast.alpha_coordinator))
    page = pages.get(LOG)
    assert (page.status, page.heading) == (200, "Emails sent")
    assert "1 email was not delivered. See what to do" in page.text
    assert "2 emails" in page.text
    assert "Check the address with the person, correct it, then send the email again." in page.text
    assert "The mail server said: 550 <b>No such person</b>" in page.text
    only = pages.get(f"{LOG}?kind=agenda_published&state=queued")
    assert "Agenda of the BoardThe agenda of a meeting is publishedAlpha Member" in only.text
    assert "Minutes of the Board, 3 March 2004" not in only.text
    assert "No email fits" in pages.get(f"{LOG}?state=sent").text


def test_an_empty_log_says_when_it_fills(cast: Cast, signed_in: SignIn) -> None:
    page = Pages(signed_in(cast.alpha_coordinator)).get(LOG)
    assert "The portal has not sent an email for this partnership yet" in page.text


def test_a_failed_one_is_sent_again_from_the_log(cast: Cast, signed_in: SignIn) -> None:
    (delivery,) = told(cast, cast.alpha_chair)
    with in_partnership(cast.alpha.pk):
        Delivery.objects.update(state="failed", fault="refused", error="550 No")
        Job.objects.all().delete()
    page = Pages(signed_in(cast.alpha_coordinator)).post(f"{LOG}{delivery.pk}/send-again/", {})
    assert "“Minutes of the Board, 3 March 2004” will be sent again now." in page.text
    with in_partnership(cast.alpha.pk):
        assert (Delivery.objects.get().state, Job.objects.get().label) == (
            "queued",
            "Send one email again",
        )


@pytest.mark.parametrize("who", ["alpha_member", "alpha_chair", "observer"])
def test_the_log_is_the_coordinators(cast: Cast, signed_in: SignIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(LOG).status_code == 403


def test_another_partnerships_email_is_not_there(cast: Cast, signed_in: SignIn) -> None:
    (delivery,) = told(cast, cast.alpha_chair)
    client = signed_in(cast.beta_coordinator)
    assert client.post(f"/p/beta/deliveries/{delivery.pk}/send-again/").status_code == 404
    assert "Minutes of the Board" not in client.get("/p/beta/deliveries/").content.decode()


def test_a_long_log_is_paged_in_a_constant_number_of_queries(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alpha_coordinator)
    client.get(LOG)  # the first page of a session asks more
    counts = []
    for _ in range(2):
        fill(cast, 60)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"{LOG}?page=2&kind=agenda_published")
        counts.append((len(queries), page.content.decode().count("to read: agenda ")))
    assert counts == [(counts[0][0], 10), (counts[0][0], 50)]


def fill(cast: Cast, count: int) -> None:
    """More emails in alpha's log."""
    with in_partnership(cast.alpha.pk):
        Delivery.objects.bulk_create(
            Delivery(
                recipient=cast.alpha_chair,
                email=cast.alpha_chair.email,
                kind="agenda_published",
                subject=f"to read: agenda {n}",
                body="x",
                state="sent",
            )
            for n in range(count)
        )

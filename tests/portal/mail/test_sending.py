"""Sending: once each, and what happens when the mail server says no."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from portal.jobs.models import Job
from portal.mail.domain import retry_due, send_to_address
from portal.mail.models import Delivery
from portal.mail.sending import LOST, MOST_ATTEMPTS, claim_next
from portal.mail.tasks import CLOCK, retry_mail
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.portal.mail.conftest import BUSY, Server, no_such_person
from tests.portal.mail.test_domain import SUBJECT, told

Work = Callable[[], list[dict[str, Any]]]


def only(cast: Cast) -> Delivery:
    with in_partnership(cast.alpha.pk):
        return Delivery.objects.get()


def make_due(cast: Cast) -> None:
    """As if the pause were over; the clock's next round asks for another try."""
    with in_partnership(cast.alpha.pk):
        Delivery.objects.update(next_at=timezone.now() - timedelta(seconds=1))
        retry_due(by=CLOCK)


def test_a_letter_says_what_happened_and_where_to_read_on(
    cast: Cast, work: Work, settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://portal.example"
    told(cast, cast.alpha_member)
    assert work() == [{"sent": 1, "failed": 0}]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["alpha_member@portal.example"], SUBJECT)
    assert sent.body == (
        "Dear Alpha Member,\n"
        "\n"
        "Minutes are circulated.\n"
        "Propose amendments by 10 March.\n"
        "\n"
        "Read more:\n"
        "https://portal.example/p/alpha/minutes/1/\n"
        "\n"
        "--\n"
        "Alpha Partnership on the LSP Portal\n"
        "Choose which emails you get: https://portal.example/account/notifications/\n"
        "This is a demonstration. The people and what they do are synthetic.\n"
    )
    delivery = only(cast)
    assert sent.extra_headers == {
        "Message-ID": f"<{delivery.pk}@portal.example>",
        "Auto-Submitted": "auto-generated",
    }
    assert (delivery.state, delivery.attempts, delivery.error) == ("sent", 1, "")
    assert delivery.path == "/p/alpha/minutes/1/"
    assert delivery.sent_at is not None


def test_a_job_that_runs_twice_sends_nothing_twice(cast: Cast, work: Work) -> None:
    told(cast, cast.alpha_member, cast.alpha_chair)
    assert work() == [{"sent": 2, "failed": 0}]
    with in_partnership(cast.alpha.pk):
        Job.objects.update(state="queued")
    assert work() == [{"sent": 0, "failed": 0}]
    assert len(mail.outbox) == 2


def test_two_workers_never_hold_the_same_email(cast: Cast) -> None:
    told(cast, cast.alpha_member)
    with in_partnership(cast.alpha.pk):
        assert claim_next() is not None
        assert claim_next() is None


def test_a_key_to_somebody_without_an_account_is_not_kept(
    cast: Cast, work: Work, settings: Any
) -> None:
    settings.SITE_ADDRESS, settings.SYNTHETIC_DEMO = "https://portal.example", False
    with in_partnership(cast.alpha.pk):
        send_to_address(
            kind="invitation",
            email="new@council.example",
            subject="Join Alpha Partnership",
            lines=["You are invited."],
            path="/invitations/secret/",
            by=cast.alpha_coordinator,
        )
    work()
    assert mail.outbox[0].body == (
        "Hello,\n"
        "\n"
        "You are invited.\n"
        "\n"
        "Read more:\n"
        "https://portal.example/invitations/secret/\n"
        "\n"
        "--\n"
        "Alpha Partnership on the LSP Portal\n"
        "If you do not know why you got this email, you can ignore it.\n"
    )
    assert (only(cast).state, only(cast).path) == ("sent", "")


def test_a_role_mail_offers_no_choice(cast: Cast, work: Work) -> None:
    told(cast, cast.alpha_member, kind="role_changed")
    work()
    assert "You get this email because it is about your own place there." in mail.outbox[0].body
    assert "/account/notifications/" not in mail.outbox[0].body


def test_an_unknown_address_fails_at_once_and_the_others_go_out(
    cast: Cast, work: Work, server: type[Server], caplog: pytest.LogCaptureFixture
) -> None:
    server.answers["alpha_chair@portal.example"] = no_such_person("alpha_chair@portal.example")
    told(cast, cast.alpha_chair, cast.alpha_member)
    with caplog.at_level(logging.WARNING):
        assert work() == [{"sent": 1, "failed": 1}]
    with in_partnership(cast.alpha.pk):
        failed = Delivery.objects.get(recipient=cast.alpha_chair)
        assert Delivery.objects.get(recipient=cast.alpha_member).state == "sent"
    assert (failed.state, failed.error, failed.fault, failed.next_at) == (
        "failed",
        "550 5.1.1 No such person here",
        "refused",
        None,
    )
    assert failed.advice.startswith("The mail server turned it down. Check the address")
    assert f"email {failed.pk} was not delivered: 550 5.1.1 No such person" in caplog.text


def test_an_address_that_cannot_be_written_fails_at_once(
    cast: Cast, work: Work, server: type[Server]
) -> None:
    server.answers["alpha_chair@portal.example"] = ValueError("Invalid address")
    told(cast, cast.alpha_chair)
    work()
    assert (only(cast).state, only(cast).error) == ("failed", "Invalid address")


def test_a_busy_server_is_tried_again_with_longer_pauses_then_it_fails(
    cast: Cast, work: Work, server: type[Server]
) -> None:
    server.answers["alpha_member@portal.example"] = BUSY
    told(cast, cast.alpha_member)
    pauses = []
    for _ in range(MOST_ATTEMPTS - 1):
        work()
        delivery = only(cast)
        assert (delivery.state, delivery.error) == ("queued", "451 4.7.1 Try again later")
        pauses.append(round((delivery.next_at - timezone.now()).total_seconds() / 60))
        with in_partnership(cast.alpha.pk):
            retry_due(by=CLOCK)
        assert work() == []  # not before its time
        make_due(cast)
    work()
    delivery = only(cast)
    assert pauses == [5, 15, 45, 135]
    assert (delivery.state, delivery.fault, delivery.attempts) == ("failed", "unreachable", 5)
    assert delivery.advice.startswith("The portal tried five times.")


def test_it_goes_out_when_the_server_is_well_again(
    cast: Cast, work: Work, server: type[Server]
) -> None:
    server.shut = True
    told(cast, cast.alpha_member)
    told(cast, cast.alpha_chair)
    with in_partnership(cast.alpha.pk):
        Job.objects.exclude(label="").order_by("-created_at")[0].delete()
    assert work() == [{"sent": 0, "failed": 1}]  # it stops: the second would find it shut, too
    with in_partnership(cast.alpha.pk):
        states = sorted(Delivery.objects.values_list("state", "attempts", "error"))
    assert states == [("queued", 0, ""), ("queued", 1, "Connection refused")]
    server.shut = False
    make_due(cast)
    assert work() == [{"sent": 2, "failed": 0}]
    with in_partnership(cast.alpha.pk):
        assert set(Delivery.objects.values_list("state", "error")) == {("sent", "")}


def test_what_a_dead_worker_held_may_have_gone_out_and_is_not_sent_again(
    cast: Cast, work: Work
) -> None:
    told(cast, cast.alpha_member)
    with in_partnership(cast.alpha.pk):
        claim_next()
    assert work() == [{"sent": 0, "failed": 0}]
    make_due(cast)
    assert (work(), mail.outbox) == ([], [])
    assert (only(cast).state, only(cast).error, only(cast).fault) == ("failed", LOST, "unsure")
    assert "Ask the person before you send it again." in only(cast).advice


def test_the_clocks_round_finds_what_is_due_everywhere(cast: Cast, work: Work) -> None:
    told(cast, cast.alpha_member)
    with in_partnership(cast.alpha.pk):
        Job.objects.all().delete()
    retry_mail()
    retry_mail()
    with in_partnership(cast.alpha.pk):
        assert list(Job.objects.values_list("key", "system")) == [("round", "mail clock")]
    with in_partnership(cast.beta.pk):
        assert not Job.objects.exists()
    assert work() == [{"sent": 1, "failed": 0}]

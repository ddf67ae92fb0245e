"""The daily digest: one email per person and partnership, on working days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from time_machine import travel

from portal.accounts.models import User
from portal.celery import app
from portal.errors import Refused
from portal.jobs.models import Job
from portal.mail.domain import notify, send_again
from portal.mail.models import Delivery
from portal.mail.tasks import send_digests
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.portal.mail.conftest import Server, no_such_person
from tests.portal.mail.test_domain import told, wish

Work = Callable[[], list[dict[str, Any]]]
TUESDAY, SATURDAY, CHRISTMAS = date(2004, 3, 2), date(2004, 3, 6), date(2003, 12, 25)


@pytest.fixture
def readers(cast: Cast) -> None:
    """Alpha's member and chair read digests."""
    for person in (cast.alpha_member, cast.alpha_chair):
        wish(person, minutes_circulated="digest", action_due="digest")


def digest_on(day: date) -> None:
    with travel(f"{day}T07:30:00+00:00", tick=False):
        send_digests()


def states(cast: Cast) -> list[tuple[str, str, str]]:
    with in_partnership(cast.alpha.pk):
        rows = Delivery.objects.order_by("email", "kind", "subject")
        return list(rows.values_list("email", "kind", "state"))


def test_everything_that_waited_comes_in_one_email(
    cast: Cast, readers: None, work: Work, settings: Any
) -> None:
    settings.SITE_ADDRESS = "https://portal.example"
    told(cast, cast.alpha_member, kind="action_due", subject="Action 7 is due", path="/p/alpha/7/")
    told(cast, cast.alpha_member, cast.alpha_chair, subject="Minutes of the Board")
    told(cast, cast.alpha_member, subject="Minutes of the Executive", path="/p/alpha/minutes/2/")
    digest_on(TUESDAY)
    assert work() == [{"sent": 2, "failed": 0}]
    sent = {m.to[0]: m for m in mail.outbox}
    assert sent["alpha_chair@portal.example"].subject == "Your daily digest: 1 thing to know"
    own = sent["alpha_member@portal.example"]
    assert own.subject == "Your daily digest: 3 things to know"
    assert own.body == (
        "Dear Alpha Member,\n"
        "\n"
        "This is what happened since your last digest.\n"
        "\n"
        "MINUTES ARE CIRCULATED FOR AMENDMENTS\n"
        "* Minutes of the Board\n"
        "  https://portal.example/p/alpha/minutes/1/\n"
        "* Minutes of the Executive\n"
        "  https://portal.example/p/alpha/minutes/2/\n"
        "\n"
        "AN ACTION OF YOURS IS DUE SOON\n"
        "* Action 7 is due\n"
        "  https://portal.example/p/alpha/7/\n"
        "\n"
        "--\n"
        "Alpha Partnership on the LSP Portal\n"
        "Choose which emails you get: https://portal.example/account/notifications/\n"
        "This is a demonstration. The people and what they do are synthetic.\n"
    )
    assert {state for _, _, state in states(cast)} == {"sent"}
    with in_partnership(cast.alpha.pk):
        assert set(Job.objects.values_list("label", "system")) == {
            ("Send the daily digests", "mail clock")
        }


def test_each_partnership_has_a_digest_of_its_own(cast: Cast, readers: None) -> None:
    told(cast, cast.alpha_member)
    with in_partnership(cast.beta.pk):
        how = {"subject": "Elsewhere", "lines": ["x"], "path": "/p/beta/", "by": cast.by}
        notify(kind="minutes_circulated", to=[cast.alpha_member], **how)
    digest_on(TUESDAY)
    for place, subject in (
        (cast.alpha, "Minutes of the Board, 3 March 2004"),
        (cast.beta, "Elsewhere"),
    ):
        with in_partnership(place.pk):
            digest = Delivery.objects.get(kind="digest")
            assert digest.body.count("* ") == 1
            assert f"* {subject}" in digest.body


def test_the_same_day_twice_makes_one_digest(cast: Cast, readers: None) -> None:
    told(cast, cast.alpha_member)
    digest_on(TUESDAY)
    digest_on(TUESDAY)
    assert states(cast) == [
        ("alpha_member@portal.example", "digest", "queued"),
        ("alpha_member@portal.example", "minutes_circulated", "waiting"),
    ]


@pytest.mark.parametrize("day", [SATURDAY, CHRISTMAS])
def test_it_keeps_to_working_days(cast: Cast, readers: None, day: date) -> None:
    told(cast, cast.alpha_member)
    digest_on(day)
    assert states(cast) == [("alpha_member@portal.example", "minutes_circulated", "waiting")]


def test_a_closed_account_gets_none(cast: Cast, readers: None) -> None:
    told(cast, cast.alpha_member)
    User.objects.filter(pk=cast.alpha_member.pk).update(is_active=False)
    digest_on(TUESDAY)
    assert states(cast) == [("alpha_member@portal.example", "minutes_circulated", "off")]


def test_a_failed_digest_is_sent_again_as_a_whole(
    cast: Cast, readers: None, work: Work, server: type[Server]
) -> None:
    server.answers["alpha_member@portal.example"] = no_such_person("alpha_member@portal.example")
    told(cast, cast.alpha_member)
    digest_on(TUESDAY)
    work()
    assert [state for _, _, state in states(cast)] == ["failed", "failed"]
    with in_partnership(cast.alpha.pk):
        part = Delivery.objects.get(kind="minutes_circulated")
        assert (part.can_be_sent_again, part.error) == (False, "550 5.1.1 No such person here")
        with pytest.raises(Refused, match="Send that digest again instead"):
            send_again(delivery=part, by=cast.alpha_coordinator)
        send_again(delivery=part.digest, by=cast.alpha_coordinator)
    assert [state for _, _, state in states(cast)] == ["queued", "waiting"]
    server.answers.clear()
    work()
    assert [state for _, _, state in states(cast)] == ["sent", "sent"]


def test_the_clock_says_half_past_seven_in_london() -> None:
    when = app.conf.beat_schedule["send-digests"]["schedule"]
    assert (when.hour, when.minute, when.day_of_week) == ({7}, {30}, set(range(7)))
    assert (app.conf.timezone, configured.TIME_ZONE) == ("Europe/London", "Europe/London")

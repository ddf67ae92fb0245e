"""Writing emails down: by each person's wishes, once, in the caller's transaction."""

from collections.abc import Sequence
from typing import Any

import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Refused
from portal.jobs.models import Job
from portal.mail.domain import (
    choose_notifications,
    nothing_leaves,
    notify,
    send_again,
    send_to_address,
)
from portal.mail.models import Delivery
from portal.mail.queries import deliveries_about, wishes_of
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast

SUBJECT = "Minutes of the Board, 3 March 2004"


def told(cast: Cast, *people: User, **changes: Any) -> list[Delivery]:
    """What alpha's co-ordinator wrote to these people."""
    how = {
        "kind": "minutes_circulated",
        "subject": SUBJECT,
        "lines": ["Minutes are circulated.", "Propose amendments by 10 March."],
        "path": "/p/alpha/minutes/1/",
        "by": cast.alpha_coordinator,
    }
    with in_partnership(cast.alpha.pk):
        return notify(to=people, **how | changes)


def wish(person: User, **wishes: str) -> None:
    with in_national():
        choose_notifications(wishes=wishes, by=person)


def stored(cast: Cast) -> Sequence[tuple[str, str, str]]:
    with in_partnership(cast.alpha.pk):
        return list(Delivery.objects.order_by("email").values_list("email", "state", "once"))


def jobs(cast: Cast) -> list[tuple[str, str]]:
    with in_partnership(cast.alpha.pk):
        return list(Job.objects.values_list("label", "system"))


def test_each_person_gets_it_when_they_wish(cast: Cast) -> None:
    wish(cast.alpha_member, minutes_circulated="digest", action_due="off")
    wish(cast.alpha_chair, minutes_circulated="off")
    told(cast, cast.alpha_coordinator, cast.alpha_member, cast.alpha_chair)
    assert stored(cast) == [
        ("alpha_chair@portal.example", "off", ""),
        ("alpha_coordinator@portal.example", "queued", ""),
        ("alpha_member@portal.example", "waiting", ""),
    ]
    assert jobs(cast) == [("Send 1 email", "")]


def test_nothing_to_send_at_once_asks_for_no_job(cast: Cast) -> None:
    wish(cast.alpha_member, minutes_circulated="digest")
    told(cast, cast.alpha_member)
    assert told(cast) == []
    assert jobs(cast) == []


def test_what_cannot_be_chosen_is_sent_whatever_was_chosen(cast: Cast) -> None:
    with pytest.raises(Refused, match="There is no such choice: role_changed, off"):
        wish(cast.alpha_member, role_changed="off")
    told(cast, cast.alpha_member, kind="role_changed")
    assert stored(cast) == [("alpha_member@portal.example", "queued", "")]


def test_everybody_gets_one_and_closed_accounts_none(cast: Cast) -> None:
    cast.alpha_chair.is_active = False
    told(cast, cast.alpha_member, cast.alpha_member, cast.alpha_chair)
    assert stored(cast) == [("alpha_member@portal.example", "queued", "")]


def test_an_occasion_is_told_once(cast: Cast) -> None:
    first = told(cast, cast.alpha_member, kind="action_due", once="1 on 2004-03-10")
    again = told(
        cast, cast.alpha_member, cast.alpha_chair, kind="action_due", once="1 on 2004-03-10"
    )
    other = told(cast, cast.alpha_member, kind="action_due", once="1 on 2004-04-10")
    assert ([len(first), len(other)], [d.recipient for d in again]) == ([1, 1], [cast.alpha_chair])


def test_the_content_is_kept_and_a_subject_is_one_line(cast: Cast) -> None:
    (delivery,) = told(
        cast, cast.alpha_member, subject="  Board\r\nBcc: everybody@portal.example " + "x" * 300
    )
    assert delivery.subject.startswith("Board Bcc: everybody@portal.example xxx")
    assert (len(delivery.subject), delivery.subject[-1]) == (200, "…")
    assert delivery.body == "Minutes are circulated.\nPropose amendments by 10 March."


@pytest.mark.parametrize("path", ["", "p/alpha/", "//evil.example/", "https://evil.example/"])
def test_links_lead_into_the_portal_only(cast: Cast, path: str) -> None:
    with pytest.raises(ValueError, match="start it with one /"):
        told(cast, cast.alpha_member, path=path)


def test_a_kind_must_stand_in_the_table(cast: Cast) -> None:
    with pytest.raises(KeyError, match="gossip"):
        told(cast, cast.alpha_member, kind="gossip")


def test_what_an_email_is_about_finds_it_again(cast: Cast) -> None:
    told(cast, cast.alpha_member, about=cast.alpha)
    told(cast, cast.alpha_chair, about=cast.beta)
    with in_partnership(cast.alpha.pk):
        found = deliveries_about(cast.alpha, kind="minutes_circulated")
        assert [d.email for d in found] == ["alpha_member@portal.example"]
        assert list(deliveries_about(cast.alpha, kind="action_due")) == []


def test_a_system_may_ask(cast: Cast) -> None:
    told(cast, cast.alpha_member, by=System("reminders"))
    assert jobs(cast) == [("Send 1 email", "reminders")]


def test_somebody_without_an_account_gets_one(cast: Cast) -> None:
    how = {
        "kind": "invitation",
        "email": "new@council.example",
        "subject": "Join Alpha Partnership",
        "lines": ["You are invited."],
        "path": "/invitations/secret/",
        "by": cast.alpha_coordinator,
        "once": "invitation 1",
    }
    with in_partnership(cast.alpha.pk):
        first, second = send_to_address(**how), send_to_address(**how)
    assert (first.recipient, first.state, second) == (None, "queued", None)
    assert stored(cast) == [("new@council.example", "queued", "invitation 1")]


def test_a_past_that_is_loaded_reaches_nobody(cast: Cast) -> None:
    with nothing_leaves():
        told(cast, cast.alpha_member)
    told(cast, cast.alpha_chair)
    assert [(email, state) for email, state, _ in stored(cast)] == [
        ("alpha_chair@portal.example", "queued"),
        ("alpha_member@portal.example", "sent"),
    ]
    assert jobs(cast) == [("Send 1 email", "")]


def test_choices_are_kept_changed_and_on_record(cast: Cast) -> None:
    wish(cast.alpha_member, action_due="off", action_overdue="digest")
    wish(cast.alpha_member, action_due="now")
    assert wishes_of(cast.alpha_member) == {"action_due": "now", "action_overdue": "digest"}
    assert wishes_of(cast.alpha_chair) == {}
    with in_national():
        events = AuditEvent.objects.filter(name="notifications.chosen")
        assert [(e.actor_words, e.facts) for e in events] == [
            ("Alpha Member", {"action_due": "now"}),
            ("Alpha Member", {"action_due": "off", "action_overdue": "digest"}),
        ]


@pytest.mark.parametrize("wishes", [{"action_due": "often"}, {"gossip": "now"}, {"digest": "off"}])
def test_there_are_three_wishes_and_known_kinds(cast: Cast, wishes: dict[str, str]) -> None:
    with pytest.raises(Refused, match="There is no such choice"):
        wish(cast.alpha_member, action_overdue="off", **wishes)
    assert wishes_of(cast.alpha_member) == {}


def test_a_failed_one_is_sent_again_to_the_address_of_today(cast: Cast) -> None:
    (delivery,) = told(cast, cast.alpha_member)
    cast.alpha_member.email = "right@portal.example"
    cast.alpha_member.save()
    with in_partnership(cast.alpha.pk):
        Delivery.objects.update(state="failed", error="550 No", fault="refused", attempts=5)
        delivery = Delivery.objects.get()
        send_again(delivery=delivery, by=cast.alpha_coordinator)
        delivery.refresh_from_db()
        with pytest.raises(Refused, match="Only an email that was not delivered"):
            send_again(delivery=delivery, by=cast.alpha_coordinator)
        assert AuditEvent.objects.filter(name="delivery.sent_again").count() == 1
    now = (delivery.state, delivery.email, delivery.attempts, delivery.error, delivery.fault)
    assert now == ("queued", "right@portal.example", 0, "", "")
    assert delivery.recipient.email == "right@portal.example"

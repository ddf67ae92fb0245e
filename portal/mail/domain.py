"""What can happen to emails: write them down, choose when to get them, send one again.

Emails never hold restricted text: the subject, what happened, and a link to the page that
decides who may read. They are written in the caller's transaction and sent after its commit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import Truncator

from portal.accounts.models import User
from portal.audit.record import Actor, record
from portal.errors import Refused
from portal.jobs.queue import enqueue
from portal.mail.kinds import kind_of, kinds
from portal.mail.models import Delivery, Preference
from portal.mail.queries import about_fields, is_something_due, told_already, wishes_about
from portal.mail.sending import give_up_lost

SEND = "portal.mail.tasks.send_mail"
SUBJECT = 200
STATE_OF = {
    Preference.Wish.NOW: Delivery.State.QUEUED,
    Preference.Wish.DIGEST: Delivery.State.WAITING,
    Preference.Wish.OFF: Delivery.State.OFF,
}


_nothing_leaves: ContextVar[bool] = ContextVar("nothing_leaves", default=False)


@contextmanager
def nothing_leaves() -> Iterator[None]:
    """For loading a demonstration's past: emails are written down as sent, and nobody gets one."""
    token = _nothing_leaves.set(True)
    try:
        yield
    finally:
        _nothing_leaves.reset(token)


def notify(
    *,
    kind: str,
    to: Iterable[User],
    subject: str,
    lines: Sequence[str],
    path: str,
    by: Actor,
    about: Model | None = None,
    once: str = "",
) -> list[Delivery]:
    """Tell people what happened, each when they wish, and return what was written for them.

    Everybody gets one email however often they are named; switched-off accounts get none. With
    `once` ("due-2004-10-01") nobody is told of the same occasion of this kind twice. `path`
    ("/p/…/") is where to read on. Runs in the caller's scope; raises KeyError for an unknown kind.
    """
    people = {person.pk: person for person in to if person.is_active}.values()
    wishes = wishes_about(kind, people) if kind_of(kind).optional else {}
    told = told_already(kind=kind, once=once)
    written = [
        Delivery(
            recipient=person,
            email=person.email,
            state=STATE_OF[Preference.Wish(wishes.get(person.pk, Preference.Wish.NOW))],
            **_content(kind, subject, lines, path, about, once),
        )
        for person in people
        if person.email not in told
    ]
    return _write(written, by)


def send_to_address(
    *,
    kind: str,
    email: str,
    subject: str,
    lines: Sequence[str],
    path: str,
    by: Actor,
    about: Model | None = None,
    once: str = "",
) -> Delivery | None:
    """The same to somebody without an account; None if `once` says that it was sent before.

    The stored path is emptied after sending: it may hold the key of an invitation.
    """
    if email in told_already(kind=kind, once=once):
        return None
    kind_of(kind)
    content = _content(kind, subject, lines, path, about, once)
    return _write([Delivery(email=email, **content)], by)[0]


@transaction.atomic
def choose_notifications(*, wishes: Mapping[str, str], by: User) -> None:
    """Keep when the person wishes to get each kind of email; kinds not named stay as they are.

    Raises Refused for a kind that nobody can choose or a wish that there is not.
    """
    for key, wish in wishes.items():
        kind = kinds().get(key)
        if kind is None or not kind.optional or wish not in Preference.Wish.values:
            raise Refused(f"There is no such choice: {key}, {wish}. Choose again from the page.")
    Preference.objects.bulk_create(
        [Preference(user=by, kind=key, wish=wish) for key, wish in wishes.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["wish"],
    )
    record("notifications.chosen", on=by, by=by, **wishes)


@transaction.atomic
def send_again(*, delivery: Delivery, by: Actor) -> None:
    """Send a failed email again, to the address that the person has now. Raises Refused."""
    if delivery.digest_id is not None:
        raise Refused("This was a part of a daily digest. Send that digest again instead.")
    email = delivery.recipient.email if delivery.recipient else delivery.email
    failed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED)
    fresh = {"attempts": 0, "next_at": None, "error": "", "fault": ""}
    if not failed.update(state=Delivery.State.QUEUED, email=email, **fresh):
        raise Refused(
            "Only an email that was not delivered can be sent again. Look at the list of emails"
            " for what became of this one."
        )
    Delivery.objects.filter(digest=delivery).update(
        state=Delivery.State.WAITING, error="", fault=""
    )
    record("delivery.sent_again", on=delivery, by=by)
    enqueue(SEND, key=f"again-{delivery.pk}", by=by, label="Send one email again")


def retry_due(*, by: Actor) -> None:
    """Queue another try for the current scope's emails that can be sent now."""
    now = give_up_lost()
    if is_something_due(now):
        enqueue(SEND, key="round", by=by, label="Send emails that are due")


def _content(
    kind: str,
    subject: str,
    lines: Sequence[str],
    path: str,
    about: Model | None,
    once: str,
) -> dict[str, str]:
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"{path!r} is no address of the portal: start it with one /")
    one_line = " ".join(subject.split())  # a line break would be a header of its own
    return {
        "kind": kind,
        "subject": Truncator(one_line).chars(SUBJECT),
        "body": "\n".join(lines),
        "path": path,
        "once": once,
        **about_fields(about),
    }


def _write(written: list[Delivery], by: Actor) -> list[Delivery]:
    if _nothing_leaves.get():
        for each in written:
            each.state, each.sent_at = Delivery.State.SENT, timezone.now()
    Delivery.objects.bulk_create(written)
    queued = [each for each in written if each.state == Delivery.State.QUEUED]
    if queued:
        # A job of its own: one that runs already may have looked before this transaction ends.
        words = "1 email" if len(queued) == 1 else f"{len(queued)} emails"
        enqueue(SEND, key=str(queued[0].pk), by=by, label=f"Send {words}")
    return written

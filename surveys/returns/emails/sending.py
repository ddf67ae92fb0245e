"""What people are told of a return on its way: declared, sent back, signed, accepted, opened again.

`who_…` are those whom the page names before the click; whoever acts knows already.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format

from partnerships.membership.queries.roles import evaluators
from portal.accounts.models import User
from portal.mail.domain import notify
from portal.mail.models import Delivery
from surveys.questionnaires.queries import form_of
from surveys.returns.audience import chairs, team
from surveys.returns.models import Return


def who_signs(by: User) -> list[User]:
    """Those who are told that a return waits for their sign-off."""
    return _others(chairs(), by)


def who_works(annual_return: Return, by: User | None = None) -> list[User]:
    """The partnership's own people at work on the return, but for who acts."""
    return _others(team(annual_return), by)


def return_ready(annual_return: Return, by: User) -> list[Delivery]:
    """To the chairs."""
    lines = [
        (
            f"{by} has declared the {_year(annual_return)} annual return of"
            f" {_place(annual_return)} ready for sign-off. Read the answers, then sign the return"
            " off or send it back with a reason."
        ),
        f"It is due on {date_format(annual_return.due_on, 'l j F Y')}.",
    ]
    subject = f"Your sign-off is needed: {_year(annual_return)} annual return"
    return _tell("return_ready", who_signs(by), subject, lines, "review", annual_return, by)


def return_sent_back(annual_return: Return, reason: str, by: User) -> list[Delivery]:
    """To everybody at work on it."""
    lines = [f"{by} has opened the declared return again. The reason:", reason]
    subject = f"The {_year(annual_return)} annual return is open again"
    to = who_works(annual_return, by)
    return _tell("return_sent_back", to, subject, lines, "task_list", annual_return, by)


def return_signed_off(annual_return: Return, by: User) -> None:
    """To everybody at work on it, and to the evaluation team."""
    again = annual_return.version > 1
    words = f"version {annual_return.version}" if again else "the return"
    subject = f"{_place(annual_return)}: {_year(annual_return)} annual return signed off"
    subject += " again" if again else ""
    lines = [
        f"{by} has signed off {words}. Its fingerprint is {annual_return.document_sha256}.",
        "The national evaluation team reads it next.",
    ]
    to = who_works(annual_return, by)
    _tell("return_signed_off", to, subject, lines, "receipt", annual_return, by)
    notify(
        kind="return_signed_off",
        to=evaluators(),
        subject=subject,
        lines=[lines[0], "Its page shows what changed since the version before." if again else ""],
        path=national_path("read", annual_return),
        by=by,
        about=annual_return,
    )


def return_accepted(annual_return: Return, by: User) -> list[Delivery]:
    """To everybody at work on it."""
    lines = ["The national evaluation team has accepted the return. Nothing is left to do."]
    subject = f"Accepted: {_year(annual_return)} annual return"
    to = who_works(annual_return, by)
    return _tell("return_accepted", to, subject, lines, "receipt", annual_return, by)


def return_recalled(annual_return: Return, by: User) -> None:
    """To everybody at work on it, and to the evaluation team."""
    subject = f"{_place(annual_return)}: {_year(annual_return)} annual return taken back"
    lines = [
        f"{by} has taken the signed-off return back to change it.",
        *_what_is_open(annual_return),
    ]
    to = who_works(annual_return, by)
    _tell("return_reopened", to, subject, lines, "task_list", annual_return, by)
    notify(
        kind="return_reopened",
        to=evaluators(),
        subject=subject,
        lines=lines,
        path=national_path("read", annual_return),
        by=by,
        about=annual_return,
    )


def return_reopened(annual_return: Return, by: User, *, more: bool) -> list[Delivery]:
    """To everybody at work on it. `more`: sections beside those that were open already."""
    opened = "more sections of the return" if more else "the signed-off return again"
    lines = [
        f"The national evaluation team has opened {opened}.",
        *_what_is_open(annual_return),
        f"Sign it off again by {date_format(annual_return.due_on, 'l j F Y')}.",
    ]
    subject = f"Reopened: {_year(annual_return)} annual return"
    to = who_works(annual_return, by)
    return _tell("return_reopened", to, subject, lines, "task_list", annual_return, by)


def reopening_closed(annual_return: Return, reason: str, by: User) -> list[Delivery]:
    """To everybody at work on it."""
    stands = f"Version {annual_return.version} stands again"
    lines = [
        (
            f"The national evaluation team has closed the reopening. {stands}, as it was signed"
            " off. The answers cannot change any more."
        ),
        f"The reason: {reason}",
    ]
    subject = f"{stands}: {_year(annual_return)} annual return"
    to = who_works(annual_return, by)
    return _tell("return_reopened", to, subject, lines, "receipt", annual_return, by)


def national_path(name: str, annual_return: Return) -> str:
    """The evaluation team's page of this return."""
    wave = annual_return.wave
    return reverse(f"response:{name}", args=[wave.year, annual_return.partnership.slug])


def _what_is_open(annual_return: Return) -> list[str]:
    form = form_of(annual_return.wave.questionnaire.sha256)
    titles = [
        f"{section.number}. {section.title}"
        for section in form.sections
        if section.code in annual_return.reopened_sections
    ]
    return [f"The reason: {annual_return.reopening_reason}", "Open again:", *titles]


def _tell(
    kind: str,
    to: Sequence[User],
    subject: str,
    lines: Sequence[str],
    page: str,
    annual_return: Return,
    by: User,
) -> list[Delivery]:
    place = [annual_return.partnership.slug, annual_return.wave.year]
    return notify(
        kind=kind,
        to=to,
        subject=subject,
        lines=lines,
        path=reverse(f"returns:{page}", args=place),
        by=by,
        about=annual_return,
    )


def _others(people: Sequence[User], by: User | None) -> list[User]:
    return [person for person in people if by is None or person.pk != by.pk]


def _year(annual_return: Return) -> int:
    return annual_return.wave.year


def _place(annual_return: Return) -> str:
    return annual_return.partnership.name

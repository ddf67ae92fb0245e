"""What people are told by e-mail about invitations and their own roles."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from partnerships.membership.models import Invitation, RoleAssignment
from partnerships.membership.roles import PARTNERSHIP_ROLES
from portal.audit.record import Actor, actor_words
from portal.mail.domain import notify, send_to_address


def named(place: RoleAssignment | Invitation) -> str:
    """A role with its title, as letters and the audit trail name it: "LSP member (Police)"."""
    words = PARTNERSHIP_ROLES[place.role].words
    return f"{words} ({place.title})" if place.title else words


def invitation_sent(invitation: Invitation, *, secret: str, by: Actor) -> None:
    """The link, to the address that was invited. It stands in no other place."""
    place = invitation.partnership
    send_to_address(
        kind="invitation",
        email=invitation.email,
        subject=f"{invitation.name}, you are invited to {place}",
        lines=[
            f"{actor_words(by)} invites you to the pages of {place} on the LSP Portal.",
            f"Your role there: {named(invitation)}.",
            "",
            (
                "Open the link below to accept. If you have no account yet, you choose a password;"
                " if you have one, you sign in with it."
            ),
            "",
            f"The link is for you alone. It works once, until {last_moment(invitation)}.",
            "If it stops working, ask for a new one: the LSP co-ordinator can send it again.",
        ],
        path=reverse("invitations:accept", args=[place.slug, secret]),
        by=by,
        about=invitation,
    )


def last_moment(invitation: Invitation) -> str:
    """Until when the link works: "16:05 on 17 March 2004"."""
    return date_format(localtime(invitation.expires_at), r"H:i \o\n j F Y")


def role_changed(changed: RoleAssignment, *, before: str, reason: str, by: Actor) -> None:
    """To the person whose role it is."""
    place = changed.partnership
    lines = [
        f"{actor_words(by)} changed your role in {place}.",
        f"Before: {before}.",
        f"From now on: {named(changed)}.",
        f"The reason given: {reason}",
    ]
    _tell(changed, f"Your role in {place} has changed", lines, _people(changed), by)


def role_ended(ended: RoleAssignment, *, reason: str, by: Actor) -> None:
    """To the person whose role it was; they may no longer come into the room."""
    place = ended.partnership
    lines = [
        f"{actor_words(by)} ended your role in {place}: {named(ended)}.",
        f"The reason given: {reason}",
        "Your account and any other role of yours stay as they are.",
    ]
    _tell(ended, f"Your role in {place} has ended", lines, reverse("home"), by)


def _tell(about: RoleAssignment, subject: str, lines: list[str], path: str, by: Actor) -> None:
    notify(
        kind="role_changed",
        to=[about.user],
        subject=subject,
        lines=lines,
        path=path,
        by=by,
        about=about,
    )


def _people(assignment: RoleAssignment) -> str:
    return reverse("membership:people", args=[assignment.partnership.slug])

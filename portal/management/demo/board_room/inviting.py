"""Invitations of the demo: one waits, one has expired, one was revoked."""

from datetime import timedelta

from django.utils import timezone

from partnerships.membership.domain.invitations import LIFE, invite, revoke_invitation
from portal.management.demo.board_room import dates
from portal.management.demo.board_room.room import Room


def invite_some(room: Room) -> None:
    """Three members who have no account yet."""
    waiting = [m for m in room.members.values() if m.user_id is None and m.email][:3]
    sent = [
        invite(
            name=member.name, email=member.email, role="member", member=member,
            title=f"{member.job_title}, {member.organisation}"[:120], by=room.coordinator,
        )
        for member in waiting
    ]  # fmt: skip
    now = timezone.now()
    dates.invited(sent[0], now - timedelta(days=3), now - timedelta(days=3) + LIFE)
    dates.invited(sent[1], now - timedelta(days=30), now - timedelta(days=30) + LIFE)
    dates.invited(sent[2], now - timedelta(days=9), now - timedelta(days=9) + LIFE)
    revoke_invitation(invitation=sent[2], by=room.coordinator)

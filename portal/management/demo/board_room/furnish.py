"""Furnishes the demo's board rooms, each in one transaction; a room that has bodies is left alone."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from partnerships.meetings.models import MinutesVersion
from partnerships.meetings.printing.requests import PRINT_MINUTES
from partnerships.membership.models import Body
from partnerships.register.models import Partnership
from portal.accounts.domain import create_user
from portal.accounts.models import User
from portal.audit.record import Actor
from portal.jobs.models import Job
from portal.mail.domain import nothing_leaves
from portal.management.demo.board_room import dates
from portal.management.demo.board_room.agreed import agree
from portal.management.demo.board_room.cast import (
    accounts_wanted,
    declare_interests,
    form,
    gather,
    part,
)
from portal.management.demo.board_room.held import Story
from portal.management.demo.board_room.inviting import invite_some
from portal.management.demo.board_room.past import two_years
from portal.management.demo.board_room.recent import carry_on
from portal.management.demo.board_room.room import Room
from portal.management.demo.board_room.texts import Text, read
from portal.tenancy.context import in_national, in_partnership

FULL = ("rotherham", "lancashire", "burnley")
BARE = ("hackney", "york")
PRINTED = 2  # newest public copies that are printed without being asked for


def furnish(*, people: Mapping[str, User], by: Actor, say: Callable[[str], None]) -> None:
    """Every board room of the demo that is still empty. `people`: the accounts by address."""
    ids = dict(Partnership.objects.filter(slug__in=(*FULL, *BARE)).values_list("slug", "pk"))
    done = 0
    for slug in (*FULL, *BARE):
        plan = read(slug)
        with in_partnership(ids[slug]):
            if Body.objects.exists():
                continue
        with in_national():
            accounts = {**people, **_accounts(slug, plan, by)}
        with nothing_leaves(), in_partnership(ids[slug]):
            _furnish(slug, plan, accounts)
        done += 1
    say(f"{done} of {len(ids)} board rooms furnished; the others stay as they are.")


def _furnish(slug: str, plan: Text, accounts: Mapping[str, User]) -> None:
    room = Room(
        slug=slug,
        plan=plan,
        today=timezone.localdate(),
        coordinator=accounts[f"coordinator@{slug}.example"],
        chair=accounts[f"chair@{slug}.example"],
    )
    gather(room, dict(accounts))
    form(room)
    if slug in BARE:
        return
    part(room)
    declare_interests(room)
    story = Story(room)
    last = two_years(story)
    agree(room, past=True)
    dates.nobody_was_told()
    carry_on(story, last)
    agree(room, past=False)
    invite_some(room)
    _print_few()


def _accounts(slug: str, plan: Text, by: Actor) -> dict[str, User]:
    """Members who sign and comment in the demo, but as whom nobody can sign in."""
    wanted = dict(accounts_wanted(slug, plan))
    known = {user.email: user for user in User.objects.filter(email__in=wanted)}
    new = [address for address in wanted if address not in known]
    return known | {
        address: create_user(email=address, name=wanted[address], by=by) for address in new
    }


def _print_few() -> None:
    """Two years of minutes would keep the worker busy for minutes on the first start. The other
    copies are made when somebody asks for them."""
    versions = MinutesVersion.objects.order_by("-frozen_at")
    kept = {
        *versions.filter(kind=MinutesVersion.Kind.PUBLIC).values_list("pk", flat=True)[:PRINTED],
        *versions.exclude(kind=MinutesVersion.Kind.PUBLIC).values_list("pk", flat=True)[:1],
    }
    queued = Job.objects.filter(kind=PRINT_MINUTES, state__in=Job.ACTIVE)
    for job in queued:
        if job.payload["version_id"] not in kept:
            job.delete()

"""Who is in a board room: organisations, members with their accounts, bodies, seats, rules."""

from datetime import date, timedelta

from partnerships.membership.domain.bodies import found_body, set_constitution
from partnerships.membership.domain.interests import declare_interest, end_interest
from partnerships.membership.domain.members import add_member
from partnerships.membership.domain.organisations import add_organisation, organisation_leaves
from partnerships.membership.domain.roles import give_role
from partnerships.membership.domain.seats import add_seat
from partnerships.membership.domain.tenures import end_tenure, seat_member
from partnerships.membership.models import Body, Interest, Seat
from portal.accounts.models import User
from portal.management.demo.board_room.room import Room
from portal.management.demo.board_room.texts import Text, day_of

SILENT = (Seat.Role.ADVISER, Seat.Role.OBSERVER)
REASON = "synthetic demonstration data"
NATURE = Interest.Nature
# member, what kind, words, day, day on which it ended
INTERESTS = (
    ("council", NATURE.LAND, "Owns a shop in the renewal area.", "2003-02-20", ""),
    ("network", NATURE.FUNDING, "Trustee of a group with a grant of the Fund.", "2003-03-03", ""),
    ("pct", NATURE.MEMBERSHIP, "Governor of the college.", "2003-03-12", ""),
    ("chamber", NATURE.CONTRACT, "Firm prints for the council.", "2003-05-06", "2004-06-30"),
    ("police", NATURE.FAMILY, "Spouse works for the housing association.", "2004-02-10", ""),
    ("college", NATURE.EMPLOYMENT, "Visiting lecturer at another college.", "2004-04-21", ""),
    ("chamber", NATURE.HOSPITALITY, "Dinner of the builders' federation.", "2004-09-17", ""),
)


def address(name: str, slug: str, marks: str = "") -> str:
    """The address in the marks, else first and last name at the partnership."""
    own = next((mark[5:] for mark in marks.split() if mark.startswith("user=")), "")
    if own:
        return own
    words = [word.lower() for word in name.replace("'", "").split()]
    return f"{words[-2]}.{words[-1]}@{slug}.example" if len(words) > 1 else f"{name}@{slug}.example"


def accounts_wanted(slug: str, plan: Text) -> list[tuple[str, str]]:
    """(address, name) of members with an account that nobody can sign in to."""
    marked = [(each[2], each[4]) for each in plan["members"]]
    return [(address(n, slug, marks), n) for n, marks in marked if "account" in marks.split()]


def gather(room: Room, accounts: dict[str, User]) -> None:
    """Organisations and members. `accounts`: everybody's by address."""
    by = room.coordinator
    for key, name, sector, kind, joined, *_ in room.plan["organisations"]:
        room.organisations[key] = add_organisation(
            name=name, sector=sector, kind=kind, joined_on=date.fromisoformat(joined), by=by,
            website=f"https://{key}.{room.slug}.example/" if key in ("council", "network") else "",
        )  # fmt: skip
    for key, organisation, name, job, marks in room.plan["members"]:
        email = address(name, room.slug, marks)
        user = accounts.get(email)
        room.members[key] = add_member(
            organisation=room.organisations[organisation], name=name, job_title=job, email=email,
            phone=f"01632 960{len(room.members):03}", may_sign="signs" in marks.split(),
            name_public="public" in marks.split(), since=date(2002, 1, 15), user=user, by=by,
        )  # fmt: skip
        if user and "account" in marks.split():
            title = f"{job}, {room.organisations[organisation]}"[:120]
            give_role(user=user, role="member", title=title, by=by, reason=REASON)


def form(room: Room) -> None:
    """Bodies with their seats, holders and rules, in this order: rules look at the seats."""
    for plan in room.plan["bodies"]:
        body = found_body(
            name=plan["name"], kind=plan["kind"], purpose=plan["purpose"],
            parent=room.bodies.get(plan.get("parent", "")), by=room.coordinator,
            formed_on=date.fromisoformat(plan["formed"]), is_public=plan.get("public", True),
        )  # fmt: skip
        room.bodies[plan["key"]] = body
        for seat in plan["seats"]:
            _seat(room, body, *seat)
        for rules in filter(None, (plan.get("rules"), plan.get("rules_later"))):
            given = {key: value for key, value in rules.items() if key != "from"}
            set_constitution(
                body=body, in_force_from=date.fromisoformat(rules["from"]),
                by=room.coordinator, **given,
            )  # fmt: skip


def part(room: Room) -> None:
    """Organisations that have left, after their members' seats were filled for the time before."""
    for key, *_, joined_or_left in room.plan["organisations"]:
        organisation = room.organisations[key]
        left = date.fromisoformat(joined_or_left)
        if left != organisation.joined_on:
            organisation_leaves(
                organisation=organisation, on=left, by=room.coordinator, why="Closed its office"
            )


def declare_interests(room: Room) -> None:
    """Lines of the register of interests, one of them ended."""
    for key, nature, words, on, ended in INTERESTS:
        interest = declare_interest(
            member=room.speaker(key), nature=nature, words=words, by=room.coordinator,
            declared_on=date.fromisoformat(on),
        )  # fmt: skip
        if ended:
            end_interest(interest=interest, on=date.fromisoformat(ended), by=room.coordinator)
    declare_interest(
        member=room.speaker("pct"), nature=NATURE.HOSPITALITY, words="Lunch at a conference.",
        declared_on=room.today - timedelta(days=18), by=room.coordinator,
    )  # fmt: skip


def _seat(
    room: Room, body: Body, title: str, sector: str, role: str, kept_for: str, holders: list[str]
) -> None:
    seat = add_seat(
        body=body, title=title, sector=sector, role=role, votes=role not in SILENT,
        organisation=room.organisations.get(kept_for), created_on=body.formed_on,
        by=room.coordinator,
    )  # fmt: skip
    for holder in holders:
        _hold(room, seat, *holder.split(" ", 4))


def _hold(
    room: Room, seat: Seat, key: str, since: str, until: str, stand_in: str, why: str = ""
) -> None:
    last = day_of(until, room.today)
    tenure = seat_member(
        seat=seat, member=room.members[key], since=date.fromisoformat(since),
        until=None if why else last, substitute=room.members.get(stand_in), by=room.coordinator,
    )  # fmt: skip
    if why and last:
        end_tenure(tenure=tenure, on=last, why=why, by=room.coordinator)

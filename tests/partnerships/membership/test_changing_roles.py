"""Changing and ending roles: who may not, and what the person is told."""

from typing import Any

import pytest

from partnerships.membership.domain.roles import OWN_CHAIR, change_role, end_role, give_role
from partnerships.membership.models import RoleAssignment
from partnerships.membership.queries.roles import hats_of, holding_both, people_here
from portal.accounts.models import User
from portal.errors import Missing, Refused
from portal.mail.emails import letter
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.membership.desk import Desk
from tests.partnerships.membership.directory import FORMED, Directory, refused

LAST = (
    "Alpha Coordinator is the only LSP co-ordinator of Alpha Partnership. Invite another"
    " co-ordinator first; once they have accepted, this role can end."
)


def held(desk: Desk, user: User) -> RoleAssignment:
    with desk.room():
        return RoleAssignment.objects.get(partnership=desk.cast.alpha, user=user, ended_at=None)


def change(desk: Desk, user: User, role: str, title: str = "", **more: Any) -> RoleAssignment:
    usual = {"reason": "New job", "by": desk.cast.alpha_coordinator}
    pk = held(desk, user).pk
    with desk.room():
        return change_role(assignment_id=pk, role=role, title=title, **(usual | more))


def test_another_role_ends_the_old_one_and_is_told(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.SITE_ADDRESS, settings.SYNTHETIC_DEMO = "https://lsp.example", False
    before = held(desk, cast.alpha_member)
    change(desk, cast.alpha_member, "chair", "Vice-chair")
    assert desk.roles(cast.alpha_member) == [("chair", "Vice-chair")]
    with desk.room():
        before.refresh_from_db()
    assert before.ended_at is not None
    assert desk.events() == [("role.changed", "Alpha Coordinator", "New job")]
    (sent,) = desk.letters("role_changed")
    assert (sent.recipient, sent.subject) == (
        cast.alpha_member,
        "Your role in Alpha Partnership has changed",
    )
    assert letter(sent) == (
        "Dear Alpha Member,\n\n"
        "Alpha Coordinator changed your role in Alpha Partnership.\n"
        "Before: LSP member.\n"
        "From now on: LSP chair or vice-chair (Vice-chair).\n"
        "The reason given: New job\n\n"
        "Read more:\nhttps://lsp.example/p/alpha/people/\n\n"
        "--\nAlpha Partnership on the LSP Portal\n"
        "You get this email because it is about your own place there.\n"
    )


def test_another_title_keeps_the_role(cast: Cast, desk: Desk) -> None:
    before = held(desk, cast.alpha_member)
    changed = change(desk, cast.alpha_member, "member", " Police ")
    assert (changed.pk, changed.title) == (before.pk, "Police")
    assert desk.events() == [("role.changed", "Alpha Coordinator", "New job")]


def test_ending_a_role_is_told(cast: Cast, desk: Desk, settings: Any) -> None:
    settings.SITE_ADDRESS, settings.SYNTHETIC_DEMO = "https://lsp.example", False
    pk = held(desk, cast.alpha_member).pk
    with desk.room():
        end_role(assignment_id=pk, by=cast.alpha_coordinator, reason="Left the police")
    assert desk.roles(cast.alpha_member) == []
    (sent,) = desk.letters("role_changed")
    assert sent.subject == "Your role in Alpha Partnership has ended"
    assert letter(sent) == (
        "Dear Alpha Member,\n\n"
        "Alpha Coordinator ended your role in Alpha Partnership: LSP member.\n"
        "The reason given: Left the police\n"
        "Your account and any other role of yours stay as they are.\n\n"
        "Read more:\nhttps://lsp.example/\n\n"
        "--\nAlpha Partnership on the LSP Portal\n"
        "You get this email because it is about your own place there.\n"
    )


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_for(cast: Cast, desk: Desk, reason: str) -> None:
    words = "Say why the role changes: the reason is kept and told to the person."
    with refused(words, Refused):
        change(desk, cast.alpha_member, "chair", reason=reason)
    pk = held(desk, cast.alpha_member).pk
    words = "Say why the role ends: the reason is kept and told to the person."
    with desk.room(), refused(words, Refused):
        end_role(assignment_id=pk, by=cast.alpha_coordinator, reason=reason)
    assert (desk.roles(cast.alpha_member), desk.events()) == ([("member", "")], [])


def test_the_last_coordinator_stays_until_there_is_another(cast: Cast, desk: Desk) -> None:
    own = held(desk, cast.alpha_coordinator)
    with desk.room():
        give_role(user=desk.account(is_active=False), role="coordinator", by=cast.by)
        with refused(LAST, Refused):
            end_role(assignment_id=own.pk, by=cast.alpha_coordinator, reason="Leaving")
    with refused(LAST, Refused):
        change(desk, cast.alpha_coordinator, "member")
    change(desk, cast.alpha_coordinator, "coordinator", "Manager")
    with desk.room():
        give_role(user=cast.nobody, role="coordinator", by=cast.by)
        end_role(assignment_id=own.pk, by=cast.alpha_coordinator, reason="Leaving")
    assert desk.roles(cast.alpha_coordinator) == []


def test_nobody_makes_themselves_chair(cast: Cast, desk: Desk) -> None:
    with desk.room():
        give_role(user=cast.nobody, role="coordinator", by=cast.by)
        with refused(OWN_CHAIR, Refused):
            give_role(user=cast.alpha_coordinator, role="chair", by=cast.alpha_coordinator)
    with refused(OWN_CHAIR, Refused):
        change(desk, cast.alpha_coordinator, "chair")
    change(desk, cast.alpha_coordinator, "chair", by=cast.nobody)
    assert desk.roles(cast.alpha_coordinator) == [("chair", "")]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("member", "Nothing has changed. Choose another role or title, or go back."),
        ("chair", "Alpha Member is LSP chair or vice-chair here already. End this role instead."),
        ("emperor", "There is no role 'emperor' in a partnership. Choose one from the list."),
    ],
)
def test_a_change_that_changes_nothing_is_refused(
    cast: Cast, desk: Desk, role: str, words: str
) -> None:
    pk = held(desk, cast.alpha_member).pk
    with desk.room():
        give_role(user=cast.alpha_member, role="chair", by=cast.by)
        with refused(words, Refused):
            change_role(
                assignment_id=pk, role=role, title="", by=cast.alpha_coordinator, reason="Because"
            )
    assert desk.letters("role_changed") == []


def test_a_role_of_ones_own_elsewhere_is_not_here(cast: Cast, desk: Desk) -> None:
    """One may read one's roles from anywhere; the room's lists and acts leave them out."""
    with in_partnership(cast.beta.pk):
        theirs = give_role(user=cast.alpha_member, role="coordinator", by=cast.by)
    with in_partnership(cast.alpha.pk, user_id=cast.alpha_member.pk):
        shown = {p.user.name: [a.role for a in p.assignments] for p in people_here(FORMED)}
        assert shown == {
            "Alpha Chair": ["chair"],
            "Alpha Coordinator": ["coordinator"],
            "Alpha Member": ["member"],
        }
        with pytest.raises(Missing):
            end_role(assignment_id=theirs.pk, by=cast.alpha_member, reason="Mischief")


def test_who_holds_both_is_known(cast: Cast, desk: Desk) -> None:
    with desk.room():
        give_role(user=cast.alpha_chair, role="coordinator", by=cast.by)
        assert holding_both(people_here(FORMED), "chair", "coordinator") == [cast.alpha_chair]


def test_hats_of_a_person_are_the_organisations_served(
    cast: Cast, directory: Directory, django_assert_num_queries: Any
) -> None:
    acorn, oak = directory.organisation(), directory.organisation("Oak")
    first = directory.member(at=acorn, user=cast.alpha_member)
    second = directory.member(at=oak, user=cast.alpha_member)
    directory.member("Bob", at=oak, user=cast.alpha_chair)
    seat = directory.tenure(directory.seat(directory.body()), first)
    with directory.room():
        with django_assert_num_queries(2):
            hats = hats_of(cast.alpha_member, FORMED)
            shown = [(h.member.organisation, h.member, h.tenures) for h in hats]
        assert shown == [(acorn, first, (seat,)), (oak, second, ())]
        assert hats[0].tenures[0].seat.body.name == "Board"
        assert hats_of(cast.nobody, FORMED) == []

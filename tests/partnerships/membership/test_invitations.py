"""Invitations: sent, sent again, revoked, accepted; each refusal in its words."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from partnerships.membership.domain import joining
from partnerships.membership.domain.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from partnerships.membership.domain.members import member_leaves
from partnerships.membership.domain.roles import OWN_CHAIR
from partnerships.membership.models import Invitation, Member
from partnerships.membership.queries.invitations import State, invitations, listed, state_of
from portal.accounts.models import User
from portal.errors import Missing, Refused
from portal.mail.emails import letter
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.partnerships.membership.desk import ANN, PASSWORD, Desk
from tests.partnerships.membership.directory import Directory, refused

NOON = datetime(2004, 3, 3, 12, 0, tzinfo=UTC)


def test_an_invitation_keeps_the_hash_and_sends_the_secret(cast: Cast, desk: Desk) -> None:
    with time_machine.travel(NOON, tick=False):
        made = desk.again(desk.invite())
    assert (made.name, made.email, made.role, made.title, made.member, made.times_sent) == (
        "Ann Lee",
        "ann@acorn.example",
        "member",
        "Acorn",
        None,
        1,
    )
    assert (made.invited_by, made.sent_at, made.expires_at - NOON) == (
        cast.alpha_coordinator,
        NOON,
        timedelta(days=14),
    )
    assert len(desk.secret()) == 43
    assert made.secret_sha256 == hashlib.sha256(desk.secret().encode()).hexdigest()
    assert desk.events() == [("invitation.sent", "Alpha Coordinator", "")]


def test_the_email_of_an_invitation(desk: Desk, settings: Any) -> None:
    settings.SITE_ADDRESS, settings.SYNTHETIC_DEMO = "https://lsp.example", False
    with time_machine.travel(NOON, tick=False):
        desk.invite()
    (sent,) = desk.letters()
    assert (sent.email, sent.recipient) == ("ann@acorn.example", None)
    assert sent.subject == "Ann Lee, you are invited to Alpha Partnership"
    assert letter(sent) == (
        "Hello,\n\n"
        "Alpha Coordinator invites you to the pages of Alpha Partnership on the LSP Portal.\n"
        "Your role there: LSP member (Acorn).\n\n"
        "Open the link below to accept. If you have no account yet, you choose a password; if you"
        " have one, you sign in with it.\n\n"
        "The link is for you alone. It works once, until 12:00 on 17 March 2004.\n"
        "If it stops working, ask for a new one: the LSP co-ordinator can send it again.\n\n"
        f"Read more:\nhttps://lsp.example/invitations/alpha/{desk.secret()}/\n\n"
        "--\nAlpha Partnership on the LSP Portal\n"
        "If you do not know why you got this email, you can ignore it.\n"
    )


def test_a_second_invitation_to_the_same_role_is_refused(desk: Desk) -> None:
    desk.invite()
    words = (
        "ann@acorn.example has been invited to this role already. Send that invitation again, or"
        " revoke it first."
    )
    with refused(words, Refused):
        desk.invite(name="Ann L.")
    desk.invite(role="chair")
    assert len(desk.letters()) == 2


def test_the_same_address_may_be_invited_by_another_partnership(cast: Cast, desk: Desk) -> None:
    desk.invite()
    with in_partnership(cast.beta.pk):
        invite(**ANN, by=cast.beta_coordinator)
        assert Invitation.objects.count() == 1


def test_who_has_the_role_needs_no_invitation(cast: Cast, desk: Desk) -> None:
    words = "Alpha Member is LSP member here already, so needs no invitation to it."
    with refused(words, Refused):
        desk.invite(email="ALPHA_member@portal.example")
    desk.invite(email="beta_member@portal.example")


def test_a_closed_account_is_opened_first(cast: Cast, desk: Desk) -> None:
    desk.account(is_active=False)
    words = (
        "The account of ann@acorn.example is closed. Ask the portal administrator to open it"
        " again, then invite the person."
    )
    with refused(words, Refused):
        desk.invite()


def test_nobody_invites_themselves_to_the_chair(cast: Cast, desk: Desk) -> None:
    with refused(OWN_CHAIR, Refused):
        desk.invite(role="chair", email="alpha_coordinator@portal.example")
    desk.invite(role="chair")  # to another address of theirs, as it turns out
    with desk.room(), refused(OWN_CHAIR, Refused):
        accept_invitation(secret=desk.secret(), by=cast.alpha_coordinator)
    assert desk.roles(cast.alpha_coordinator) == [("coordinator", "")]


def test_a_role_that_there_is_not_is_refused(desk: Desk) -> None:
    with refused("Choose the role from the list.", Refused):
        desk.invite(role="observer")


def test_a_member_who_left_is_not_invited(desk: Desk, directory: Directory) -> None:
    member = directory.member(since=date(2004, 1, 1))
    with desk.room():
        member_leaves(member=member, on=date(2004, 2, 1), by=desk.cast.by)
        gone = Member.objects.get()
    words = (
        "Ann Lee left on 1 February 2004. Change the member’s last day first, or invite somebody"
        " else."
    )
    with refused(words, Refused):
        desk.invite(member=gone)


def test_sending_again_makes_a_new_link_and_the_old_one_stops(cast: Cast, desk: Desk) -> None:
    made = desk.invite()
    old = desk.secret()
    later = timezone.now() + timedelta(days=20)  # it has expired meanwhile
    with time_machine.travel(later, tick=False), desk.room():
        resend_invitation(invitation=made, by=cast.alpha_coordinator)
        stored = Invitation.objects.get()
        assert (stored.times_sent, stored.sent_at, stored.expires_at) == (
            2,
            later,
            later + timedelta(days=14),
        )
        with pytest.raises(Missing, match="This link is not known"):
            accept_invitation(secret=old, by=cast.nobody)
        accept_invitation(secret=desk.secret(), by=cast.nobody)
    assert desk.events()[:2] == [
        ("invitation.sent", "Alpha Coordinator", ""),
        ("invitation.sent_again", "Alpha Coordinator", ""),
    ]


def test_a_revoked_invitation_is_over(cast: Cast, desk: Desk) -> None:
    made = desk.invite()
    words = (
        "The invitation of Ann Lee has been revoked. There is nothing more to do with it; to give"
        " another role, invite the person again."
    )
    with desk.room():
        revoke_invitation(invitation=made, by=cast.alpha_coordinator)
        for act in (revoke_invitation, resend_invitation):
            with refused(words, Refused):
                act(invitation=made, by=cast.alpha_coordinator)
        withdrawn = (
            "This invitation was withdrawn. If you think that is a mistake, ask the LSP"
            " co-ordinator."
        )
        with refused(withdrawn, Refused):
            accept_invitation(secret=desk.secret(), by=cast.nobody)
    assert desk.roles(cast.nobody) == []
    desk.invite()  # and so the way is free for another


def test_accepting_gives_the_role_once(cast: Cast, desk: Desk) -> None:
    made = desk.invite()
    with desk.room():
        given = accept_invitation(secret=desk.secret(), by=cast.nobody)
    stored = desk.again(made)
    assert (stored.assignment_id, stored.accepted_at is None, stored.revoked_at) == (
        given.pk,
        False,
        None,
    )
    assert desk.roles(cast.nobody) == [("member", "Acorn")]
    assert desk.events() == [
        ("invitation.sent", "Alpha Coordinator", ""),
        ("role.given", "Alpha Coordinator", "invitation accepted"),
        ("invitation.accepted", "Nobody", ""),
    ]
    words = "This invitation has been accepted already. If it was you, sign in."
    with desk.room(), refused(words, Refused):
        accept_invitation(secret=desk.secret(), by=cast.beta_chair)
    assert desk.roles(cast.beta_chair) == []


def test_an_expired_link_gives_nothing(cast: Cast, desk: Desk) -> None:
    desk.invite()
    words = "This link has expired. Ask the LSP co-ordinator to send the invitation again."
    last = timezone.now() + timedelta(days=14, seconds=1)
    with time_machine.travel(last), desk.room(), refused(words, Refused):
        accept_invitation(secret=desk.secret(), by=cast.nobody)
    assert desk.roles(cast.nobody) == []


def test_a_link_of_another_partnership_opens_nothing_here(cast: Cast, desk: Desk) -> None:
    desk.invite()
    with in_partnership(cast.beta.pk), pytest.raises(Missing):
        accept_invitation(secret=desk.secret(), by=cast.nobody)


def test_accepting_makes_the_person_every_member_with_that_address(
    cast: Cast, desk: Desk, directory: Directory
) -> None:
    acorn, oak = directory.organisation(), directory.organisation("Oak")
    invited = directory.member(at=acorn, email="a.lee@acorn.example")
    same = directory.member(at=oak, email="ann@acorn.example")
    other = directory.member("Bob", at=oak, email="bob@oak.example")
    desk.invite(member=invited)
    with desk.room():
        accept_invitation(secret=desk.secret(), by=cast.nobody)
        assert dict(Member.objects.values_list("pk", "user")) == {
            invited.pk: cast.nobody.pk,
            same.pk: cast.nobody.pk,
            other.pk: None,
        }


def test_a_member_with_another_account_is_refused(
    cast: Cast, desk: Desk, directory: Directory
) -> None:
    member = directory.member(user=cast.alpha_chair)
    desk.invite(member=member)
    words = (
        "Ann Lee has another account: alpha_chair@portal.example. Sign in with that one, then open"
        " the link again."
    )
    with desk.room(), refused(words, Refused):
        accept_invitation(secret=desk.secret(), by=cast.nobody)
    assert desk.roles(cast.nobody) == []
    with desk.room():
        accept_invitation(secret=desk.secret(), by=cast.alpha_chair)
    assert desk.roles(cast.alpha_chair) == [("chair", ""), ("member", "Acorn")]


def test_joining_opens_the_account_and_gives_the_role(cast: Cast, desk: Desk) -> None:
    desk.invite()
    with in_national():
        offer = joining.offer_of(slug="alpha", secret=desk.secret())
        assert (offer.partnership, offer.state, offer.account) == (cast.alpha, State.OPEN, None)
        user = joining.join(offer=offer, secret=desk.secret(), name="Ann Lee", password=PASSWORD)
    assert (user.email, user.name, user.check_password(PASSWORD)) == (
        "ann@acorn.example",
        "Ann Lee",
        True,
    )
    assert desk.roles(user) == [("member", "Acorn")]
    names = [name for name, _, _ in desk.events()]
    assert names == ["invitation.sent", "account.created", "role.given", "invitation.accepted"]


def test_an_account_is_not_opened_without_the_role(desk: Desk) -> None:
    made = desk.invite()
    with in_national():
        offer = joining.offer_of(slug="alpha", secret=desk.secret())
        with desk.room():
            revoke_invitation(invitation=made, by=desk.cast.alpha_coordinator)
        with pytest.raises(Refused, match="withdrawn"):
            joining.join(offer=offer, secret=desk.secret(), name="Ann", password=PASSWORD)
    assert not User.objects.filter(email="ann@acorn.example").exists()


def test_an_account_opened_meanwhile_is_signed_in_to(desk: Desk) -> None:
    desk.invite()
    with in_national():
        offer = joining.offer_of(slug="alpha", secret=desk.secret())
    desk.account()
    words = "An account with this address was opened a moment ago. Open the link again and sign in."
    with in_national(), refused(words, Refused):
        joining.join(offer=offer, secret=desk.secret(), name="Ann", password=PASSWORD)


@pytest.mark.parametrize(
    ("slug", "secret"), [("alpha", "wrong"), ("beta", None), ("gamma", None), ("alpha", "")]
)
def test_a_link_that_nobody_sent_offers_nothing(desk: Desk, slug: str, secret: str | None) -> None:
    desk.invite()
    with in_national():
        wrong = desk.secret() if secret is None else secret
        assert joining.offer_of(slug=slug, secret=wrong) is None


def test_states_and_their_lists(cast: Cast, desk: Desk) -> None:
    names = {state: desk.invite(name=state, email=f"{state}@x.example") for state in State.values}
    now = timezone.now()
    with desk.room():
        Invitation.objects.filter(name="expired").update(expires_at=now)
        revoke_invitation(invitation=names["revoked"], by=cast.alpha_coordinator)
        Invitation.objects.filter(name="accepted").update(accepted_at=now)
        for state in State.values:
            found = [each.name for each in invitations(state=state, now=now)]
            assert found == [state]
        assert {i.name: state_of(i, now).value for i in invitations(now=now)} == {
            state: state for state in State.values
        }


def test_what_became_of_the_newest_email_is_shown(cast: Cast, desk: Desk) -> None:
    made, now = desk.invite(), timezone.now()

    def shown() -> tuple[bool, bool, bool]:
        (each,) = listed(Invitation.objects.all(), now)
        return each.waits, each.failed, each.on_its_way

    with desk.room():
        assert shown() == (True, False, True)
        Delivery.objects.update(state="failed", fault="refused", error="550 No")
        assert shown() == (True, True, False)
        resend_invitation(invitation=made, by=cast.alpha_coordinator)
        assert shown() == (True, False, True)
        Delivery.objects.update(state="sent")
        assert shown() == (True, False, False)
        revoke_invitation(invitation=made, by=cast.alpha_coordinator)
        assert shown() == (False, False, False)

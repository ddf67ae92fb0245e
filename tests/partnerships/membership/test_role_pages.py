"""Pages of people, roles and invitations inside the room."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.membership.domain.invitations import revoke_invitation
from partnerships.membership.domain.roles import give_role
from partnerships.membership.models import Invitation, RoleAssignment
from partnerships.register.domain import NewPartnership, create_partnerships
from partnerships.register.models import Authority
from portal.accounts.models import User
from portal.mail.models import Delivery
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.partnerships.membership.desk import Desk
from tests.partnerships.membership.directory import Directory
from tests.support.pages import Page, Pages

SignIn = Callable[[User], Client]
PEOPLE, INVITATIONS = "/p/alpha/people/", "/p/alpha/invitations/"
NEW = f"{INVITATIONS}new/"
TYPED = {"name": "Ann Lee", "email": "ann@acorn.example", "role": "member", "title": "Acorn"}


@pytest.fixture
def pages(cast: Cast, signed_in: SignIn) -> Pages:
    return Pages(signed_in(cast.alpha_coordinator))


def only(desk: Desk, user: User) -> RoleAssignment:
    with desk.room():
        return RoleAssignment.objects.get(partnership=desk.cast.alpha, user=user, ended_at=None)


def role_page(desk: Desk, user: User, end: str = "") -> str:
    return f"{PEOPLE}roles/{only(desk, user).pk}/{end}"


def test_people_with_their_organisations_and_roles(
    cast: Cast, directory: Directory, desk: Desk, signed_in: SignIn
) -> None:
    directory.member(at=directory.organisation(), user=cast.alpha_member)
    directory.member(at=directory.organisation("Oak"), user=cast.alpha_member)
    with desk.room():
        give_role(user=cast.alpha_member, role="chair", title="Vice-chair", by=cast.by)
    page = Pages(signed_in(cast.alpha_member)).get(PEOPLE)
    assert (page.status, page.heading) == (200, "People and roles")
    assert (
        "Alpha Member (you)alpha_member@portal.exampleAcornOakLSP memberLSP chair or vice-chair"
        "Vice-chair" in page.text
    )
    for word in ("Invite somebody", "Change", "Emails sent", '<form method="post" action="/p/'):
        assert word not in page.html
    assert "The LSP co-ordinator invites people by email." in page.text


def test_the_coordinator_finds_what_to_do(pages: Pages, desk: Desk, cast: Cast) -> None:
    desk.invite()
    page = pages.get(PEOPLE)
    assert "Invited, not here yet" in page.text
    assert "Email on its way" in page.text
    for href in (NEW, INVITATIONS, "/p/alpha/deliveries/", "/p/alpha/access/"):
        assert f'href="{href}"' in page.html
    for user in (cast.alpha_chair, cast.alpha_member, cast.alpha_coordinator):
        assert f'href="{role_page(desk, user)}"' in page.html
        assert f'href="{role_page(desk, user, "end/")}"' in page.html


def test_an_email_that_did_not_arrive_says_what_to_do(pages: Pages, desk: Desk) -> None:
    desk.invite()
    with desk.room():
        Delivery.objects.update(state="failed", fault="refused", error="550 <b>No</b>")
    text = pages.get(PEOPLE).text
    assert (
        "Not deliveredThe mail server turned it down. Check the address with the person, correct"
        " it, then send the email again. The mail server said: 550 <b>No</b>" in text
    )


def test_one_person_in_both_offices_is_warned_of(pages: Pages, desk: Desk, cast: Cast) -> None:
    warning = "Alpha Chair is both co-ordinator and chair. Nobody can sign off a return that they"
    assert warning not in pages.get(PEOPLE).text
    with desk.room():
        give_role(user=cast.alpha_chair, role="coordinator", by=cast.by)
    assert warning in pages.get(PEOPLE).text


@pytest.mark.parametrize("where", [PEOPLE, INVITATIONS, "/p/alpha/access/"])
def test_lists_cost_the_same_for_one_and_for_three(
    pages: Pages, desk: Desk, directory: Directory, cast: Cast, where: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pages.client.get(where).status_code == 200
        return len(queries)

    place = directory.organisation()
    desk.invite(member=directory.member("Ann", at=place))
    directory.member("Chair", at=place, user=cast.alpha_chair)
    pages.get(where)
    first = cost()
    for number in range(2):
        member = directory.member(f"Bob {number}", at=place)
        desk.invite(name=member.name, email=f"bob{number}@x.example", member=member)
        person = desk.account(f"cat{number}@x.example", name=f"Cat {number}")
        directory.member(person.name, at=place, user=person)
        with desk.room():
            give_role(user=person, role="member", by=cast.by)
    assert cost() == first


def test_inviting_from_the_form(pages: Pages, desk: Desk) -> None:
    page = pages.get(NEW)
    assert (page.heading, "for 14 days" in page.text) == ("Invite somebody", True)
    page = pages.post(NEW, TYPED)
    assert page.response.redirect_chain == [(PEOPLE, 302)]
    assert "The invitation is on its way to ann@acorn.example." in page.text
    assert [d.email for d in desk.letters()] == ["ann@acorn.example"]


def test_inviting_a_member_fills_the_form_in(
    pages: Pages, desk: Desk, directory: Directory
) -> None:
    member = directory.member(email="ann@acorn.example")
    page = pages.get(f"{NEW}?member={member.pk}")
    assert "On accepting, the person becomes the member Ann Lee of Acorn." in page.text
    assert 'value="ann@acorn.example"' in page.html
    pages.post(f"{NEW}?member={member.pk}", TYPED)
    with desk.room():
        assert Invitation.objects.get().member == member


@pytest.mark.parametrize("key", ["0", "999999", "x", "1" * 30, "²"])
def test_a_member_that_there_is_not_fills_nothing_in(pages: Pages, key: str) -> None:
    page = pages.get(f"{NEW}?member={key}")
    assert (page.status, "On accepting" in page.text) == (200, False)


def test_a_form_with_faults_keeps_what_was_typed(pages: Pages, desk: Desk) -> None:
    page = pages.post(NEW, {"name": "", "email": "ann@", "role": "", "title": "<i>Acorn"})
    assert page.title == "Error: Invite somebody – LSP Portal"
    for words in (
        "Enter full name",
        "Enter an email address in the right form, like ann@council.example",
        "Choose a role",
    ):
        assert words in page.text
    assert "&lt;i&gt;Acorn" in page.html
    assert desk.letters() == []


def test_what_the_rules_refuse_stands_above_the_form(pages: Pages, desk: Desk) -> None:
    desk.invite()
    page = pages.post(NEW, TYPED)
    assert page.status == 409
    assert "ann@acorn.example has been invited to this role already." in page.text
    assert 'value="Ann Lee"' in page.html


def test_sending_again_and_revoking_from_the_page(pages: Pages, desk: Desk) -> None:
    made = desk.invite()
    page = pages.post(f"{INVITATIONS}{made.pk}/resend/")
    assert "A new link is on its way to ann@acorn.example. It works until" in page.text
    assert len(desk.letters()) == 2
    page = pages.post(f"{INVITATIONS}{made.pk}/revoke/")
    assert "The invitation of Ann Lee is revoked. Its link no longer works." in page.text
    page = pages.post(f"{INVITATIONS}{made.pk}/resend/")
    assert (page.status, page.heading) == (409, "This could not be done")


def test_all_invitations_by_state(pages: Pages, desk: Desk, cast: Cast) -> None:
    assert "Nobody has been invited yet" in pages.get(INVITATIONS).text
    gone, old = desk.invite(name="Gone", role="chair"), desk.invite(name="Old")
    with desk.room():
        revoke_invitation(invitation=gone, by=cast.alpha_coordinator)
        past = timezone.now() - timedelta(days=1)
        Invitation.objects.filter(pk=old.pk).update(expires_at=past)
    page = pages.get(INVITATIONS)
    assert "2 invitations" in page.text
    assert "Revoke the invitation of Old" in page.text
    assert "Revoke the invitation of Gone" not in page.text
    page = pages.get(f"{INVITATIONS}?state=expired")
    assert ("Old" in page.text, "Gone" in page.text) == (True, False)
    assert "No invitation fits" in pages.get(f"{INVITATIONS}?state=accepted").text
    assert pages.get(f"{INVITATIONS}?state=nonsense").title.startswith("Error: ")


def test_changing_a_role_from_the_page(pages: Pages, desk: Desk, cast: Cast) -> None:
    where = role_page(desk, cast.alpha_member)
    page = pages.get(where)
    assert page.heading == "Change the role of Alpha Member"
    assert "Alpha Member is told by email at once, with your reason." in page.text
    data = {"role": "chair", "title": "Vice-chair", "reason": ""}
    page = pages.post(where, data)
    assert "Say why: the reason is kept and told to the person" in page.text
    page = pages.post(where, data | {"reason": "Elected"})
    assert page.response.redirect_chain == [(PEOPLE, 302)]
    assert "Alpha Member is LSP chair or vice-chair now and is told by email." in page.text
    assert desk.roles(cast.alpha_member) == [("chair", "Vice-chair")]
    assert pages.get(where).status == 404


def test_ending_a_role_from_the_page(pages: Pages, desk: Desk, cast: Cast) -> None:
    where = role_page(desk, cast.alpha_member, "end/")
    assert "It ends at once." in pages.get(where).text
    page = pages.post(where, {"reason": "Left"})
    assert "Alpha Member is no longer LSP member and is told by email." in page.text
    assert desk.roles(cast.alpha_member) == []


def test_the_last_coordinator_is_told_what_to_do(pages: Pages, desk: Desk, cast: Cast) -> None:
    page = pages.post(role_page(desk, cast.alpha_coordinator, "end/"), {"reason": "Leaving"})
    assert page.status == 409
    assert page.heading == "End your role"
    assert "Invite another co-ordinator first; once they have accepted" in page.text
    assert "Leaving" in page.html


def test_a_coordinator_who_leaves_goes_home(pages: Pages, desk: Desk, cast: Cast) -> None:
    with desk.room():
        give_role(user=cast.nobody, role="coordinator", by=cast.by)
    page = pages.post(role_page(desk, cast.alpha_coordinator, "end/"), {"reason": "Leaving"})
    assert page.response.redirect_chain == [("/", 302)]
    assert "ask your partnership’s co-ordinator to invite you".lower() in page.text.lower()


@pytest.mark.parametrize("who", ["alpha_chair", "alpha_member", "observer"])
def test_roles_are_the_coordinators_affair(
    cast: Cast, desk: Desk, signed_in: SignIn, who: str
) -> None:
    made = desk.invite()
    client = signed_in(getattr(cast, who))
    for where in (NEW, INVITATIONS, role_page(desk, cast.alpha_coordinator)):
        assert client.get(where).status_code == 403
    for act in ("resend", "revoke"):
        assert client.post(f"{INVITATIONS}{made.pk}/{act}/").status_code == 403


def matrix_of(page: Page) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for row in page.tree.iter("tr"):
        head, *cells = ["".join(cell.itertext()) for cell in row]
        rows[head] = ["Yes" if "Yes" in cell else "No" for cell in cells]
    return rows


def test_who_can_see_what(cast: Cast, signed_in: SignIn) -> None:
    page = Pages(signed_in(cast.alpha_member)).get("/p/alpha/access/")
    assert (page.status, page.heading) == (200, "Who can see what")
    shown = matrix_of(page)
    assert shown["Invite people and change their roles"] == ["Yes", "No", "No", "No"]
    assert shown["Sign off this return"] == ["No", "Yes", "No", "No"]
    assert shown["Read confirmed minutes"] == ["Yes", "Yes", "Yes", "Yes"]
    assert shown["Read this partnership's accepted return"] == ["Yes", "Yes", "Yes", "Yes"]
    assert shown["Read this partnership's return"] == ["Yes", "Yes", "Yes", "No"]
    assert "Alpha CoordinatorLSP co-ordinator" in page.text
    assert "Government Office observers, West MidlandsObserverThey read confirmed" in page.text
    assert "They read the return once it is signed off" in page.text


def test_no_observer_is_said(cast: Cast, signed_in: SignIn) -> None:
    page = Pages(signed_in(cast.beta_member)).get("/p/beta/access/")
    assert "Government Office observers, South WestNobody at present." in page.text


def switcher(page: Page) -> list[tuple[str, str | None]]:
    """(name, address or None for the open room) of each room offered."""
    for nav in page.tree.iter("nav"):
        if nav.get("aria-label") == "Your partnerships":
            return [("".join(li.itertext()), li[0].get("href")) for li in nav.iter("li")]
    return []


def test_switching_between_partnerships_takes_one_click(cast: Cast, signed_in: SignIn) -> None:
    pages = Pages(signed_in(cast.alpha_member))
    assert switcher(pages.get("/p/alpha/people/")) == switcher(pages.get("/")) == []
    with in_partnership(cast.beta.pk):
        give_role(user=cast.alpha_member, role="chair", by=cast.by)
    alpha, beta = ("Alpha Partnership", "/p/alpha/"), ("Beta Partnership", "/p/beta/")
    assert switcher(pages.get("/p/alpha/people/")) == [("Alpha Partnership", None), beta]
    assert switcher(pages.get("/p/beta/people/")) == [alpha, ("Beta Partnership", None)]
    assert switcher(pages.get("/help/")) == [alpha, beta]
    assert "<details" not in pages.get("/help/").html.partition("<main")[0]


def test_many_partnerships_are_a_menu(cast: Cast, signed_in: SignIn) -> None:
    places = ["Gammaford", "Deltaham", "Epsilon Bay"]
    with in_national():
        Authority.objects.bulk_create(
            Authority(
                code=place[:6],
                name=place,
                slug=place.split()[0].lower(),
                authority_type="unitary",
                region="south_west",
                nrf=False,
            )
            for place in places
        )
        planned = [
            NewPartnership(place, place.split()[0].lower(), (place[:6],)) for place in places
        ]
        more = create_partnerships(partnerships=planned, by=cast.by)
    for partnership in (cast.beta, *more):
        with in_partnership(partnership.pk):
            give_role(user=cast.alpha_member, role="member", by=cast.by)
    page = Pages(signed_in(cast.alpha_member)).get("/help/")
    assert "Your 5 partnerships" in page.text
    assert [name for name, _ in switcher(page)] == [
        "Alpha Partnership",
        "Beta Partnership",
        "Deltaham",
        "Epsilon Bay",
        "Gammaford",
    ]


@pytest.mark.parametrize("revoke", [True, False])
def test_invitations_of_a_co_ordinator_who_goes(
    pages: Pages, cast: Cast, desk: Desk, revoke: bool
) -> None:
    with desk.room():
        give_role(user=cast.nobody, role="coordinator", by=cast.by)
    sent = desk.invite(by=cast.nobody)
    other = desk.invite(email="bo@acorn.example", name="Bo")
    page = pages.get(role_page(desk, cast.nobody, "end/"))
    assert "They invite Ann Lee (LSP member)." in page.text
    given = {"reason": "Left", **({"revoke_invitations": "on"} if revoke else {})}
    done = pages.post(role_page(desk, cast.nobody, "end/"), given)
    assert ("Invitations revoked: 1." in done.text) is revoke
    assert (desk.again(sent).revoked_at is not None) is revoke
    assert desk.again(other).revoked_at is None
    orphaned = "Sent by Nobody, who is no longer LSP co-ordinator here."
    for address in (PEOPLE, INVITATIONS):
        assert pages.get(address).text.count(orphaned) == (0 if revoke else 1)


def test_beyond_the_roles_the_page_says_who_reads_what(pages: Pages) -> None:
    text = pages.get("/p/alpha/access/").text
    for words in ("restricted items, papers, decisions and actions", "Reads that action", "frozen"):
        assert words in text

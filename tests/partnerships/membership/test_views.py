"""Pages of the membership room and the doors to them."""

from collections.abc import Callable

import pytest
from django.test import Client

from partnerships.membership.domain.roles import give_role
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.support.pages import Pages

SignIn = Callable[[User], Client]


def test_the_front_page_for_everybody(db: None, client: Client) -> None:
    page = Pages(client).get("/")
    assert page.status == 200
    assert "/account/sign-in/" in page.html


def test_home_shows_a_persons_places_and_roles(cast: Cast, signed_in: SignIn) -> None:
    with in_partnership(cast.beta.pk):
        give_role(user=cast.alpha_chair, role="member", by=cast.by, title="Fire service")
    page = Pages(signed_in(cast.alpha_chair)).get("/")
    assert 'href="/p/alpha/"' in page.html
    assert 'href="/p/beta/"' in page.html
    assert "Fire service" in page.text


def test_home_of_somebody_without_a_role_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    page = Pages(signed_in(cast.nobody)).get("/")
    assert page.status == 200
    assert "/p/" not in page.html


def test_people_lists_roles_and_titles_of_this_partnership_only(
    cast: Cast, signed_in: SignIn
) -> None:
    page = Pages(signed_in(cast.alpha_member)).get("/p/alpha/people/")
    for name in ("Alpha Coordinator", "Alpha Chair", "Alpha Member"):
        assert name in page.text
    assert "Beta" not in page.text


def test_a_refusal_names_the_right_that_is_missing(cast: Cast, signed_in: SignIn) -> None:
    page = Pages(signed_in(cast.observer)).get("/p/alpha/people/")
    assert page.status == 403
    assert "ask your co-ordinator to check your role" in page.text
    assert 'class="govuk-link" href="/p/alpha/"' in page.html
    assert (
        "You do not have the right to see this partnership's members and their roles." in page.text
    )


@pytest.mark.parametrize("who", ["observer", "alpha_member"])
def test_those_who_may_read_the_partnership_can(cast: Cast, signed_in: SignIn, who: str) -> None:
    page = Pages(signed_in(getattr(cast, who))).get("/p/alpha/")
    assert (page.status, page.heading) == (200, "Alpha Partnership")

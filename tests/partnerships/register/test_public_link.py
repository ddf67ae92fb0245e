"""The public page of a partnership links into its room only for those who may enter."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User
from tests.conftest import Cast

PAGE = "/public/partnerships/alpha/"
OPEN, SIGN_IN = "Open the partnership’s pages", "Sign in to the partnership’s pages"


@pytest.mark.parametrize(
    ("who", "opens"),
    [("alpha_member", True), ("observer", True), ("beta_chair", False), ("evaluator", False)],
)
def test_signed_in_people(
    cast: Cast, signed_in: Callable[[User], Client], who: str, opens: bool
) -> None:
    page = signed_in(getattr(cast, who)).get(PAGE).content.decode()
    assert (OPEN in page) is opens
    assert SIGN_IN not in page


def test_visitor_is_asked_to_sign_in(cast: Cast, client: Client) -> None:
    assert SIGN_IN in client.get(PAGE).content.decode()

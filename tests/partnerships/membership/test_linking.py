"""Members and accounts: linked by address, by hand, and taken apart."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from partnerships.membership.domain.importing import apply_import, check_members
from partnerships.membership.domain.members import link_account
from partnerships.membership.models import Member
from portal.accounts.models import User
from portal.errors import Refused
from tests.partnerships.membership.boardroom import DAY, Boardroom
from tests.partnerships.membership.directory import Directory, refused
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
ADDRESS = "alpha_member@portal.example"


def test_a_new_member_is_linked_by_the_address(directory: Directory) -> None:
    assert directory.member("Al", email=ADDRESS.title()).user == directory.cast.alpha_member
    for address in ("nobody@portal.example", "beta_member@portal.example", "x@y.example"):
        assert directory.member(address, email=address).user is None


def test_so_are_imported_ones(directory: Directory) -> None:
    text = f"Organisation,Sector,Name,Email\nAcorn,voluntary,Al,{ADDRESS}\nAcorn,voluntary,Bo,\n"
    with directory.room():
        plan, kept = check_members(file_name="m.csv", text=text, by=directory.by)
        assert plan.faults == []
        apply_import(member_import=kept, seen=plan.digest, by=directory.by)
        linked = Member.objects.order_by("name").values_list("name", "user__email")
        assert list(linked) == [("Al", ADDRESS), ("Bo", None)]


def test_linking_refuses_strangers_and_a_second_seat(directory: Directory) -> None:
    room, cast = Boardroom(directory), directory.cast
    with directory.room():
        words = "Nobody has no role here. Invite the person first, then link the two."
        with refused(words, Refused):
            link_account(member=room.ann, user=cast.nobody, by=directory.by)
        room.seat(room.second, room.oz)
        with time_machine.travel(DAY, tick=False):
            link_account(member=room.ann, user=cast.alpha_member, by=directory.by)
            twice = (
                "Alpha Member sits on Board as “First” already, and nobody can be counted twice. End"
                " one of the two seats first."
            )
            with refused(twice, Refused):
                link_account(member=room.oz, user=cast.alpha_member, by=directory.by)


@pytest.mark.parametrize("twice", [True, False])
def test_pages_link_and_unlink(directory: Directory, signed_in: SignIn, twice: bool) -> None:
    cast, ann = directory.cast, directory.member("Ann")
    pages = Pages(signed_in(cast.alpha_coordinator))
    here = f"/p/alpha/members/{ann.pk}/"
    assert "Link to an account" in pages.get(here).text
    page = pages.post(f"{here}account/", {"user": cast.alpha_member.pk})
    assert f"Ann signs in as {ADDRESS}." in page.text
    assert "Change or unlink the account" in page.text
    assert "beta" not in pages.get(f"{here}account/").text.lower()
    if twice:
        assert pages.post(f"{here}account/", {"user": cast.nobody.pk}).status == 200
        return
    page = pages.post(f"{here}account/", {"user": ""})
    assert "Ann is linked to no account." in page.text
    with directory.room():
        assert Member.objects.get().user is None

"""Pages of organisations, members and interests: what they show, do and refuse."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.membership.domain.interests import declare_interest
from partnerships.membership.domain.organisations import organisation_leaves
from partnerships.membership.models import Interest, Member, Organisation
from portal.accounts.models import User
from tests.conftest import Cast
from tests.partnerships.membership.directory import Directory, rows
from tests.support.pages import Pages

SignIn = Callable[[User], Client]
A = "/p/alpha/"


@pytest.fixture
def pages(directory: Directory, signed_in: SignIn) -> Pages:
    """The co-ordinator's browser."""
    return Pages(signed_in(directory.cast.alpha_coordinator))


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


class TestOrganisations:
    def test_an_empty_list_says_what_to_do(self, pages: Pages) -> None:
        page = pages.get(f"{A}organisations/")
        assert (page.status, page.heading) == (200, "Organisations")
        assert "No organisations yet" in page.text

    def test_add_change_and_filter(self, pages: Pages, directory: Directory) -> None:
        page = pages.post(
            f"{A}organisations/add/",
            {"name": "Acorn", "sector": "voluntary", "kind": "housing", "joined_on": "1/4/2003"},
        )
        assert (page.heading, "Acorn is added." in page.text) == ("Acorn", True)
        with directory.room():
            acorn = Organisation.objects.get()
            assert acorn.joined_on == date(2003, 4, 1)
        edit = f"{A}organisations/{acorn.pk}/edit/"
        assert 'value="Acorn"' in pages.get(edit).html
        page = pages.post(edit, {"name": "Acorn", "sector": "business", "kind": "housing"})
        assert "Acorn is saved." in page.text
        directory.organisation("Oak")
        assert "Oak" not in pages.get(f"{A}organisations/?sector=business").text
        page = pages.post(edit, {"name": "Acorn", "sector": "authority", "kind": "council"})
        assert ("Local authority" in page.text, "officers" in page.text) == (True, False)
        assert "Acorn" not in pages.get(f"{A}organisations/?q=oa").text
        assert "No organisation fits" in pages.get(f"{A}organisations/?kind=faith").text

    def test_what_is_wrong_is_said_and_kept(self, pages: Pages, directory: Directory) -> None:
        page = pages.post(f"{A}organisations/add/", {"joined_on": "31/2/2004", "website": "no way"})
        assert (page.status, page.title.startswith("Error: ")) == (200, True)
        for words in (
            "Enter name", "Choose sector", "Choose kind", "Enter a real day, such as 31/3/2004",
            "Enter an address such as https://www.example.org",
        ):  # fmt: skip
            assert words in page.text
        directory.organisation("Acorn")
        page = pages.post(
            f"{A}organisations/add/", {"name": "acorn", "sector": "business", "kind": "other"}
        )
        assert (page.status, 'value="acorn"' in page.html) == (409, True)
        assert "There is an organisation called “acorn” already." in page.text

    def test_one_leaves(self, pages: Pages, directory: Directory) -> None:
        ann = directory.member("Ann")
        path = f"{A}organisations/{ann.organisation_id}/leaves/"
        assert "Its members serve until that day" in pages.get(path).text
        page = pages.post(path, {"on": "2004-05-01", "why": "Closed"})
        assert "Acorn leaves. Ended with it: 1 member, 0 seats." in page.text
        assert "This organisation left the partnership on 1 May 2004." in page.text
        again = pages.post(path, {"on": "2004-05-02"})
        assert (again.status, "Acorn left on 1 May 2004." in again.text) == (409, True)
        assert "Acorn" not in pages.get(f"{A}organisations/").text
        assert "Acorn" in pages.get(f"{A}organisations/?state=left").text


class TestMembers:
    def test_an_empty_list_says_what_to_do(self, pages: Pages) -> None:
        assert "No members yet" in pages.get(f"{A}members/").text

    def test_add_and_find(self, pages: Pages, directory: Directory) -> None:
        acorn = directory.organisation("Acorn")
        chosen = pages.get(f"{A}members/add/?organisation={acorn.pk}").html
        assert f'value="{acorn.pk}" selected' in chosen
        page = pages.post(
            f"{A}members/add/",
            {"organisation": acorn.pk, "name": "Ann Lee", "email": "ann@acorn.example", "may_sign": "on"},
        )  # fmt: skip
        assert (page.heading, "Ann Lee is added." in page.text) == ("Ann Lee", True)
        assert "ann@acorn.example" in page.text
        assert "Yes, for Acorn" in page.text
        for query, there in (("q=lee", True), ("signs=yes", True), ("sector=business", False)):
            assert ("Ann Lee" in pages.get(f"{A}members/?{query}").text) is there, query

    def test_an_organisation_of_somewhere_else_is_no_choice(
        self, pages: Pages, directory: Directory
    ) -> None:
        acorn = directory.organisation("Acorn")
        with directory.room():
            organisation_leaves(organisation=acorn, on=date(2004, 1, 1), by=directory.by)
        page = pages.post(f"{A}members/add/", {"organisation": acorn.pk, "name": "Ann"})
        assert (page.status, page.title.startswith("Error: ")) == (200, True)
        with directory.room():
            assert not Member.objects.exists()

    def test_two_people_change_one_member(self, pages: Pages, directory: Directory) -> None:
        ann = directory.member("Ann", phone="1")
        path = f"{A}members/{ann.pk}/edit/"
        mine = {"name": "Ann", "phone": "2", "revision": "1"}
        assert "Ann is saved." in pages.post(path, mine).text
        late = pages.post(path, {"name": "Anne", "phone": "1", "revision": "1"})
        assert late.status == 409
        assert "Somebody else changed this member after you opened the page." in late.text
        assert rows(late) == [
            ["Detail", "Stored now", "Typed by you"], ["Name", "Ann", "Anne"], ["Telephone", "2", "1"],
        ]  # fmt: skip
        assert 'name="revision" value="2"' in late.html
        page = pages.post(path, {"name": "Anne", "phone": "2", "revision": "2"})
        assert "Anne is saved." in page.text

    def test_one_leaves_and_the_seats_fall_vacant(self, pages: Pages, directory: Directory) -> None:
        ann = directory.member("Ann")
        body = directory.body()
        directory.tenure(directory.seat(body), ann)
        assert "Board" in pages.get(f"{A}members/{ann.pk}/").text
        path = f"{A}members/{ann.pk}/leaves/"
        page = pages.post(path, {"on": "2004-05-01"})
        assert "Ann leaves. Seats that fall vacant: 1." in page.text
        assert "Ann left on 1 May 2004." in page.text
        assert pages.post(path, {"on": "2004-05-01"}).status == 409
        assert "Enter last day" in pages.post(path, {}).text
        assert "Vacant" in pages.get(f"{A}bodies/{body.pk}/").text

    def test_lists_ask_as_often_for_three_as_for_one(
        self, pages: Pages, directory: Directory
    ) -> None:
        seen: dict[str, list[int]] = {}
        pages.get(A)  # what the first page of all asks for is not the lists' affair
        for name in ("Ann", "Ben", "Cy"):
            place = directory.organisation(f"Place of {name}")
            member = directory.member(name, place)
            directory.tenure(directory.seat(directory.body(f"Body of {name}")), member)
            with directory.room():
                declare_interest(
                    member=member, nature="other", words="x", declared_on=date(2004, 1, 1),
                    by=directory.by,
                )  # fmt: skip
            for path in ("organisations/", "members/", "bodies/", "interests/"):
                seen.setdefault(path, []).append(queries_of(pages.client, A + path))
        assert {path: len(set(counts)) for path, counts in seen.items()} == dict.fromkeys(seen, 1)


class TestInterests:
    def test_ones_own_is_declared_and_ends(
        self, cast: Cast, directory: Directory, signed_in: SignIn
    ) -> None:
        ann = directory.member("Ann", user=cast.alpha_member)
        ben = directory.member("Ben")
        pages = Pages(signed_in(cast.alpha_member))
        path = f"{A}interests/declare/"
        assert "Ben" not in pages.get(path).text
        given = {"nature": "land", "words": "Owns Oak Wood", "declared_on": "2004-01-31"}
        page = pages.post(path, {**given, "member": ann.pk})
        assert "The interest of Ann is in the register." in page.text
        refused = pages.post(path, {**given, "member": ben.pk})
        assert refused.title.startswith("Error: ")
        with directory.room():
            interest = Interest.objects.get()
        end = f"{A}interests/{interest.pk}/end/"
        assert "“Owns Oak Wood” stays in the register" in pages.get(end).text
        assert "The interest is marked as ended." in pages.post(end, {"on": "2004-02-01"}).text
        again = pages.post(end, {"on": "2004-02-01"})
        assert (again.status, "ended on 1 February 2004 already" in again.text) == (409, True)
        assert "Owns Oak Wood" not in pages.get(f"{A}interests/").text
        assert "Owns Oak Wood" in pages.get(f"{A}interests/?state=all").text

    def test_somebody_elses_is_not_ended(
        self, cast: Cast, directory: Directory, signed_in: SignIn
    ) -> None:
        ann = directory.member("Ann")
        with directory.room():
            made = declare_interest(
                member=ann, nature="other", words="x", declared_on=date(2004, 1, 1), by=directory.by
            )
        page = Pages(signed_in(cast.alpha_member)).post(f"{A}interests/{made.pk}/end/", {"on": "x"})
        assert page.status == 403
        assert "Only the member and the LSP co-ordinator can end this interest." in page.text

    def test_who_is_no_member_learns_why(
        self, cast: Cast, directory: Directory, signed_in: SignIn
    ) -> None:
        page = Pages(signed_in(cast.alpha_member)).get(f"{A}interests/declare/")
        assert "You are not in the list of members yet" in page.text

    def test_a_day_to_come_is_refused(self, pages: Pages, directory: Directory) -> None:
        ann = directory.member("Ann")
        page = pages.post(
            f"{A}interests/declare/",
            {"member": ann.pk, "nature": "land", "words": "x", "declared_on": "1/1/2099"},
        )
        assert (page.status, "cannot be declared on a day to come" in page.text) == (409, True)


def test_readers_read_and_change_nothing(
    cast: Cast, directory: Directory, signed_in: SignIn
) -> None:
    ann = directory.member("Ann", email="ann@acorn.example")
    pages = Pages(signed_in(cast.alpha_member))
    for path in ("organisations/", "members/", f"members/{ann.pk}/"):
        page = pages.get(A + path)
        assert page.status == 200
        assert "/edit/" not in page.html
        assert "/add/" not in page.html
    assert pages.get(f"{A}members/add/").status == 403
    assert pages.get(f"{A}members/export/").status == 403


@pytest.mark.parametrize("query", ["page=x", "q=%00", "sector=navy", "state=?", "q=" + "a" * 200])
def test_a_wrong_filter_is_no_crash(pages: Pages, query: str) -> None:
    for path in ("organisations/", "members/", "interests/"):
        assert pages.client.get(f"{A}{path}?{query}").status_code == 200

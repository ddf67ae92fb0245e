"""A section saved by somebody who was signed out meanwhile, without script: nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from partnerships.membership.domain.roles import give_role
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.portal.web.markup import by_id, parsed, with_class, words
from tests.surveys.returns.desk import A, Desk

PAGE = f"{A}sections/A/"
B = f"{A}sections/B/"
SIGN_IN = f"/account/sign-in/?next={PAGE}"
SAID = (
    "You were signed out before this was saved. It stands below as you typed it: select “Save and"
    " continue” to keep it."
)
TYPED = {"A01": "in_place", "A02": "2001", "then": "next"}
Enter = Callable[[Client, User], None]


@pytest.fixture
def enter() -> Enter:
    """`enter(client, user)`: in the browser's own session, as signing in does it."""
    return lambda client, user: client.force_login(user)


@pytest.fixture
def browser(desk: Desk, enter: Enter) -> Client:
    """The co-ordinator's, with the check against forged requests that every browser meets."""
    client = Client(enforce_csrf_checks=True)
    enter(client, desk.cast.alpha_coordinator)
    return client


def hidden(client: Client, path: str = PAGE) -> dict[str, str]:
    """What the page's form carries along."""
    html = client.get(path).content.decode()
    (form,) = [each for each in parsed(html).iter("form") if each.get("action") == path]
    fields = [each for each in form.iter("input") if each.get("type") == "hidden"]
    return {each.get("name") or "": each.get("value") or "" for each in fields}


def shown(client: Client, path: str = PAGE) -> tuple[list[str], str, bool]:
    """Warnings of the page, what stands in A02, and whether A01 is ticked."""
    html = client.get(path).content.decode()
    page = parsed(html)
    told = [words(each).removeprefix("!Warning") for each in with_class(page, "govuk-warning-text")]
    ticked = by_id(page, "id_A01_0").get("checked") is not None
    return told, by_id(page, "id_A02").get("value") or "", ticked


def test_what_was_typed_is_there_after_signing_in_once(
    desk: Desk, browser: Client, enter: Enter
) -> None:
    carried = hidden(browser)
    browser.logout()
    sent = browser.post(PAGE, {**carried, **TYPED})
    assert (sent.status_code, sent["Location"]) == (302, SIGN_IN)
    assert desk.values(desk.cast.alpha) == {}
    enter(browser, desk.cast.alpha_coordinator)
    assert shown(browser) == ([SAID], "2001", True)
    assert shown(browser) == ([], "", False)


def test_it_is_saved_from_there_as_it_was_typed(desk: Desk, browser: Client, enter: Enter) -> None:
    carried = hidden(browser)
    browser.logout()
    desk.answer(desk.cast.alpha, {"A02": 1999}, by=desk.cast.alpha_coordinator)
    browser.post(PAGE, {**carried, **TYPED})
    enter(browser, desk.cast.alpha_coordinator)
    again = hidden(browser)
    # What the page showed when the typing began: somebody's later answer is not written over.
    assert again["revision.A02"] == carried["revision.A02"]
    sent = browser.post(PAGE, {**again, **TYPED})
    assert "changed the answer to question 2" in sent.content.decode()
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 1999}


def test_the_same_after_signing_in_again_in_another_tab(
    desk: Desk, browser: Client, enter: Enter
) -> None:
    carried = hidden(browser)
    browser.logout()
    enter(browser, desk.cast.alpha_coordinator)
    sent = browser.post(PAGE, {**carried, **TYPED})
    assert (sent.status_code, sent["Location"]) == (302, PAGE)
    assert shown(browser) == ([SAID], "2001", True)


def test_somebody_else_who_signs_in_sees_nothing_of_it(
    desk: Desk, browser: Client, enter: Enter
) -> None:
    carried = hidden(browser)
    browser.logout()
    browser.post(PAGE, {**carried, **TYPED})
    cast = desk.cast
    enter(browser, cast.users["alpha_chair"])
    assert "2001" not in browser.get(PAGE).content.decode()
    browser.logout()
    enter(browser, cast.alpha_coordinator)
    assert shown(browser) == ([], "", False)


def test_another_co_ordinator_takes_it_out_unread(
    desk: Desk, browser: Client, enter: Enter
) -> None:
    cast = desk.cast
    with in_partnership(cast.alpha.pk):
        give_role(user=cast.alpha_member, role="coordinator", by=cast.by)
    carried = hidden(browser)
    browser.logout()
    browser.post(PAGE, {**carried, **TYPED})
    enter(browser, cast.alpha_member)
    assert shown(browser) == ([], "", False)
    assert "held_form" not in browser.session


def test_only_fields_of_the_section_are_kept(desk: Desk, browser: Client) -> None:
    carried = hidden(browser)
    browser.logout()
    more = {"B02": "20", "A02.": "x", "cannot_note.A02": "why", "confirm.CK02": "yes", "x": "y"}
    browser.post(PAGE, {**carried, **TYPED, **more})
    held = browser.session["held_form"]
    revisions = {name: [value] for name, value in carried.items() if name.startswith("revision.")}
    assert held["fields"] == {
        **revisions,
        "A01": ["in_place"],
        "A02": ["2001"],
        "A02.": ["x"],
        "cannot_note.A02": ["why"],
        "confirm.CK02": ["yes"],
    }
    assert (held["reader"], held["path"]) == (desk.cast.alpha_coordinator.pk, PAGE)


@pytest.mark.parametrize(
    ("change", "headers"),
    [
        ({"reader_mark": ""}, {}),
        ({"reader_mark": "WzEsIi8iXQ:1abc:forged"}, {}),
        ({"A02": "9" * 100_001}, {}),
        ({}, {"Origin": "https://elsewhere.example"}),
        ({}, {"Accept": "application/json"}),
    ],
    ids=["no mark", "forged", "too much", "another site", "a script"],
)
def test_what_is_not_kept_is_refused_as_ever(
    desk: Desk, browser: Client, change: dict[str, str], headers: dict[str, str]
) -> None:
    carried = hidden(browser)
    browser.logout()
    sent = browser.post(PAGE, {**carried, **TYPED, **change}, headers=headers)
    assert sent.status_code == 403
    assert "held_form" not in browser.session


def test_the_mark_of_one_page_holds_nothing_for_another(desk: Desk, browser: Client) -> None:
    carried = hidden(browser)
    browser.logout()
    sent = browser.post(B, {**carried, "B02": "20"})
    assert sent.status_code == 403
    assert "held_form" not in browser.session


def test_after_an_hour_it_is_gone(
    desk: Desk, browser: Client, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.held.KEPT_SECONDS", -1)
    carried = hidden(browser)
    browser.logout()
    browser.post(PAGE, {**carried, **TYPED})
    enter(browser, desk.cast.alpha_coordinator)
    assert shown(browser) == ([], "", False)

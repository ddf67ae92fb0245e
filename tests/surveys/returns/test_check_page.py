"""Check now: the rules of sign-off on any draft, with rule, place and remedy; confirming there."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.team import assign_section
from surveys.returns.models import Confirmation
from surveys.returns.standing import standing_of
from tests.portal.web.markup import parsed, with_class, words
from tests.support.pages import Page, Pages
from tests.surveys.returns.desk import A, Desk
from tests.surveys.returns.partners import errors

SignIn = Callable[[User], Client]
CHECK = f"{A}check/"


@pytest.fixture
def coordinator(desk: Desk, signed_in: SignIn) -> Pages:
    return Pages(signed_in(desk.cast.alpha_coordinator))


def items(html: str) -> list[tuple[str, str, str, str]]:
    """(rule, message, link, remedy) of every finding."""
    found = []
    for line in with_class(parsed(html), "portal-check__item"):
        inside = {each.get("class", ""): each for each in line.iter("p")}

        def text(name: str, inside=inside) -> str:
            return next(words(each) for css, each in inside.items() if name in css)

        link = next((a.get("href") for a in line.iter("a")), "")
        found.append(
            (
                text("portal-check__rule"),
                text("portal-check__message"),
                link,
                text("portal-check__remedy"),
            )
        )
    return found


def confirmed(desk: Desk) -> list[tuple[str, str]]:
    with in_partnership(desk.cast.alpha.pk):
        return list(Confirmation.objects.values_list("check_code", "note"))


def seen(page: Page) -> dict[str, str]:
    """What the page's form about CK02 says was read."""
    (form,) = [
        each for each in page.tree.iter("form")
        if any(i.get("value") == "CK02" for i in each.iter("input"))
    ]  # fmt: skip
    (read,) = [i.get("value") or "" for i in form.iter("input") if i.get("name") == "seen"]
    return {"seen": read}


def test_every_finding_says_rule_place_and_remedy(desk: Desk, coordinator: Pages) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2010, "B13": 2.0})
    html = coordinator.get(CHECK).html
    found = items(html)
    role, cost = desk.form.question("A04"), desk.form.question("B14")
    assert found[0] == (
        "Has to be answered · Question 4 (A04)",
        f"Answer question 4: {role.text}",
        f"{A}sections/A/?problems=1#id_A04_0",
        "Choose one of the options.",
    )
    assert found[1] == (
        "Rule CK07, has to hold · Question 2 (A02)",
        "The LSP cannot have met for the first time after the year of the survey.",
        f"{A}sections/A/?problems=1#id_A02",
        "Enter the year of the first meeting, 2004 or earlier.",
    )
    assert (
        f"Rule CK02, unusual · Question {cost.number} (B14)",
        "Staff support the LSP, but no running cost is given.",
        f"{A}sections/B/#id_B14",
        "Enter the running cost, or say in a note why there is none or why it is not known.",
    ) in found
    with in_partnership(desk.cast.alpha.pk):
        standing = standing_of(desk.row())
    assert len(found) == len(standing.blocking)
    assert f"{len(standing.to_put_right)} things to put right and 1 unusual answer" in html


def test_a_complete_return(desk: Desk, coordinator: Pages, signed_in: SignIn) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    html = coordinator.get(CHECK).html
    assert items(html) == []
    assert "Nothing is missing, wrong or unconfirmed." in html
    assert "Read the answers and declare them ready" in html
    for who in ("alpha_chair", "alpha_member"):
        reader = Pages(signed_in(desk.cast.users[who])).get(CHECK).html
        assert "Nothing is missing, wrong or unconfirmed." in reader
        assert "declare them ready" not in reader


def test_readers_get_neither_links_nor_forms(desk: Desk, signed_in: SignIn) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "B13": 2.0})
    html = Pages(signed_in(desk.cast.alpha_chair)).get(CHECK).html
    assert items(html)[0][2] == ""
    assert 'name="then"' not in html


def test_confirming_and_taking_it_back(desk: Desk, coordinator: Pages) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
    sent = {"check": "CK02", "then": "confirm", "note": "Paid <elsewhere>"}
    page = coordinator.post(CHECK, sent | seen(coordinator.get(CHECK)))
    assert (page.heading, "Confirmed: the answers stand." in page.html) == (
        "Check the return",
        True,
    )
    assert confirmed(desk) == [("CK02", "Paid <elsewhere>")]
    ((rule, _, _, said),) = items(page.html)
    assert rule.startswith("Rule CK02, unusual · Section 2, question")
    assert said.startswith("Confirmed by Alpha Coordinator at ")
    assert said.endswith(": “Paid <elsewhere>”")
    page = coordinator.post(CHECK, {"check": "CK02", "then": "withdraw"} | seen(page))
    assert confirmed(desk) == []
    assert "The confirmation is withdrawn." in page.html


def test_a_confirmation_that_no_longer_holds_is_told(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.cast.alpha_coordinator)
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
    desk.confirm(desk.cast.alpha, "Paid <elsewhere>")
    desk.answer(desk.cast.alpha, {"B13": 3.5})
    for path in (CHECK, f"{A}sections/B/"):
        html = client.get(path).content.decode()
        assert "Confirmed by Alpha Coordinator at " in html
        assert "but the answers changed since: “Paid &lt;elsewhere&gt;”" in html


AGAIN = (
    "The answers that this is about, or what was said about them, changed after you read them. Read"
    " them again, then confirm or take it back."
)


def test_answers_and_notes_that_nobody_saw_are_not_acted_on(desk: Desk, coordinator: Pages) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
    read = {"check": "CK02", "note": "Paid <elsewhere>"} | seen(coordinator.get(CHECK))
    desk.answer(desk.cast.alpha, {"B13": 40.0})
    page = coordinator.post(CHECK, read | {"then": "confirm"})
    assert (page.status, errors(page)) == (409, [AGAIN])
    assert "Paid &lt;elsewhere&gt;</textarea>" in page.html
    assert confirmed(desk) == []
    desk.confirm(desk.cast.alpha, "The council pays.")
    stale = read | seen(page)
    for then in ("confirm", "withdraw"):
        assert coordinator.post(CHECK, stale | {"then": then}).status == 409
    assert confirmed(desk) == [("CK02", "The council pays.")]
    page = coordinator.post(CHECK, read | seen(coordinator.get(CHECK)) | {"then": "withdraw"})
    assert (page.status, confirmed(desk)) == (200, [])


@pytest.mark.parametrize(
    ("sent", "words_"),
    [
        ({}, "Choose what to confirm on the check page."),
        ({"check": "CK02", "then": "confirm"}, "There is nothing to confirm here any more"),
        ({"check": "CK99", "then": "withdraw"}, "There is nothing to confirm here any more"),
    ],
)
def test_refusals(desk: Desk, coordinator: Pages, sent: dict[str, str], words_: str) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    page = coordinator.post(CHECK, sent)
    assert page.status == 409
    assert words_ in page.html
    assert confirmed(desk) == []


def test_a_member_confirms_in_sections_given_to_them(desk: Desk, signed_in: SignIn) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "B13": 2.0})
    sent = {"check": "CK02", "then": "confirm"}
    member = Pages(signed_in(desk.cast.alpha_member))
    assert member.post(CHECK, sent).status == 403
    for section, status in (("C", 403), ("B", 200)):
        with in_partnership(desk.cast.alpha.pk):
            assign_section(
                annual_return=desk.row(),
                section=section,
                person=desk.cast.alpha_member,
                by=desk.cast.alpha_coordinator,
            )
        html = member.get(CHECK).html
        assert ('name="then"' in html) == (section == "B")
        read = seen(member.get(CHECK)) if section == "B" else {}
        assert member.post(CHECK, sent | read).status == status
    assert confirmed(desk) == [("CK02", "")]


def test_what_cannot_be_answered_is_listed(desk: Desk, coordinator: Pages) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    with in_partnership(desk.cast.alpha.pk):
        edits = {"A04": Edit(None, 0, "not_agreed", "Two <views>")}
        save_answers(annual_return=desk.row(), edits=edits, by=desk.cast.alpha_coordinator)
    html = coordinator.get(CHECK).html
    assert "Partners do not agree on an answer</strong>: “Two &lt;views&gt;”" in html
    assert "question 4: What is your role?" in html


def test_a_signed_off_return(desk: Desk, coordinator: Pages) -> None:
    desk.signed(desk.cast.alpha)
    page = coordinator.get(CHECK)
    assert items(page.html) == []
    assert "This return is signed off, so nothing is left to do." in page.text


def test_queries_do_not_grow(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.cast.alpha_coordinator)
    counts = []
    unusual = {"A01": "in_place", "B13": 2.0}
    for answers in (unusual, desk.complete(desk.cast.alpha) | {"B14": None}):
        desk.answer(desk.cast.alpha, answers)
        client.get(CHECK)
        with CaptureQueriesContext(connection) as seen:
            client.get(CHECK)
        counts.append(len(seen))
    assert 5 < counts[0] == counts[1] <= 16

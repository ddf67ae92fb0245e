"""What waits for somebody in the annual return, on the first page after signing in."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.membership.domain.roles import give_role
from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.extending import extend_return
from surveys.returns.domain.querying import raise_query
from surveys.returns.domain.team import assign_sections
from surveys.returns.domain.waves import close_wave
from surveys.returns.everywhere import my_returns
from tests.portal.web.markup import parsed, words
from tests.surveys.returns.desk import A, Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
SignIn = Callable[[User], Client]
LATE = date(2099, 1, 14)


def waiting(desk: Desk, who: str) -> list[tuple[str, str, str]]:
    """(slug, step, codes of the sections left) of each return that waits for this person."""
    user = desk.cast.users[who]
    with in_national(user_id=user.pk):
        found = my_returns(user)
    return [
        (each.partnership.slug, each.step.title, "".join(s.code for s in each.sections))
        for each in found
    ]


def give(desk: Desk, *sections: str) -> None:
    with in_partnership(desk.cast.alpha.pk):
        assign_sections(
            annual_return=desk.row(),
            sections=sections,
            by=desk.cast.alpha_coordinator,
            person=desk.cast.alpha_member,
        )


def asked(desk: Desk) -> None:
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.users["evaluator"]
        raise_query(annual_return=desk.row(), question="B14", text="Is it right?", by=by)


def closed(desk: Desk) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)


START = "Start with section 1: About the partnership"
DECLARE = "Check the answers and declare the return ready"
SIGN, QUERY = "Your sign-off is needed", "The evaluation team has a question"


@pytest.mark.parametrize(
    ("bring", "waits"),
    [
        (lambda desk: None, {"alpha_coordinator": START}),
        (
            lambda desk: desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha)),
            {"alpha_coordinator": DECLARE},
        ),
        (lambda desk: desk.ready(desk.cast.alpha), {"alpha_chair": SIGN}),
        (lambda desk: desk.signed(desk.cast.alpha), {}),
        (asked, {"alpha_coordinator": QUERY, "alpha_chair": QUERY}),
        (closed, {}),
    ],
    ids=["fresh", "complete", "ready", "signed", "queried", "closed"],
)
def test_for_whom_it_waits(
    desk: Desk, bring: Callable[[Desk], None], waits: dict[str, str]
) -> None:
    bring(desk)
    people = ("alpha_coordinator", "alpha_chair", "alpha_member", "evaluator", "observer")
    found = {who: waiting(desk, who) for who in people}
    assert {who: each for who, each in found.items() if each} == {
        who: [("alpha", step, "")] for who, step in waits.items()
    }


def test_sections_given_out_until_they_are_complete(desk: Desk) -> None:
    whole = desk.complete(desk.cast.alpha)
    desk.answer(desk.cast.alpha, {c: v for c, v in whole.items() if c[0] == "A"})
    give(desk, "B", "C")
    second = f"Continue with section 2: {desk.form.section('B').title}"
    assert waiting(desk, "alpha_member") == [("alpha", second, "BC")]
    desk.answer(desk.cast.alpha, {c: v for c, v in whole.items() if c[0] == "B"})
    third = f"Continue with section 3: {desk.form.section('C').title}"
    assert waiting(desk, "alpha_member") == [("alpha", third, "C")]
    desk.answer(desk.cast.alpha, {c: v for c, v in whole.items() if c[0] == "C"})
    assert waiting(desk, "alpha_member") == []


def test_sections_that_cannot_start_yet_do_not_wait(desk: Desk, signed_in: SignIn) -> None:
    give(desk, "B")
    assert waiting(desk, "alpha_member") == []
    said = signed_in(desk.cast.alpha_member).get(A).content.decode()
    assert "Your sections cannot start yet" in said
    assert "Your sections are complete" not in said


def test_in_every_partnership_the_most_urgent_first(desk: Desk) -> None:
    with in_national():
        by = desk.cast.users["evaluator"]
        extend_return(partnership=desk.cast.alpha, year=2004, until=LATE, reason="Flood", by=by)
    with in_partnership(desk.cast.beta.pk):
        give_role(user=desk.cast.alpha_coordinator, role="coordinator", by=desk.cast.by)
    assert [slug for slug, _, _ in waiting(desk, "alpha_coordinator")] == ["beta", "alpha"]


def test_the_page_leads_there(desk: Desk, signed_in: SignIn) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    give(desk, "B", "C")
    html = signed_in(desk.cast.alpha_member).get("/").content.decode()
    (section,) = [
        each for each in parsed(html).iter("section") if each.get("aria-labelledby") == "my-returns"
    ]
    titles = [desk.form.section(code).title for code in "BC"]
    assert words(section).startswith(
        "Waiting for you in the annual return "
        f"Continue with section 2: {titles[0]}2004 annual return, Alpha Partnership"
        f"Your sections to complete: 2. {titles[0]}; 3. {titles[1]}In progress, late"
    )
    assert f'<a class="govuk-link" href="{A}sections/B/">' in html


def test_nothing_waits_nothing_is_said(desk: Desk, signed_in: SignIn) -> None:
    html = signed_in(desk.cast.alpha_chair).get("/").content.decode()
    assert "my-returns" not in html


def test_the_same_queries_however_much_is_done(desk: Desk) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert waiting(desk, "alpha_member")
        return len(seen)

    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    give(desk, "B")
    few = count()
    give(desk, "C", "D", "E")
    whole = desk.complete(desk.cast.alpha)
    desk.answer(desk.cast.alpha, {c: v for c, v in whole.items() if c[0] != "E"})
    assert count() == few

"""The start of a return: states, who acts next, who works on it, what observers see."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.membership.domain.roles import give_role
from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.effort import touch
from surveys.returns.domain.querying import raise_query
from surveys.returns.domain.reopening import reopen_return
from surveys.returns.domain.signing import accept_return, send_back
from surveys.returns.domain.team import assign_section
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Return
from tests.conftest import Cast
from tests.portal.web.markup import by_id, parsed, with_class, words
from tests.surveys.returns.desk import A, Desk

SignIn = Callable[[User], Client]
LATEST = "/p/alpha/return/"


def page(client: Client, path: str = A) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def tasks(html: str) -> list[tuple[str, str, str]]:
    """(name, status, hint) of every line."""
    lines = with_class(parsed(html), "govuk-task-list__item")
    return [
        (
            words(next(_inside(line, "govuk-task-list__name-and-hint"))[0]),
            words(next(_inside(line, "govuk-task-list__status"))),
            words(next(_inside(line, "govuk-task-list__hint"), line.makeelement("i", {}))),
        )
        for line in lines
    ]


def _inside(element, name: str):
    return (e for e in element.iter() if name in (e.get("class") or "").split())


def next_step(html: str) -> str:
    return words(by_id(parsed(html), "next-step"))


def test_latest_leads_to_the_newest_wave(desk: Desk, signed_in: SignIn) -> None:
    response = signed_in(desk.cast.alpha_member).get(LATEST)
    assert (response.status_code, response["Location"]) == (302, A)


def test_no_survey_yet(cast: Cast, signed_in: SignIn) -> None:
    assert "No survey is open yet" in page(signed_in(cast.alpha_member), LATEST)


def test_a_fresh_return(desk: Desk, signed_in: SignIn) -> None:
    html = page(signed_in(desk.cast.alpha_coordinator))
    lines = tasks(html)
    assert len(lines) == 15
    assert lines[0] == ("1. About the partnership", "Not started", "")
    assert {status for _, status, _ in lines[1:13]} == {"Cannot start yet"}
    assert lines[1][2] == (
        "The answer to question 1 of section 1 decides whether you are asked this"
    )
    assert f'href="{A}sections/A/#q_A01">question 1 of section 1</a>' in html
    assert lines[13:] == [
        (
            "Check the answers and declare them ready",
            "Cannot be declared yet",
            "2 things are still missing, wrong or unconfirmed: see them all",
        ),
        (
            "Sign-off by the chair",
            "Cannot start yet",
            "The chair or the vice-chair signs off once the return is declared ready",
        ),
    ]
    assert "0 of 13 sections complete" in html
    assert next_step(html) == "Next: Start with section 1: About the partnership"
    assert "Nothing has been saved yet." in html
    assert "This questionnaire is a reconstruction; the original was never found." in html
    assert "On this demonstration site the answers are synthetic." in html


def test_a_return_in_progress(desk: Desk, signed_in: SignIn) -> None:
    given = desk.complete(desk.cast.alpha)
    sections = {"A": given, "B": given | {"B02": given["B02"] + 1}, "C": {"C01": given["C01"]}}
    for code, answers in sections.items():
        codes = {q.code for q in desk.form.section(code).questions}
        desk.answer(desk.cast.alpha, {q: v for q, v in answers.items() if q in codes})
    html = page(signed_in(desk.cast.alpha_coordinator))
    lines = tasks(html)
    assert lines[0][1] == "Complete"
    assert lines[1][1:] == (
        "Needs attention",
        "15 of 15 questions answered; 1 breaks a rule",
    )
    assert lines[2][1] == "In progress"
    assert lines[2][2].startswith("1 of ")
    assert lines[3][1] == "Not started"
    assert "1 of 13 sections complete" in html
    assert next_step(html).startswith("Next: Continue with section 2:")
    assert "by Alpha Coordinator." in html


def test_an_area_without_an_lsp_needs_one_section(desk: Desk, signed_in: SignIn) -> None:
    desk.answer(desk.cast.alpha, {"A01": "none", "A04": "chair"})
    html = page(signed_in(desk.cast.alpha_coordinator))
    assert [status for _, status, _ in tasks(html)][:2] == ["Complete", "Not needed"]
    assert "1 of 1 sections complete" in html
    assert next_step(html) == "Next: Check the answers and declare the return ready"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2004-12-10", "Sign it off by Friday 17 December 2004 (7 days left)."),
        ("2004-12-16", "Sign it off by Friday 17 December 2004 (1 day left)."),
        ("2004-12-17", "Sign it off by Friday 17 December 2004 (today)."),
        ("2004-12-18", "It was due by Friday 17 December 2004; the survey is still open."),
    ],
)
def test_days_left(desk: Desk, signed_in: SignIn, today: str, said: str) -> None:
    with time_machine.travel(f"{today} 12:00", tick=False):
        html = page(signed_in(desk.cast.alpha_coordinator))
    (ring,) = with_class(parsed(html), "portal-ring__words")
    assert said in words(ring)


@pytest.mark.parametrize(
    ("state", "who", "step"),
    [
        ("fresh", "alpha_member", "The co-ordinator is answering"),
        ("fresh", "alpha_chair", "The co-ordinator is answering"),
        ("ready", "alpha_coordinator", "Waiting for the chair"),
        ("ready", "alpha_member", "Waiting for the chair"),
        ("ready", "alpha_chair", "Your sign-off is needed"),
        ("signed", "alpha_coordinator", "Signed off and sent"),
        ("accepted", "alpha_chair", "Accepted by the evaluation team"),
        ("closed", "alpha_coordinator", "The survey is closed"),
    ],
)
def test_who_acts_next(desk: Desk, signed_in: SignIn, state: str, who: str, step: str) -> None:
    bring(desk, state)
    assert next_step(page(signed_in(desk.cast.users[who]))).removeprefix("Next: ") == step


def bring(desk: Desk, state: str) -> None:
    if state in ("ready", "signed"):
        getattr(desk, state)(desk.cast.alpha)
    if state == "accepted":
        desk.signed(desk.cast.alpha)
        with in_partnership(desk.cast.alpha.pk):
            accept_return(annual_return=desk.row(), by=desk.cast.evaluator, seen=desk.seen())
    if state == "closed":
        with in_national():
            close_wave(wave=desk.wave, by=desk.cast.by)


def test_the_reason_it_came_back_for(desk: Desk, signed_in: SignIn) -> None:
    desk.ready(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        send_back(annual_return=desk.row(), by=desk.cast.alpha_chair, reason="Ask <the> PCT")
    html = page(signed_in(desk.cast.alpha_coordinator))
    assert "Alpha Chair sent the return back on" in html
    assert "“Ask &lt;the&gt; PCT”" in html


def test_what_came_back_before_the_last_version_is_over(desk: Desk, signed_in: SignIn) -> None:
    desk.ready(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        send_back(annual_return=desk.row(), by=desk.cast.alpha_chair, reason="Ask the PCT")
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        raise_query(annual_return=desk.row(), question="", text="Right?", by=desk.cast.evaluator)
        reopen_return(
            annual_return=desk.row(),
            sections=["B"],
            reason="A slip",
            due_on=date(2099, 3, 2),
            by=desk.cast.evaluator,
        )
    html = page(signed_in(desk.cast.alpha_coordinator))
    assert "sent the return back" not in html
    assert f'href="{A}queries/">1 query waits for your reply</a>' in html
    assert ">1 query waits for the partnership’s reply</a>" in page(
        signed_in(desk.cast.alpha_member), f"{A}review/"
    )
    queries = page(signed_in(desk.cast.alpha_coordinator), f"{A}queries/")
    assert "The return is open: if an answer in an open section was wrong" in queries


def test_people_in_the_order_in_which_they_act(desk: Desk, signed_in: SignIn) -> None:
    with in_partnership(desk.cast.alpha.pk):
        give_role(user=desk.cast.nobody, role="chair", by=desk.cast.by, title="Vice-chair")
    html = page(signed_in(desk.cast.alpha_coordinator))
    people = [words(who) for who in with_class(parsed(html), "portal-people__who")]
    assert people == [
        "Alpha Coordinator (you)LSP co-ordinator",
        "Alpha ChairLSP chair or vice-chair",
        "NobodyVice-chair",
    ]


def test_observer_reads_an_accepted_return_only(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.cast.observer)
    desk.signed(desk.cast.alpha)
    html = page(client)
    assert "Not accepted yet" in html
    assert "In place and meeting" not in html
    with in_partnership(desk.cast.alpha.pk):
        accept_return(annual_return=desk.row(), by=desk.cast.evaluator, seen=desk.seen())
    html = page(client)
    assert "In place and meeting" in html
    assert "accepted by the national evaluation team" in html
    for below in ("review/", "receipt/", "sections/A/"):
        assert client.get(A + below).status_code == 403


def test_observer_of_another_region_finds_nothing(desk: Desk, signed_in: SignIn) -> None:
    assert signed_in(desk.cast.observer).get("/p/beta/return/2004/").status_code == 404


def test_year_without_a_return_is_404(desk: Desk, signed_in: SignIn) -> None:
    assert signed_in(desk.cast.alpha_chair).get("/p/alpha/return/1999/").status_code == 404


class TestCard:
    """The return on the partnership's first page."""

    def test_state_and_next_step(self, desk: Desk, signed_in: SignIn) -> None:
        desk.answer(desk.cast.alpha, {"A01": "in_place"})
        html = page(signed_in(desk.cast.alpha_coordinator), "/p/alpha/")
        (card,) = with_class(parsed(html), "portal-lead")
        said = words(card)
        assert "Annual return 2004 In progress" in said
        assert "0 of 13 sections complete." in said
        assert "Continue with section 1: About the partnership." in said

    def test_nothing_before_the_first_wave(self, cast: Cast, signed_in: SignIn) -> None:
        assert "No survey is open yet." in page(signed_in(cast.alpha_member), "/p/alpha/")

    def test_observer(self, desk: Desk, signed_in: SignIn) -> None:
        html = page(signed_in(desk.cast.observer), "/p/alpha/")
        assert "once the national evaluation team has accepted it" in html
        assert "In progress" not in html


def test_queries_do_not_grow(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.cast.alpha_coordinator)
    counts = []
    for more in (0, 2):
        with in_partnership(desk.cast.alpha.pk):
            for user in [desk.cast.nobody, desk.cast.odpm][:more]:
                give_role(user=user, role="chair", by=desk.cast.by)
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) if more else {"A01": "none"})
        client.get(A)
        with CaptureQueriesContext(connection) as seen:
            client.get(A)
        counts.append(len(seen))
    assert 5 < counts[0] == counts[1] <= 21


def banner(html: str) -> list[str]:
    """Every sentence of the next step, its title first."""
    (box,) = with_class(parsed(html), "portal-next")
    return [words(each) for each in box.iter() if each.tag in ("h2", "p", "a")]


@pytest.mark.parametrize(
    ("state", "who", "said"),
    [
        (
            "fresh",
            "alpha_coordinator",
            [
                "Next: Start with section 1: About the partnership",
                "Answer the sections in any order. What you save stays until you change it.",
                "No email is sent until you declare the return ready."
                " Then Alpha Chair gets an email.",
                "Start now",
            ],
        ),
        (
            "fresh",
            "alpha_chair",
            [
                "Next: The co-ordinator is answering",
                "You can read the answers as they stand. Alpha Chair signs off when all of them"
                " are in, by Friday 17 December 2004.",
                "When Alpha Coordinator declares the return ready, Alpha Chair gets an email.",
                "Read the answers so far",
            ],
        ),
        (
            "ready",
            "alpha_coordinator",
            [
                "Next: Waiting for the chair",
                "The return has been declared ready. Alpha Chair signs it off next, by Friday 17"
                " December 2004. Until then the co-ordinator can take it back.",
                "Signing off sends an email to Alpha Coordinator and the national evaluation team.",
                "Read the answers",
            ],
        ),
        (
            "ready",
            "alpha_chair",
            [
                "Next: Your sign-off is needed",
                "Alpha Coordinator has declared the return ready. Read the answers, then sign it"
                " off or send it back with a reason, by Friday 17 December 2004.",
                "Signing off sends an email to Alpha Coordinator and the national evaluation team.",
                "Read and sign off",
            ],
        ),
        (
            "signed",
            "alpha_member",
            [
                "Signed off and sent",
                "The national evaluation team reads the return next. There is nothing for you to"
                " do.",
                "When the team accepts the return or opens it again, Alpha Coordinator and Alpha"
                " Chair get an email.",
                "See the receipt",
            ],
        ),
    ],
)
def test_the_banner_says_who_by_when_and_who_is_mailed(
    desk: Desk, signed_in: SignIn, state: str, who: str, said: list[str]
) -> None:
    bring(desk, state)
    assert banner(page(signed_in(desk.cast.users[who]))) == said


def test_a_queried_return(desk: Desk, signed_in: SignIn) -> None:
    desk.signed(desk.cast.alpha)
    with in_partnership(desk.cast.alpha.pk):
        raise_query(
            annual_return=Return.objects.select_related("wave").get(),
            question="B02",
            text="Is that the whole board?",
            by=desk.cast.evaluator,
        )
    html = page(signed_in(desk.cast.alpha_coordinator))
    assert banner(html) == [
        "The evaluation team has a question",
        "You are asked about some answers. They stand as signed off while you talk about them.",
        "A reply sends an email to the evaluation team.",
        "Read and reply",
    ]
    assert banner(page(signed_in(desk.cast.alpha_member)))[1] == (
        "Alpha Coordinator and Alpha Chair are asked about some answers. They stand as signed off"
        " in the meantime."
    )


def test_what_is_left_is_linked_to_its_field(desk: Desk, signed_in: SignIn) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2010, "B13": 2.0})
    html = page(signed_in(desk.cast.alpha_coordinator))
    left = [
        (words(a), a.get("href"))
        for details in with_class(parsed(html), "portal-tasks__more")
        for a in details.iter("a")
    ]
    role = desk.form.question("A04").text
    assert left[:2] == [
        (f"Answer question 4: {role}", f"{A}sections/A/?problems=1#id_A04_0"),
        (
            "The LSP cannot have met for the first time after the year of the survey.",
            f"{A}sections/A/?problems=1#id_A02",
        ),
    ]
    assert left[-1] == (
        "Staff support the LSP, but no running cost is given.", f"{A}sections/B/#id_B14",
    )  # fmt: skip
    assert {href.split("/")[6] for _, href in left} == {"A", "B"}
    assert "portal-tasks__more" not in page(signed_in(desk.cast.alpha_chair))


def give(desk: Desk, section: str, due_on: date | None = None) -> None:
    """To the member."""
    with in_partnership(desk.cast.alpha.pk):
        assign_section(
            annual_return=desk.row(),
            section=section,
            person=desk.cast.alpha_member,
            due_on=due_on,
            by=desk.cast.alpha_coordinator,
        )


def groups(html: str) -> list[tuple[str, list[str]]]:
    """Title of each group and the numbers of its sections."""
    found = []
    for group in with_class(parsed(html), "portal-tasks"):
        lines = [words(line) for line in with_class(group, "govuk-task-list__item")]
        found.append((words(next(group.iter("h2"))), [line.split(".")[0] for line in lines]))
    return found


class TestTeam:
    @pytest.fixture(autouse=True)
    def given(self, desk: Desk) -> None:
        with time_machine.travel("2004-11-22 12:00"):
            desk.answer(desk.cast.alpha, {"A01": "in_place"})
            give(desk, "C", date(2004, 12, 3))
            give(desk, "B")

    def test_everybody_sees_whose_a_section_is(self, desk: Desk, signed_in: SignIn) -> None:
        html = page(signed_in(desk.cast.alpha_coordinator))
        assert "Given to Alpha Member, due on 3 December 2004" in html
        assert [title for title, _ in groups(html)] == ["Answer the survey", "Check and sign off"]

    def test_a_contributors_own_sections_come_first(self, desk: Desk, signed_in: SignIn) -> None:
        html = page(signed_in(desk.cast.alpha_member))
        assert [(title, numbers[:3]) for title, numbers in groups(html)][:2] == [
            ("Your sections", ["2", "3"]),
            ("Sections of others", ["1", "4", "5"]),
        ]
        title, said, *_ = banner(html)
        assert title == "Next: Continue with section 2: Strategic capacity and leadership"
        assert said == "Given to you. What you save stays until somebody changes it."

    def test_what_is_left_is_linked_in_own_sections_only(
        self, desk: Desk, signed_in: SignIn
    ) -> None:
        desk.answer(desk.cast.alpha, {"B13": 2.0, "C01": "no"})
        html = page(signed_in(desk.cast.alpha_member))
        hrefs = [
            a.get("href")
            for details in with_class(parsed(html), "portal-tasks__more")
            for a in details.iter("a")
        ]
        assert {href.split("/")[6] for href in hrefs} == {"B", "C"}

    def test_due_day_of_the_next_own_section(self, desk: Desk, signed_in: SignIn) -> None:
        whole = desk.complete(desk.cast.alpha)
        desk.answer(desk.cast.alpha, {c: v for c, v in whole.items() if c[0] == "B"})
        client = signed_in(desk.cast.alpha_member)
        assert banner(page(client))[1] == (
            "Given to you, due on Friday 3 December 2004. What you save stays until somebody"
            " changes it."
        )
        desk.answer(desk.cast.alpha, {c: v for c, v in whole.items() if c[0] == "C"})
        assert banner(page(client))[:2] == [
            "Next: Your sections are complete",
            "There is nothing for you to do. Alpha Coordinator declares the return ready when the"
            " others are complete too.",
        ]

    def test_who_is_there_now(self, desk: Desk, signed_in: SignIn) -> None:
        with in_partnership(desk.cast.alpha.pk):
            touch(annual_return=desk.row(), section="C", by=desk.cast.alpha_member)
        assert "Alpha Member is here now" in page(signed_in(desk.cast.alpha_coordinator))
        assert "here now" not in page(signed_in(desk.cast.alpha_member))  # it is oneself

    def test_those_with_a_section_are_mailed_too(self, desk: Desk, signed_in: SignIn) -> None:
        with in_partnership(desk.cast.alpha.pk):
            Return.objects.update(state="ready", ready_by=desk.cast.alpha_coordinator)
        said = banner(page(signed_in(desk.cast.alpha_chair)))
        assert said[2] == (
            "Signing off sends an email to Alpha Coordinator, Alpha Member and the national"
            " evaluation team."
        )


class TestStatesInWords:
    def test_more_time(self, desk: Desk, signed_in: SignIn) -> None:
        with in_partnership(desk.cast.alpha.pk):
            Return.objects.update(extended_to=date(2005, 1, 14), extension_reason="Flood <2004>")
        bring(desk, "closed")
        with time_machine.travel("2005-01-10 12:00", tick=False):
            html = page(signed_in(desk.cast.alpha_coordinator))
            seen = page(signed_in(desk.cast.observer))
        assert "Sign it off by <strong>Friday 14 January 2005</strong> (4 days left)." in html
        more = "This partnership has until Friday 14 January 2005 instead of 17 December 2004."
        assert f"{more} The reason given: “Flood &lt;2004&gt;”" in html
        assert more in seen
        assert "Flood" not in seen

    def test_closed(self, desk: Desk, signed_in: SignIn) -> None:
        bring(desk, "closed")
        html = page(signed_in(desk.cast.alpha_coordinator))
        assert "Not signed off in time" in html
        assert "The survey is closed. It was due on Friday 17 December 2004." in html
        assert [status for _, status, _ in tasks(html)][-2:] == ["Not done in time"] * 2

    def test_reopened(self, desk: Desk, signed_in: SignIn) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        with in_partnership(desk.cast.alpha.pk):
            Return.objects.update(
                state="reopened", reopened_sections=["C"], reopening_reason="Check <C>", version=1
            )
        html = page(signed_in(desk.cast.alpha_coordinator))
        third = desk.form.sections[2]
        assert f"Open again: 3. {third.title}. The reason given: “Check &lt;C&gt;”" in html
        statuses = [status for _, status, _ in tasks(html)][:13]
        assert statuses == ["Not reopened"] * 2 + ["Complete"] + ["Not reopened"] * 10

    @pytest.mark.parametrize(
        ("today", "state", "said"),
        [
            ("2004-12-10", "fresh", "Not started It is due on Friday 17 December 2004."),
            ("2004-12-18", "fresh", "Not started, late It was due on Friday 17 December 2004."),
            ("2004-12-10", "ready", "Ready for sign-off It is due on Friday 17 December 2004."),
            (
                "2004-12-18",
                "closed",
                "Not signed off in time The survey is closed. It was due on Friday 17 December"
                " 2004.",
            ),
        ],
    )
    def test_observers_see_how_far_it_is_and_no_answer(
        self, desk: Desk, signed_in: SignIn, today: str, state: str, said: str
    ) -> None:
        bring(desk, state)
        with time_machine.travel(f"{today} 12:00", tick=False):
            html = page(signed_in(desk.cast.observer))
        assert said in words(by_id(parsed(html), "main-content"))
        assert "In place and meeting" not in html
        assert "sections complete" not in html

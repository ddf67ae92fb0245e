"""A reopened return that a rule blocks in sections left closed: said, asked for, and opened."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.errors import Refused
from portal.mail.models import Delivery
from portal.tenancy.context import in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.querying import ask_reopening
from surveys.returns.domain.reopening import reopen_return
from surveys.returns.domain.signing import declare_ready
from surveys.returns.models import Answer, Query, Return
from surveys.returns.out_of_reach import OutOfReach, out_of_reach
from surveys.returns.standing import standing_of
from tests.portal.web.markup import parsed
from tests.support.pages import Page, Pages
from tests.surveys.returns.desk import A, Desk

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
SignIn = Callable[[User], Client]
REOPENING, NATIONAL = f"{A}ask-reopening/", "/national/response/2004/alpha/"
TITLE = "The return cannot be finished in the open sections alone"
WAY = "Ask the evaluation team to reopen section 2 too"
DUE = date(2099, 3, 2)


def reopen(desk: Desk, *sections: str, reason: str = "C is wrong.") -> Return:
    with in_partnership(desk.cast.alpha.pk):
        by = desk.cast.users["evaluator"]
        return reopen_return(
            annual_return=desk.row(), sections=sections, reason=reason, due_on=DUE, by=by
        )


def put(desk: Desk, question: str, value: object) -> None:
    """What no save would let stand: the row itself."""
    with in_partnership(desk.cast.alpha.pk):
        Answer.objects.filter(question=question).update(value=value)


def found(desk: Desk) -> OutOfReach:
    with in_partnership(desk.cast.alpha.pk):
        return out_of_reach(standing_of(desk.row()))


@pytest.fixture
def stuck(desk: Desk) -> Desk:
    """Reopened in section C; the members of section B no longer add up."""
    desk.signed(desk.cast.alpha)
    reopen(desk, "C")
    put(desk, "B02", 99)
    return desk


@pytest.fixture
def coordinator(stuck: Desk, signed_in: SignIn) -> Client:
    return signed_in(stuck.cast.alpha_coordinator)


def message(desk: Desk) -> str:
    return next(check.message for check in desk.form.checks if check.code == "CK01")


def offered(page: Page) -> dict[str, bool]:
    """Section → whether it is chosen."""
    boxes = [each for each in parsed(page.html).iter("input") if each.get("name") == "sections"]
    return {each.get("value") or "": each.get("checked") is not None for each in boxes}


class TestWhatIs:
    def test_a_rule_broken_wholly_in_closed_sections(self, stuck: Desk) -> None:
        stands = found(stuck)
        assert [f.code for f in stands.findings] == ["CK01"]
        assert ([s.code for s in stands.sections], stands.numbers) == (["B"], "section 2")

    def test_not_once_a_section_of_it_is_open(self, stuck: Desk) -> None:
        reopen(stuck, "B", reason="B is wrong, too.")
        assert found(stuck) == OutOfReach()

    def test_not_what_is_unusual_or_missing(self, desk: Desk) -> None:
        """The one is confirmed on the check page, the other opens its section."""
        desk.signed(desk.cast.alpha)
        reopen(desk, "C")
        put(desk, "B14", 0)
        put(desk, "A02", None)
        assert found(desk) == OutOfReach()

    def test_not_in_a_return_that_is_open_as_a_whole(self, desk: Desk) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        put(desk, "B02", 99)
        assert found(desk) == OutOfReach()


class TestTheWayOut:
    @pytest.mark.parametrize("path", [A, f"{A}check/"])
    def test_is_said_with_a_link(self, stuck: Desk, coordinator: Client, path: str) -> None:
        page = Pages(coordinator).get(path)
        assert TITLE in page.text
        assert (
            "1 rule is broken by answers in section 2, which the reopening left closed:"
            in page.text
        )
        assert message(stuck) in page.text
        assert f'<a class="govuk-link" href="{REOPENING}">{WAY}</a>' in page.html

    def test_a_member_reads_who_can_ask(self, stuck: Desk, signed_in: SignIn) -> None:
        page = Pages(signed_in(stuck.cast.alpha_member)).get(A)
        assert "The co-ordinator can ask the evaluation team to reopen section 2 too." in page.text
        assert REOPENING not in page.html

    def test_the_request_names_the_sections_and_the_rule(
        self, stuck: Desk, coordinator: Client
    ) -> None:
        page = Pages(coordinator).get(REOPENING)
        chosen = offered(page)
        assert "C" not in chosen
        assert [code for code, ticked in chosen.items() if ticked] == ["B"]
        assert f">\n{message(stuck)}</textarea>" in page.html
        assert "The sections that are open stay so" in page.text

    def test_once_asked_for_the_pages_lead_to_the_answer(
        self, stuck: Desk, coordinator: Client
    ) -> None:
        sent = coordinator.post(REOPENING, {"sections": ["B"], "reason": message(stuck)})
        assert sent["Location"] == f"{A}queries/#query-1"
        with in_partnership(stuck.cast.alpha.pk):
            (query,) = Query.objects.all()
            (asked,) = query.messages.all()
        title = stuck.form.section("B").title
        assert asked.text == f"Please reopen:\n2. {title}\n\n{message(stuck)}"
        page = Pages(coordinator).get(A)
        assert "You have asked the evaluation team for a reopening." in page.text
        assert WAY not in page.text

    def test_an_ordinary_return_says_nothing_of_it(self, desk: Desk, signed_in: SignIn) -> None:
        client = signed_in(desk.cast.alpha_coordinator)
        assert TITLE not in Pages(client).get(A).text


class TestOpeningMore:
    def test_what_was_changed_meanwhile_stays(self, stuck: Desk) -> None:
        with in_partnership(stuck.cast.alpha.pk):
            before = stuck.values(stuck.cast.alpha)
            by = stuck.cast.alpha_coordinator
            ask_reopening(annual_return=stuck.row(), sections=["B"], reason="Sum", by=by)
            edit = {"C01": Edit(_other(stuck, "C01", before["C01"]), 1)}
            save_answers(annual_return=stuck.row(), edits=edit, by=by, within=None)
        changed = stuck.values(stuck.cast.alpha)
        assert changed["C01"] != before["C01"]
        row = reopen(stuck, "B", reason="The sum is wrong.")
        assert (row.state, row.version, row.reopened_sections, row.extended_to) == (
            "reopened", 1, ["B", "C"], DUE,
        )  # fmt: skip
        assert row.reopening_reason == "C is wrong.\n\nThe sum is wrong."
        assert stuck.values(stuck.cast.alpha) == changed
        with in_partnership(stuck.cast.alpha.pk):
            assert [query.state for query in Query.objects.all()] == ["settled"]
            told = Delivery.objects.filter(kind="return_reopened").latest("created_at")
        assert told.body.startswith(
            "The national evaluation team has opened more sections of the return."
        )

    def test_on_the_evaluators_page(self, stuck: Desk, signed_in: SignIn) -> None:
        client = signed_in(stuck.cast.users["evaluator"])
        assert "Reopen more sections" in client.get(NATIONAL).content.decode()
        page = Pages(client, may_write=("audit_auditevent",)).get(f"{NATIONAL}reopen/")
        assert page.heading == "Reopen more of the return of Alpha Partnership"
        assert "C" not in offered(page)
        fields = {"sections": ["B"], "reason": "Sum", "due_on": "2099-03-02"}
        assert client.post(f"{NATIONAL}reopen/", fields).status_code == 302
        with in_partnership(stuck.cast.alpha.pk):
            assert stuck.row().reopened_sections == ["B", "C"]

    def test_not_what_is_open_already(self, stuck: Desk) -> None:
        with pytest.raises(Refused, match="These sections are open already"):
            reopen(stuck, "C", reason="Again")
        with in_partnership(stuck.cast.alpha.pk):
            assert stuck.row().reopening_reason == "C is wrong."

    def test_not_while_it_waits_for_the_chair(self, stuck: Desk) -> None:
        put(stuck, "B02", stuck.complete(stuck.cast.alpha)["B02"])
        with in_partnership(stuck.cast.alpha.pk):
            by = stuck.cast.alpha_coordinator
            declare_ready(annual_return=stuck.row(), by=by, seen=stuck.seen())
            with pytest.raises(Refused, match="Take it back on the review page, then ask"):
                ask_reopening(annual_return=stuck.row(), sections=["B"], reason="x", by=by)
        with pytest.raises(Refused, match="Close the reopening, or wait for the chair"):
            reopen(stuck, "B")


def _other(desk: Desk, question: str, value: str) -> str:
    """Another option of the question."""
    options = [option.code for option in desk.form.question(question).options]
    return next(code for code in options if code != value)

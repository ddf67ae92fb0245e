"""What the chair sees before signing, and the receipt after it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.meetings.models import Decision
from portal.audit.models import AuditEvent
from portal.mail.models import Delivery
from portal.tenancy.context import in_partnership
from surveys.returns.domain.answering import Edit, save_answers
from surveys.returns.domain.reopening import recall_return
from surveys.returns.domain.signing import declare_ready
from surveys.returns.models import Return
from tests.partnerships.meetings.books import Books
from tests.portal.web.markup import by_id, words
from tests.support.pages import Page, Pages
from tests.surveys.returns.desk import A, Desk
from tests.surveys.returns.partners import Partners
from tests.surveys.returns.test_section_page import summary
from tests.surveys.returns.test_sending_pages import REVIEW, SignIn, sent

RECEIPT, RECALL = f"{A}receipt/", f"{A}recall/"


@pytest.fixture
def chair(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.cast.alpha_chair)


def section(page: Page, ident: str) -> str:
    """Words of the section that is labelled by this heading."""
    by_id(page.tree, ident)
    (found,) = [e for e in page.tree.iter("section") if e.get("aria-labelledby") == ident]
    return words(found)


def row(page: Page, key: str) -> str:
    """Value of a line of the receipt."""
    lines = [e for e in page.tree.iter("div") if any(c.tag == "dt" for c in e)]
    (found,) = [e for e in lines if words(next(e.iter("dt"))) == key]
    return words(next(found.iter("dd")))


def again(desk: Desk, **answers: object) -> None:
    """Taken back in section B, answered otherwise there and declared ready again."""
    coordinator = desk.cast.alpha_coordinator
    with in_partnership(desk.cast.alpha.pk):
        recall_return(
            annual_return=desk.row(), sections=["B", "M"], reason="A slip", by=desk.cast.alpha_chair
        )
        stored = {a.question: a.revision for a in desk.row().answers.all()}
        edits = {code: Edit(value, stored.get(code, 0)) for code, value in answers.items()}
        save_answers(annual_return=desk.row(), edits=edits, by=coordinator, within=None)
        declare_ready(annual_return=desk.row(), by=coordinator, seen=desk.seen())


def decided(desk: Desk, text: str = "RESOLVED: to agree the return", **more: object) -> Decision:
    with in_partnership(desk.cast.alpha.pk):
        books = Books(desk.cast)
        books.circulated()
        return books.decision(7, text, **more)


class TestBeside:
    def test_confirmed_cannot_and_the_note(self, desk: Desk, chair: Client) -> None:
        answers = desk.complete(desk.cast.alpha) | {"B13": None, "B14": None}
        desk.answer(desk.cast.alpha, answers | {"B13": 2.5})
        desk.confirm(desk.cast.alpha, "The <cost> is not known.")
        with in_partnership(desk.cast.alpha.pk):
            edit = Edit(None, 1, cannot="not_collected", cannot_note="Nobody keeps <it>")
            by = desk.cast.alpha_coordinator
            save_answers(annual_return=desk.row(), edits={"A02": edit}, by=by, within=None)
            declare_ready(annual_return=desk.row(), by=by, seen=desk.seen(), note="Please <read>.")
        page = Pages(chair).get(REVIEW)
        check = next(c for c in desk.form.checks if c.code == "CK02")
        assert section(page, "confirmed") == (
            f"1 unusual answer confirmed Section 2. {check.message}"
            "Confirmed by Alpha Coordinator: The <cost> is not known."
        )
        assert section(page, "unable") == (
            f"1 question that cannot be answered Section 1, question 2."
            f" {desk.form.question('A02').text}We do not collect this information:"
            " Nobody keeps <it>"
        )
        assert "What the co-ordinator saysPlease <read>." in page.text

    def test_what_changed_since_the_version_before(self, desk: Desk, chair: Client) -> None:
        first = desk.complete(desk.cast.alpha) | {"M06": "We meet every month."}
        desk.signed(desk.cast.alpha, first)
        again(desk, B14=95_000, M06="We meet every week.")
        changed = section(Pages(chair).get(REVIEW), "since-version")
        assert changed.startswith("2 answers changed since version 1")
        assert "Before: £90,000" in changed
        assert "Now: £95,000" in changed
        assert "We meet every [removed: month][added: week]." in changed
        Pages(chair).client.post(f"{A}sign-off/", sent(chair))
        assert section(Pages(chair).get(REVIEW), "since-version") == changed

    def test_nothing_changed(self, desk: Desk, chair: Client) -> None:
        desk.signed(desk.cast.alpha)
        again(desk)
        assert "No answer has changed since version 1" in Pages(chair).get(REVIEW).text

    def test_a_first_version_has_nothing_before_it(self, desk: Desk, chair: Client) -> None:
        desk.ready(desk.cast.alpha)
        page = Pages(chair).get(REVIEW)
        assert "since version" not in page.text
        assert "differ from" not in page.text

    def test_who_agrees_and_who_does_not(
        self, desk: Desk, partners: Partners, signed_in: SignIn
    ) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        partners.say("B", "dissent", "The <figures> are old.")
        desk.ready(desk.cast.alpha)
        said = section(Pages(signed_in(desk.cast.alpha_chair)).get(REVIEW), "partners")
        assert said.startswith(
            f"What the partners say Somebody does not agree with 1 section."
            f"2. {desk.form.section('B').title} Primary Care Trust does not agree:"
            " The <figures> are old."
        )
        assert f"2. {desk.form.section('B').title}: 1 does not agree, 1 silent" in said

    def test_nobody_signs_over_a_dissent_never_seen(
        self, desk: Desk, partners: Partners, chair: Client
    ) -> None:
        desk.ready(desk.cast.alpha)
        stale = sent(chair)
        partners.say("B", "dissent", "The figures are old.")
        page = Pages(chair).post(f"{A}sign-off/", stale)
        assert (page.status, summary(page.html)[0][0]) == (
            409,
            "Partners said something after you opened this page. Read it, then sign off.",
        )
        assert "The figures are old." in page.text
        assert desk.state(desk.cast.alpha) == "ready"
        chair.post(f"{A}sign-off/", sent(chair))
        assert desk.state(desk.cast.alpha) == "submitted"

    def test_who_will_be_mailed(self, desk: Desk, chair: Client) -> None:
        desk.ready(desk.cast.alpha)
        assert (
            "Told by email, as each has chosen: Alpha Coordinator and the national evaluation team."
            in Pages(chair).get(REVIEW).text
        )

    def test_who_will_be_mailed_by_declaring(self, desk: Desk, signed_in: SignIn) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        page = Pages(signed_in(desk.cast.alpha_coordinator)).get(REVIEW)
        assert "Told by email, as each has chosen: Alpha Chair." in page.text

    def test_the_same_queries_whatever_there_is_to_say(self, desk: Desk, chair: Client) -> None:
        counts = []
        desk.signed(desk.cast.alpha)
        for changes in ({"B14": 1000}, {"B14": 2000, "B13": 9.0, "M06": "New words."}):
            again(desk, **changes)
            chair.get(REVIEW)
            with CaptureQueriesContext(connection) as seen:
                page = Pages(chair).get(REVIEW)
            assert f"{len(changes)} answer" in section(page, "since-version")
            counts.append(len(seen))
            Pages(chair).client.post(f"{A}sign-off/", sent(chair))
        assert counts[0] == counts[1]


class TestDecision:
    def test_is_named_and_stands_on_the_receipt(self, desk: Desk, chair: Client) -> None:
        decision = decided(desk, "RESOLVED: to **agree** the return " + "and more " * 20)
        desk.ready(desk.cast.alpha)
        page = Pages(chair).get(REVIEW)
        options = [words(e) for e in page.tree.iter("option")]
        assert options[0] == "No decision of the board"
        assert options[1].startswith("D2004/7: RESOLVED: to agree the return and more")
        assert options[1].endswith("…")
        chair.post(f"{A}sign-off/", sent(chair, decision=str(decision.pk)))
        receipt = Pages(chair).get(RECEIPT)
        assert row(receipt, "Decided by the board") == "D2004/7"
        assert f'href="/p/alpha/decisions/{decision.pk}/"' in receipt.html

    def test_without_one(self, desk: Desk, chair: Client) -> None:
        decided(desk)
        desk.ready(desk.cast.alpha)
        chair.post(f"{A}sign-off/", sent(chair, decision=""))
        assert "Decided by the board" not in Pages(chair).get(RECEIPT).text

    @pytest.mark.parametrize("chosen", ["999999", "nonsense"])
    def test_there_is_not(self, desk: Desk, chair: Client, chosen: str) -> None:
        decided(desk)
        desk.ready(desk.cast.alpha)
        page = Pages(chair).post(f"{A}sign-off/", sent(chair, decision=chosen))
        assert summary(page.html) == [("Choose a decision that is in force", "#id_decision")]
        assert desk.state(desk.cast.alpha) == "ready"

    def test_of_a_restricted_decision_others_read_the_number(
        self, desk: Desk, chair: Client, signed_in: SignIn
    ) -> None:
        decision = decided(desk, "The secret terms", restricted=True, restricted_why="Terms")
        desk.ready(desk.cast.alpha)
        chair.post(f"{A}sign-off/", sent(chair, decision=str(decision.pk)))
        receipt = Pages(signed_in(desk.cast.alpha_member)).get(RECEIPT)
        assert row(receipt, "Decided by the board") == "D2004/7"
        assert "/decisions/" not in receipt.html.split("Decided by the board")[1][:300]


class TestReceipt:
    def test_says_who_what_and_what_next(self, desk: Desk, chair: Client) -> None:
        desk.signed(desk.cast.alpha)
        page = Pages(chair).get(RECEIPT)
        with in_partnership(desk.cast.alpha.pk):
            signed = desk.row()
        assert page.heading == "Return signed off"
        assert row(page, "State") == "Submitted"
        assert row(page, "Version") == "1"
        assert row(page, "Signed off").endswith("by Alpha Chair")
        assert row(page, "Declared ready").endswith("by Alpha Coordinator")
        assert row(page, "Fingerprint").startswith(signed.document_sha256)
        assert row(page, "Told by email") == "Alpha Coordinator and the national evaluation team"
        for name in ("review", "history", "queries", "recall"):
            assert f'href="{A}{name}/"' in page.html

    def test_the_second_version_says_so(self, desk: Desk, chair: Client) -> None:
        desk.signed(desk.cast.alpha)
        again(desk, B14=95_000)
        chair.post(f"{A}sign-off/", sent(chair))
        page = Pages(chair).get(RECEIPT)
        assert row(page, "Version") == "2"
        assert "Alpha Partnership, 2004 annual survey, version 2" in page.text

    def test_the_emails_of_declaring_and_signing(self, desk: Desk, chair: Client) -> None:
        desk.signed(desk.cast.alpha)
        with in_partnership(desk.cast.alpha.pk):
            mails = [
                (d.kind, d.email.split("@")[0], d.subject, d.path)
                for d in Delivery.objects.order_by("kind", "email")
                if d.kind.startswith("return_")
            ]
            signed = "Alpha Partnership: 2004 annual return signed off"
        assert mails == [
            ("return_ready", "alpha_chair", "Your sign-off is needed: 2004 annual return", REVIEW),
            ("return_signed_off", "alpha_coordinator", signed, RECEIPT),
            ("return_signed_off", "evaluator", signed, "/national/response/2004/alpha/"),
        ]


class TestRecalling:
    def test_happy_path(self, desk: Desk, chair: Client) -> None:
        desk.signed(desk.cast.alpha)
        page = Pages(chair).get(RECALL)
        assert page.heading == "Take the return back"
        response = chair.post(RECALL, {"sections": ["B", "M"], "reason": "A slip"})
        assert response["Location"] == A
        with in_partnership(desk.cast.alpha.pk):
            row = desk.row()
            event = AuditEvent.objects.get(name="return.recalled")
        assert (row.state, row.reopened_sections) == (Return.State.REOPENED, ["B", "M"])
        assert event.reason == "A slip"
        assert "A slip" in Pages(chair).get(REVIEW).text
        assert chair.get(RECEIPT)["Location"] == REVIEW

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({}, [("Choose at least one section", "#id_sections_0"),
                  ("Say what has to change", "#id_reason")]),
            ({"sections": "Z", "reason": "x"}, None),
            ({"sections": "B", "reason": " "}, [("Say what has to change", "#id_reason")]),
        ],
    )  # fmt: skip
    def test_refusals_of_the_form(
        self, desk: Desk, chair: Client, fields: dict, errors: list | None
    ) -> None:
        desk.signed(desk.cast.alpha)
        page = Pages(chair).post(RECALL, fields)
        found = summary(page.html)
        assert found == errors if errors else len(found) == 1
        assert desk.state(desk.cast.alpha) == "submitted"

    def test_what_cannot_be_taken_back(self, desk: Desk, chair: Client) -> None:
        page = Pages(chair).get(RECALL)
        assert page.status == 409
        assert "This return is not signed off, so there is nothing to take back." in page.text

    @pytest.mark.parametrize("who", ["alpha_coordinator", "alpha_member", "observer"])
    def test_not_for_others(self, desk: Desk, signed_in: SignIn, who: str) -> None:
        desk.signed(desk.cast.alpha)
        client = signed_in(desk.cast.users[who])
        assert client.get(RECALL).status_code == 403
        fields = {"sections": "B", "reason": "x"}
        assert client.post(RECALL, fields).status_code == 403
        assert desk.state(desk.cast.alpha) == "submitted"

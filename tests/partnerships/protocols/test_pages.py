"""Every page of protocols: one way through, and every refusal on its page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.protocols.domain import consultation, drafting
from partnerships.protocols.domain.clauses import change_clause
from partnerships.protocols.models import Comment, ObligationReport, Protocol, ProtocolVersion
from portal.accounts.models import User
from tests.conftest import Cast
from tests.partnerships.protocols.desk import PURPOSE, Desk, scope
from tests.support.pages import Page, Pages

SignIn = Callable[[User], Client]
ROOM = "/p/alpha/protocols/"


class Office:
    """The desk with a browser. `made` runs domain work in alpha's scope; pages open their own."""

    def __init__(self, cast: Cast, signed_in: SignIn):
        self.cast = cast
        self.sign_in = signed_in
        self.desk: Desk = self.made(lambda: Desk(cast))

    def made(self, work: Callable[[], Any]) -> Any:
        with scope(self.cast):
            return work()

    def as_(self, name: str) -> Pages:
        return Pages(self.sign_in(getattr(self.cast, f"alpha_{name}")))

    def version(self, version: ProtocolVersion) -> ProtocolVersion:
        return self.made(lambda: self.desk.again(version))


@pytest.fixture
def office(cast: Cast, signed_in: SignIn) -> Office:
    return Office(cast, signed_in)


def errors(page: Page) -> bool:
    return page.title.startswith("Error: ")


def test_the_register_is_empty_then_filtered(office: Office) -> None:
    page = office.as_("member").get(ROOM)
    assert "The co-ordinator drafts them. You will see each one here" in page.text
    office.made(lambda: office.desk.in_force(office.desk.draft()))
    office.made(lambda: office.desk.draft(title="Grants", kind="funding", subject="economy"))
    pages = office.as_("member")
    assert "2 protocols" in pages.get(ROOM).text
    police = office.desk.police.pk
    for query, count in (
        ("q=grants", 1), ("kind=funding", 1), ("subject=crime", 1), ("state=in_force", 1),
        ("state=withdrawn", 0), (f"party={police}", 2), (f"party={office.desk.trust.pk}", 0),
        ("review=365", 1), ("review=0", 0),
    ):  # fmt: skip
        words = f"{count} protocol{'' if count == 1 else 's'}"
        assert words in pages.get(f"{ROOM}?{query}").text, query
    assert "No protocol fits" in pages.get(f"{ROOM}?q=zebra").text


def test_observers_see_what_binds_and_nothing_else(cast: Cast, office: Office) -> None:
    desk = office.desk
    draft = office.made(lambda: desk.draft(title="Secret plans"))
    live = office.made(lambda: desk.in_force(desk.draft(title="Open figures")))
    pages = Pages(office.sign_in(cast.observer))
    page = pages.get(ROOM)
    assert ("Open figures" in page.text, "Secret plans" in page.text) == (True, False)
    assert pages.get(desk.address(live)).heading == "Open figures"
    assert pages.get(f"{ROOM}{live.protocol_id}/").heading == "Open figures"
    for path in (desk.address(draft), f"{ROOM}{draft.protocol_id}/"):
        assert pages.get(path).status == 404
    for path in ("obligations/", "overlaps/"):
        assert pages.get(ROOM + path).status == 403
    assert pages.get(desk.address(live, "changes/")).status == 403


@pytest.mark.parametrize("path", ["", "obligations/"])
def test_lists_ask_the_same_number_of_queries(office: Office, path: str) -> None:
    def one() -> None:
        draft = office.desk.draft()
        office.desk.obligation(draft, office.desk.today, recurs="month")
        office.desk.in_force(draft)

    client = office.sign_in(office.cast.alpha_member)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ROOM + path).status_code == 200
        return len(queries)

    office.made(one)
    asked()  # the session and what is cached in the process
    first = asked()
    office.made(one)
    office.made(one)
    assert asked() == first


def test_overlaps_say_why_and_what_to_do(office: Office) -> None:
    desk = office.desk
    page = office.as_("member").get(f"{ROOM}overlaps/")
    assert "No protocols overlap" in page.text
    one = office.made(lambda: desk.draft(title="Crime figures"))
    office.made(lambda: desk.draft(title="Crime data"))
    office.made(lambda: desk.draft(desk.council, desk.trust, title="Crime and health"))
    page = office.as_("member").get(f"{ROOM}overlaps/")
    assert (
        "Both are about crime and community safety, between exactly the same 2 parties."
        in page.text
    )
    assert "Join them: take the clauses of one into the next version of the other" in page.text
    assert "Crime and health" not in page.text
    assert "Crime data" in office.as_("member").get(f"{ROOM}{one.protocol_id}/").text


def test_a_protocol_is_drafted_from_title_to_obligation(office: Office) -> None:
    pages = office.as_("coordinator")
    given = {"title": "Sharing figures", "kind": "information", "subject": "crime",
             "is_public": "on", "purpose": PURPOSE}  # fmt: skip
    page = pages.post(f"{ROOM}new/", given)
    assert page.heading == "Sharing figures"
    version = office.made(lambda: ProtocolVersion.objects.get())
    draft = office.desk.address(version, "draft/")
    parties = [office.desk.council.pk, office.desk.police.pk]
    assert "The parties are saved." in pages.post(f"{draft}parties/", {"parties": parties}).text
    for heading in ("One", "Two"):
        page = pages.post(f"{draft}clauses/new/", {"heading": heading, "text": "**Text**"})
        assert "The clause is added." in page.text
    first, second = office.made(lambda: list(version.clauses.all()))
    pages.post(f"{draft}clauses/{second.pk}/move/", {"direction": "up"})
    pages.post(f"{draft}clauses/{first.pk}/remove/")
    page = pages.post(
        f"{draft}clauses/{second.pk}/", {"heading": "Only", "text": "New", "revision": 1}
    )
    assert ("Only" in page.text, "Two" in page.text) == (True, False)
    owed = {"organisation": office.desk.police.pk, "what": "Send figures", "due_on": "31/1/2005",
            "recurs": "quarter", "clause": second.pk}  # fmt: skip
    page = pages.post(f"{draft}obligations/new/", owed)
    assert "Alphashire Police, clause 1; every quarter from 31 January 2005" in page.text
    obligation = office.made(lambda: version.obligations.get())
    page = pages.post(f"{draft}obligations/{obligation.pk}/", {**owed, "what": "Send all figures"})
    assert "Send all figures" in page.text
    page = pages.post(f"{draft}obligations/{obligation.pk}/remove/")
    assert "No obligations yet." in page.text
    revision = office.version(version).revision
    page = pages.post(draft, {"purpose": "Better", "revision": revision, "what_changed": "All"})
    assert "The draft is saved." in page.text
    text = pages.get(office.desk.address(version))
    assert "1. Only New" in text.text


def test_forms_say_what_is_missing(office: Office) -> None:
    version = office.made(lambda: office.desk.draft())
    address = office.desk.address
    pages = office.as_("coordinator")
    for path, words in (
        (f"{ROOM}new/", "Enter title"),
        (f"{ROOM}{version.protocol_id}/details/", "Choose kind"),
        (address(version, "draft/clauses/new/"), "Enter heading"),
        (address(version, "draft/obligations/new/"), "Choose party"),
        (address(version, "consultation/open/"), "Enter last day for comments"),
        (address(version, "in-force/"), "Enter in force from"),
        (address(version, "withdraw/"), "Answer “Why?”"),
    ):
        page = pages.post(path)
        assert errors(page), path
        assert words in page.text, path
    page = pages.post(address(version, "review/"))
    assert page.status == 409
    assert "Version 1 is draft: only a version in force gets another review day." in page.text


def test_a_refusal_stands_on_its_form_with_what_was_typed(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.signed(desk.draft()))
    pages = office.as_("coordinator")
    page = pages.post(desk.address(version, "draft/clauses/new/"), {"heading": "Hm", "text": "Tx"})
    assert errors(page)
    assert "so its text cannot change. Draft the next version instead." in page.text
    assert 'value="Hm"' in page.html
    later = {"on": desk.today + timedelta(days=1), "review_on": desk.today + timedelta(days=2)}
    page = pages.post(desk.address(version, "in-force/"), later)
    assert errors(page)
    assert "Choose a day from then up to today." in page.text
    page = pages.post(
        f"{ROOM}{version.protocol_id}/details/",
        {"title": "Other", "kind": "funding", "subject": "crime"},
    )
    assert "The title is part of what was signed" in page.text


def test_two_writers_lose_nothing(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.draft())
    clause = office.made(lambda: version.clauses.first())
    office.made(lambda: change_clause(clause=clause, revision=1, heading="Who may ask",
                                      text="Theirs stands", by=desk.by))  # fmt: skip
    pages = office.as_("coordinator")
    path = desk.address(version, f"draft/clauses/{clause.pk}/")
    page = pages.post(path, {"heading": "Who may ask", "text": "Mine stands", "revision": 1})
    assert (page.status, errors(page)) == (409, True)
    assert "<del>" in page.html
    assert "Theirs" in page.text
    assert "Mine stands</textarea>" in page.html
    page = pages.post(path, {"heading": "Who may ask", "text": "Mine stands", "revision": 2})
    assert "The clause is saved." in page.text
    page = pages.post(desk.address(version, "draft/"), {"purpose": "Mine", "revision": 0})
    assert (page.status, errors(page)) == (409, True)


def test_consultation_from_opening_to_signature(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.draft())
    consult = desk.address(version, "consultation/")
    pages = office.as_("coordinator")
    page = pages.get(f"{consult}open/")
    assert (
        "This e-mails 2 people, the members of the parties: Alpha Chair, Alpha Member." in page.text
    )
    page = pages.post(f"{consult}open/", {"until": desk.today + timedelta(days=5)})
    assert "Comments are taken until" in page.text
    clause = office.made(lambda: version.clauses.first())
    pages = office.as_("member")
    assert errors(pages.post(consult))
    page = pages.post(consult, {"clause": clause.pk, "organisation": desk.police.pk,
                                "text": "Name the officers."})  # fmt: skip
    assert "1 comment, 1 without an answer" in page.text
    pages = office.as_("coordinator")
    comment = office.made(lambda: Comment.objects.get())
    answer = desk.address(version, f"comments/{comment.pk}/")
    assert errors(pages.post(answer, {"outcome": "declined"}))
    page = pages.post(answer, {"outcome": "declined", "answer": "They change too often."})
    assert "Answer: They change too often." in page.text
    page = pages.post(f"{consult}close/", {"then": "sign"})
    assert page.status == 409
    assert "Wait until that day has passed" in page.text
    passed = {"comment_until": desk.today - timedelta(days=1)}
    office.made(lambda: ProtocolVersion.objects.update(**passed))
    page = office.as_("member").post(consult, {"text": "Too late"})
    assert "Ask the co-ordinator to give more time." in page.text
    page = office.as_("coordinator").post(f"{consult}close/", {"then": "sign"})
    assert "Out for signature" in page.text
    page = office.as_("coordinator").post(f"{consult}close/", {"then": "draft"})
    assert "The text is a draft again." in page.text


def test_signing_shows_the_exact_text_and_binds_to_it(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.ready(desk.draft()))
    sign = desk.address(version, "sign/")
    pages = office.as_("member")
    page = pages.get(sign)
    seen = version.text_sha256
    assert page.heading == "Read and sign: Sharing crime figures"
    assert "2 of 2 signatures are still missing." in page.text
    assert seen[:8] + " " + seen[8:16] in page.text
    assert "Waiting for your signature" in pages.get(ROOM).text
    party = office.made(lambda: desk.party(version, desk.police).pk)
    given = {"seen": seen, "party": party}
    assert "Confirm that you have read the text and sign it" in pages.post(sign, given).text
    given["sure"] = "on"
    page = pages.post(sign, {**given, "seen": "0" * 64})
    assert (page.status, errors(page)) == (409, True)
    for _ in range(2):
        page = pages.post(sign, given)
        assert "The protocol is signed for Alphashire Police." in page.text
    assert "1 of 2 signatures is still missing." in page.text
    council = office.made(lambda: desk.party(version, desk.council).pk)
    assert pages.post(sign, {**given, "party": council}).status == 403
    assert office.as_("coordinator").post(sign, given).status == 403
    page = office.as_("chair").post(sign, {**given, "party": council})
    assert "Everybody" in page.text or "Signed" in page.text
    assert office.version(version).state == "signed"


def test_a_signature_is_taken_back_on_its_page(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.signed(desk.draft()))
    signature = office.made(lambda: version.signatures.get(party__organisation=desk.police))
    path = desk.address(version, f"signatures/{signature.pk}/withdraw/")
    pages = office.as_("member")
    assert path in pages.get(desk.address(version, "sign/")).html
    assert errors(pages.post(path))
    page = pages.post(path, {"why": "The authority voted against it."})
    assert "“The authority voted against it.”" in page.text
    assert office.as_("chair").post(path, {"why": "x"}).status == 200


def test_a_party_that_left_is_shown_and_cannot_sign(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.ready(desk.draft()))
    office.made(lambda: desk.leaves(desk.police))
    party = office.made(lambda: desk.party(version, desk.police).pk)
    pages = office.as_("member")
    given = {"seen": version.text_sha256, "party": party, "sure": "on"}
    page = pages.post(desk.address(version, "sign/"), given)
    assert "left the partnership on" in page.text
    assert errors(page)


def test_into_force_review_and_withdrawal(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.signed(desk.draft()))
    pages = office.as_("coordinator")
    page = pages.get(desk.address(version, "in-force/"))
    assert "This e-mails 2 people" in page.text
    days = {"on": desk.today, "review_on": desk.today + timedelta(days=100)}
    page = pages.post(desk.address(version, "in-force/"), days)
    assert "Version 1 is in force." in page.text
    review = desk.address(version, "review/")
    page = pages.post(review, {"review_on": desk.today + timedelta(days=300), "why": "All well"})
    assert "The next review is on" in page.text
    page = pages.post(review, {"review_on": desk.today, "why": "All well"})
    assert "Choose a review day after today." in page.text
    page = pages.post(f"{review}start/")
    assert "Version 1 is under review." in page.text
    assert "It is under review." in pages.get(review).text
    page = pages.post(f"{ROOM}{version.protocol_id}/next-version/", {"what_changed": "Costs"})
    assert "Draft" in page.text
    page = pages.post(f"{ROOM}{version.protocol_id}/next-version/")
    assert "Version 2 is already draft." in page.text
    page = pages.post(desk.address(version, "withdraw/"), {"why": "Closed"})
    assert "Version 1 is withdrawn." in page.text


def test_what_changed_reads_word_by_word(office: Office) -> None:
    desk = office.desk

    def two() -> ProtocolVersion:
        old = desk.in_force(desk.draft())
        new = drafting.draft_next_version(protocol=old.protocol, by=desk.by)
        first, second = new.clauses.all()
        change_clause(clause=first, revision=1, heading=first.heading,
                      text=first.text.replace("figures", "files"), by=desk.by)  # fmt: skip
        second.delete()
        drafting.add_party(version=new, organisation=desk.trust, by=desk.by)
        return new

    new = office.made(two)
    pages = office.as_("member")
    page = pages.get(desk.address(new, "changes/"))
    assert page.heading == "From version 1 to version 2"
    assert "[removed: figures][added: files]" in page.text
    assert "Clause 2. How to ask Removed" in page.text
    assert "[added: Primary Care Trust]" in page.text
    old = office.made(lambda: new.protocol.versions.get(number=1))
    assert "There is nothing to compare it with." in pages.get(desk.address(old, "changes/")).text


def test_an_obligation_is_reported_on(office: Office) -> None:
    desk = office.desk

    def owed() -> ProtocolVersion:
        draft = desk.draft()
        desk.obligation(draft, desk.today, recurs="month", measure="For every ward")
        return desk.in_force(draft)

    version = office.made(owed)
    obligation = office.made(lambda: version.obligations.get())
    path = f"{ROOM}obligations/{obligation.pk}/"
    pages = office.as_("member")
    assert "Send the figures" in pages.get(f"{ROOM}obligations/?whose=mine&state=soon").text
    assert "Choose what came of it" in pages.post(path).text or errors(pages.post(path))
    given = {"due_on": desk.today, "outcome": "excepted", "note": "Agreed by the board."}
    page = pages.post(path, given)
    assert "Your report is saved." in page.text
    assert "Exception agreed" in pages.get(f"{ROOM}{version.protocol_id}/").text
    pages = office.as_("chair")
    assert "Report on it" not in pages.get(path).text
    assert pages.post(path, given).status == 403
    assert office.as_("coordinator").post(path, given).status == 200
    assert office.made(lambda: ObligationReport.objects.count()) == 2
    assert "No obligation fits" in pages.get(f"{ROOM}obligations/?state=breached").text


def test_the_register_says_what_is_on_the_way(office: Office) -> None:
    desk = office.desk
    old = office.made(lambda: desk.in_force(desk.draft()))
    office.made(lambda: drafting.draft_next_version(protocol=old.protocol, by=desk.by))
    page = office.as_("member").get(ROOM)
    assert "Version 2: draft" in page.text
    assert "Under review" in page.text
    assert office.made(lambda: Protocol.objects.count()) == 1


def test_giving_more_time(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.consulted(desk.draft()))
    pages = office.as_("coordinator")
    path = desk.address(version, "consultation/open/")
    page = pages.post(path, {"until": version.comment_until})
    assert "time that was promised is not taken back" in page.text
    page = pages.post(path, {"until": desk.today + timedelta(days=20)})
    assert f"Comments are taken until {desk.today + timedelta(days=20):%-d %B %Y}." in page.text
    office.made(lambda: consultation.close_consultation(version=version, ready=False, by=desk.by))
    assert "This version is a draft." in pages.get(desk.address(version, "consultation/")).text

"""Pages of consultation, signing, force, review and obligations."""

from datetime import timedelta

from partnerships.protocols.domain import consultation, drafting
from partnerships.protocols.domain.clauses import change_clause
from partnerships.protocols.models import Comment, ObligationReport, Protocol, ProtocolVersion
from tests.partnerships.protocols.office import ROOM, Office, errors


def test_consultation_from_opening_to_signature(office: Office) -> None:
    desk = office.desk
    version = office.made(lambda: desk.draft())
    consult = desk.address(version, "consultation/")
    pages = office.as_("coordinator")
    page = pages.get(f"{consult}open/")
    assert (
        "This emails 2 people, the members of the parties: Alpha Chair, Alpha Member." in page.text
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
    page = pages.get(f"{ROOM}{version.protocol_id}/")
    assert f"You signed on {desk.today:%-d %B %Y}. 1 party is missing." in page.text
    assert ("Read and sign" in page.text, "See the signatures" in page.text) == (False, True)
    assert "Collect the signatures" not in page.text
    page = office.as_("coordinator").get(f"{ROOM}{version.protocol_id}/")
    assert "Collect the signatures" in page.text
    assert "Read and sign" not in page.text
    assert "Read and sign" in office.as_("chair").get(f"{ROOM}{version.protocol_id}/").text
    pages = office.as_("member")
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
    assert "This emails 2 people" in page.text
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
    page = pages.get(f"{ROOM}{version.protocol_id}/")
    assert "Last time: exception agreed" in page.text
    assert "It goes on binding its parties while it is reviewed." in page.text
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

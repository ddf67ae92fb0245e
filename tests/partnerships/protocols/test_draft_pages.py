"""Pages of drafting: one way through, and every refusal on its page."""

from datetime import timedelta

from partnerships.protocols.domain.clauses import change_clause
from partnerships.protocols.models import ProtocolVersion
from tests.partnerships.protocols.desk import PURPOSE
from tests.partnerships.protocols.office import ROOM, Office, errors


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

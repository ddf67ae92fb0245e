"""The pages: filters, coding without the other's codes, hostile text, departments, consent."""

import html
import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.tenancy.context import in_partnership
from surveys.reading.models import QuoteConsent
from surveys.reading.texts import sha256_of
from surveys.reading.views import answers
from tests.portal.web.markup import by_id, parsed, with_class, words
from tests.surveys.reading.room import ALPHA, HOSTILE, Room

pytestmark = pytest.mark.slow
LIST = "/national/reading/2004/answers/"
ONE = f"{LIST}M06/alpha/"
BETA = f"{LIST}M06/beta/"
QUOTING = "/p/alpha/return/2004/quoting/"


@pytest.fixture
def first(room: Room) -> Client:
    return room.client(room.first)


@pytest.fixture
def second(room: Room) -> Client:
    return room.client(room.second)


def names(client: Client, query: str = "") -> list[str]:
    tree = parsed(client.get(f"{LIST}{query}").content.decode())
    return [words(each) for each in with_class(tree, "portal-texts__who")]


def text_of(response: object) -> str:
    return words(parsed(response.content.decode()))


def sent(room: Room, *themes: object, **more: str) -> dict[str, object]:
    seen = sha256_of(more.pop("text", ALPHA))
    return {"seen": seen, "code-themes": [t.pk for t in themes], **more}


def test_the_list_takes_every_filter(room: Room, first: Client) -> None:
    assert len(names(first, "?question=M06")) == 12
    assert names(first, "?question=M07") == ["Alpha Partnership, M07", "Beta Partnership, M07"]
    assert names(first, "?question=M06&q=TRUST+table") == ["Alpha Partnership, M06"]
    assert names(first, "?question=M06&q=100%25_") == []  # no wildcard of the database
    assert names(first, "?question=M06&group=south_west") == ["Beta Partnership, M06"]
    assert len(names(first, "?question=M06&group=nrf:metropolitan_district")) == 11
    assert "No answer fits" in text_of(first.get(f"{LIST}?q=nowhere"))
    assert first.get(f"{LIST}?q=%00").status_code == 200
    wrong = first.get(f"{LIST}?group=nonsense")
    assert (wrong.status_code, "There is a problem" in text_of(wrong)) == (200, True)


def test_pages_of_a_list(room: Room, first: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers.A_PAGE == 25
    monkeypatch.setattr(answers, "A_PAGE", 5)
    pages = [names(first, f"?question=M06&page={n}") for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [5, 5, 2]
    in_order = [name for page in pages for name in page]
    assert in_order == sorted(in_order)
    tree = parsed(first.get(f"{LIST}?question=M06&page=2").content.decode())
    assert words(with_class(tree, "portal-count")[0]) == "12 answers, 6 to 10 on this page"


def test_coding_goes_on_to_the_next_that_waits(room: Room, first: Client) -> None:
    after = first.post(f"{ONE}code/?question=M06", sent(room, room.trust, memo=""))
    assert (after.status_code, after["Location"]) == (302, f"{BETA}?question=M06")
    assert names(first, "?state=coded") == ["Alpha Partnership, M06"]
    assert names(first, "?theme=trust") == ["Alpha Partnership, M06"]
    assert len(names(first, "?question=M06&state=waiting")) == 11


def test_nothing_of_the_first_coder_shows_to_the_second(room: Room, second: Client) -> None:
    room.code(room.crowd[0], room.first, room.money, memo="A memo that must not show.")
    page = second.get(f"{LIST}M06/crowd-0/").content.decode()
    assert ("must not show" in page, str(room.first) in page) == (False, False)
    assert "Another coder has coded this answer." in page
    assert " checked" not in page
    assert names(second, "?theme=money") == []
    assert names(second, "?state=differ") == []
    assert with_class(parsed(second.get(f"{LIST}?q=crowd").content.decode()), "portal-theme") == []
    counts = text_of(second.get("/national/reading/2004/themes/?question=M06"))
    assert "0 of 12 answers to M06 count." in counts
    second.post(
        f"{LIST}M06/crowd-0/code/",
        {"seen": sha256_of("Answer 3 of the crowd."), "code-no_theme": "on"},
    )
    page = second.get(f"{LIST}M06/crowd-0/").content.decode()
    assert "A memo that must not show." in page
    assert "The coders differ: settle it" in page
    assert names(second, "?state=differ") == ["Crowd 0, M06"]
    agreed = text_of(second.get("/national/reading/2004/agreement/?question=M06"))
    assert "1 answer to M06 has two coders. They ticked the same themes on 0" in agreed
    assert f"Only {room.first} ticked Shared money." in agreed


def test_a_form_says_what_is_missing(room: Room, first: Client) -> None:
    nothing = first.post(f"{BETA}code/", {"seen": "x"})
    assert nothing.status_code == 200
    assert "Tick at least one theme, or “No theme fits”" in text_of(nothing)
    both = first.post(
        f"{BETA}code/", {"code-themes": [room.trust.pk], "code-no_theme": "on", "seen": "x"}
    )
    assert "Untick “No theme fits” or the themes" in text_of(both)
    stale = first.post(f"{BETA}code/", {**sent(room, room.trust), "seen": "another"})
    assert (stale.status_code, "Read it again" in text_of(stale)) == (409, True)
    settled = first.post(f"{LIST}M06/crowd-0/settle/", {"seen": "x", "settle-no_theme": "on"})
    assert "Say what was discussed, by whom, and why these themes" in text_of(settled)


def test_hostile_text_is_only_text(room: Room, first: Client) -> None:
    for path in (BETA, f"{LIST}?question=M06", f"{LIST}M06/beta/quote/"):
        page = first.get(path).content.decode()
        assert "<script>alert" not in page
        assert html.escape("<script>alert(1)</script> {{ 7|add:7 }}") in page
        assert "\u202e" not in page
        assert "שלום" in page
        assert 'dir="auto"' in page
    assert "👩‍👩‍👧" in first.get(BETA).content.decode()
    assert "W" * 300 not in first.get(f"{LIST}?question=M06").content.decode()
    assert len(HOSTILE) > 1500


def test_the_list_asks_the_same_number_of_queries_whatever_its_length(
    room: Room, first: Client
) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connections["default"]) as one:
            with CaptureQueriesContext(connections["evaluator"]) as other:
                assert first.get(path).status_code == 200
        return len(one) + len(other)

    first.get(LIST)
    short, long = asked(f"{LIST}?q=trust"), asked(LIST)
    assert short == long
    assert long <= 20, long
    overview = asked("/national/reading/")
    assert overview <= 16, overview


def test_reading_leaves_events(room: Room, first: Client) -> None:
    first.get(f"{LIST}?question=M07&q=table")
    assert room.events(None, of="texts.read")[-1] == (
        "texts.read",
        str(room.first),
        {"year": 2004, "question": "M07", "q": "table"},
    )
    before = len(room.events(room.alpha, of="return.text_read"))
    first.get(ONE)
    found = room.events(room.alpha, of="return.text_read")
    assert (len(found) - before, found[-1][2]) == (1, {"question": "M06"})


def test_departments_see_released_counts_only(room: Room, first: Client) -> None:
    reader = room.client(room.cast.odpm)
    for path in (
        "/national/reading/",
        LIST,
        ONE,
        "/national/reading/codebook/",
        "/national/reading/2004/themes/",
        "/national/reading/2004/agreement/",
        "/national/reading/2004/quotes/",
    ):
        assert reader.get(path).status_code == 403, path
    themes = reader.get("/national/themes/")
    assert "No themes have been released yet" in text_of(themes)
    assert 'href="/national/themes/"' in themes.content.decode()
    assert 'href="/national/reading/"' not in themes.content.decode()
    assert 'href="/national/reading/"' in first.get("/national/reading/").content.decode()


def test_a_partnership_says_what_may_be_quoted(room: Room) -> None:
    chair, member = room.client(room.cast.alpha_chair), room.client(room.cast.alpha_member)
    page = chair.get(QUOTING)
    assert "May be quoted without naming the LSP." in text_of(page)
    assert " checked" not in page.content.decode()
    saved = chair.post(f"{QUOTING}say/", {"M06": "yes", "M07": "no"}, follow=True)
    assert "What you said about 2 answers is saved." in text_of(saved)
    with in_partnership(room.alpha.pk):
        held = dict(QuoteConsent.objects.values_list("question", "may_quote"))
    assert held == {"M06": True, "M07": False}
    again = chair.post(f"{QUOTING}say/", {"M06": "yes", "M07": "no"}, follow=True)
    assert "Nothing was changed." in text_of(again)
    seen = text_of(member.get(QUOTING))
    assert "The co-ordinator and the chair say which answers may be quoted." in seen
    assert f"{room.cast.alpha_chair} said yes" in seen
    assert member.post(f"{QUOTING}say/", {"M06": "no"}).status_code == 403
    assert chair.get("/p/beta/return/2004/quoting/").status_code == 404
    receipt = chair.get("/p/alpha/return/2004/receipt/").content.decode()
    assert f'href="{QUOTING}"' in receipt


def test_a_quote_from_proposal_to_approval(room: Room, first: Client, second: Client) -> None:
    form = {"seen": sha256_of(ALPHA), "passage": ALPHA, "group": "all"}
    refused = first.post(f"{ONE}quote/", form)
    assert refused.status_code == 409
    assert "Put […] in place of: Alphaton Voluntary Action." in text_of(refused)
    assert html.escape(ALPHA) in refused.content.decode()  # what was typed is kept
    made = first.post(f"{ONE}quote/", {**form, "text": "We brought […] to one table."})
    assert made.status_code == 302
    page = made["Location"]
    assert "You proposed this quote" in text_of(first.get(page))
    assert first.post(f"{page}approve/").status_code == 403
    done = second.post(f"{page}approve/", follow=True)
    assert "The quote is offered to publications." in text_of(done)
    listed = text_of(first.get("/national/reading/2004/quotes/"))
    assert "“We brought […] to one table.”A partnership Offered" in listed
    none = second.post(f"{page}end/", {"then": "withdraw", "reason": ""})
    assert "Give a reason" in text_of(none)
    second.post(f"{page}end/", {"then": "withdraw", "reason": "Too plain."})
    assert "Too plain." in text_of(first.get(page))


def test_the_codebook_is_written_on_its_pages(room: Room, first: Client) -> None:
    book = "/national/reading/codebook/"
    taken = {"question": "M06", "code": "trust", "label": "x", "memo": "y"}
    assert "The code trust is that of “Trust grew”" in text_of(first.post(f"{book}new/", taken))
    first.post(f"{book}new/", {**taken, "code": "New-One", "label": "<b>New</b>"})
    tree = parsed(first.get(book).content.decode())
    assert by_id(tree, "part-M06") is not None
    assert "<b>New</b> new-one" in words(tree)
    pk = room.trust.pk
    said = {"code": "trust", "label": "Trust", "memo": "Newer words.", "example": ""}
    first.post(f"{book}{pk}/", {**said, "revision": "1"})
    stale = first.post(f"{book}{pk}/", {**said, "memo": "Mine.", "revision": "1"})
    assert (stale.status_code, "Newer words." in stale.content.decode()) == (409, True)
    assert re.search(r"Before: Trust grew \(trust\): Use trust\.", text_of(stale))
    first.post(f"{book}{room.money.pk}/merge/", {"into": str(pk)})
    gone = text_of(first.get(f"{book}{room.money.pk}/"))
    assert "This theme was merged: answers coded with it count as Trust." in gone

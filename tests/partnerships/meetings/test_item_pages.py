"""The page where the minutes of one item are written: saved, joined, clashing, by script."""

from collections.abc import Callable

import pytest

from partnerships.meetings.models import Minutes, Passage
from tests.partnerships.meetings.table import Visits, WritingDesk, sent, summary
from tests.portal.web.markup import with_class, words


@pytest.fixture
def pages(desk: WritingDesk, signed_in: Callable) -> Visits:
    """Alpha's co-ordinator."""
    return Visits(signed_in(desk.table.by))


def at(desk: WritingDesk, item: int = 1, rest: str = "") -> str:
    meeting = desk.table.meeting
    return f"/p/alpha/meetings/{meeting.pk}/minutes/write/{desk.table.items[item].pk}/{rest}"


def texts(desk: WritingDesk, item: int = 1) -> dict[bool, tuple[str, int, str]]:
    found = Passage.objects.filter(item=desk.table.items[item])
    return {p.restricted: (p.text, p.revision, p.restricted_why) for p in found}


def test_shows_the_item_its_quorum_and_what_is_stored(desk: WritingDesk, pages: Visits) -> None:
    desk.save("Crime **fell**.", 0)
    page = pages.get(at(desk))
    assert page.heading == "2 Community safety"
    assert "Minutes · item 2 of 3" in page.text
    assert "Nobody is recorded as present yet, so the quorum is not known." in page.text
    assert " by Alpha Coordinator" in page.text
    fields = sent(page)
    assert (fields["open_text"], fields["open_base"]) == ("Crime **fell**.", "1")
    assert "Save and go to item 3" in page.text


def test_saves_both_passages_and_stays(desk: WritingDesk, pages: Visits) -> None:
    typed = {
        "open_text": "Crime fell.\r\n\r\n  - by 4%",
        "restricted_text": "Names.",
        "restricted_why": "Personal details",
        "then": "stay",
    }
    page = pages.post(at(desk), sent(pages.get(at(desk))) | typed)
    assert page.response.wsgi_request.path == at(desk)
    assert with_class(page.tree, "govuk-notification-banner--success")
    assert texts(desk) == {
        False: ("Crime fell.\n\n  - by 4%", 1, ""),
        True: ("Names.", 1, "Personal details"),
    }


@pytest.mark.parametrize(
    ("item", "then", "heading"),
    [
        (1, "next", "3 The lease"),
        (2, "next", "Write the minutes"),
        (1, "decision", "Record a decision"),
        (1, "action", "Record an action"),
        (1, "interest", "Record an interest"),
        (1, "nonsense", "2 Community safety"),
    ],
)
def test_every_button_saves_first(
    desk: WritingDesk, pages: Visits, item: int, then: str, heading: str
) -> None:
    fields = sent(pages.get(at(desk, item))) | {"open_text": "Crime fell.", "then": then}
    assert pages.post(at(desk, item), fields).heading == heading
    assert texts(desk, item)[False] == ("Crime fell.", 1, "")


def test_a_restricted_item_has_one_passage(desk: WritingDesk, pages: Visits) -> None:
    page = pages.get(at(desk, 2))
    assert "restricted_text" not in sent(page)
    assert "What was said (restricted with its item)" in page.text
    assert "Commercial terms" in page.text


def test_preview_shows_how_it_reads_and_saves_nothing(desk: WritingDesk, pages: Visits) -> None:
    fields = sent(pages.get(at(desk))) | {"open_text": "**Bold** <b>x</b>", "then": "preview"}
    page = pages.post(at(desk), fields)
    (preview,) = with_class(page.tree, "portal-preview")
    assert words(preview) == "As it will read. Not saved yet.Bold <b>x</b>"
    assert [words(e) for e in preview.iter("strong")] == ["Bold"]
    assert sent(page)["open_text"] == "**Bold** <b>x</b>"
    assert texts(desk) == {False: ("", 0, "")}


class TestTwoPeople:
    """Both opened the page when the passage had two lines."""

    @pytest.fixture
    def opened(self, desk: WritingDesk, pages: Visits) -> dict[str, str]:
        desk.save("Crime fell.\n\nIt was discussed.", 0)
        return sent(pages.get(at(desk)))

    def test_other_lines_are_joined(
        self, desk: WritingDesk, pages: Visits, opened: dict[str, str]
    ) -> None:
        desk.save("Crime fell by 4%.\n\nIt was discussed.", 1, by="chair")
        mine = opened | {"open_text": "Crime fell.\n\nIt was discussed at length."}
        page = pages.post(at(desk), mine)
        assert "both are in the text now." in page.text
        joined = "Crime fell by 4%.\n\nIt was discussed at length."
        assert texts(desk)[False] == (joined, 3, "")
        assert sent(page)["open_text"] == joined

    def test_the_same_line_shows_all_three_and_loses_nothing(
        self, desk: WritingDesk, pages: Visits, opened: dict[str, str]
    ) -> None:
        desk.save("Crime fell by 4%.\n\nIt was discussed.", 1, by="chair")
        mine = "Crime fell again.\n\nIt was discussed."
        typed = {"open_text": mine, "restricted_text": "Names.", "restricted_why": "Personal"}
        page = pages.post(at(desk), opened | typed)
        assert page.status == 200
        assert page.title.startswith("Error: ")
        (said,) = summary(page)
        assert said.startswith("Alpha Chair changed the same lines at ")
        assert said.endswith("Your text is in the box but not saved: compare, then save again")
        (clash,) = with_class(page.tree, "portal-clash")
        told = words(clash)
        assert "What you both began with Crime fell.It was discussed." in told
        assert "[added: by 4%]" in told.replace(" ]", "]")
        assert "[added: again]" in told.replace(" ]", "]")
        assert sent(page)["open_text"] == mine
        assert texts(desk) == {
            False: ("Crime fell by 4%.\n\nIt was discussed.", 2, ""),
            True: ("Names.", 1, "Personal"),
        }
        pages.post(at(desk), sent(page))
        assert texts(desk)[False] == (mine, 3, "")

    def test_both_in_the_box(
        self, desk: WritingDesk, pages: Visits, opened: dict[str, str]
    ) -> None:
        desk.save("Theirs.", 1, by="chair")
        mine = opened | {"open_text": "Mine.", "then": "both"}
        page = pages.post(f"{at(desk)}?which=open", mine)
        assert "Both texts are in the box, theirs first." in page.text
        fields = sent(page)
        assert (fields["open_text"], fields["open_base"]) == ("Theirs.\n\nMine.", "2")
        assert texts(desk)[False] == ("Theirs.", 2, "")
        pages.post(at(desk), fields)
        assert texts(desk)[False] == ("Theirs.\n\nMine.", 3, "")

    def test_both_of_a_passage_that_is_none(
        self, desk: WritingDesk, pages: Visits, opened: dict[str, str]
    ) -> None:
        assert pages.post(f"{at(desk)}?which=x", opened | {"then": "both"}).status == 404

    @pytest.mark.parametrize("base", ["", "x", "-1", "99999999999999999999", "\x00", "7"])
    def test_a_broken_base_overwrites_nothing(
        self, desk: WritingDesk, pages: Visits, opened: dict[str, str], base: str
    ) -> None:
        pages.post(at(desk), opened | {"open_text": "Mine.", "open_base": base})
        assert texts(desk)[False] == ("Crime fell.\n\nIt was discussed.", 1, "")

    def test_an_old_page_takes_no_reason_back(
        self, desk: WritingDesk, pages: Visits, opened: dict[str, str]
    ) -> None:
        desk.save("Names.", 0, restricted=True, why="Personal details")
        page = sent(pages.get(at(desk)))
        desk.save("Names.", 1, restricted=True, why="A tender", by="chair")
        pages.post(at(desk), page | {"restricted_text": "More names."})
        assert texts(desk)[True] == ("More names.", 2, "A tender")


class TestScript:
    def test_saves_and_says_when(self, desk: WritingDesk, pages: Visits) -> None:
        fields = sent(pages.get(at(desk))) | {"open_text": "Crime fell."}
        told = pages.json(at(desk), fields)
        when = told["open"].pop("words")
        assert when.startswith("Saved ")
        assert len(when) == len("Saved 10.42")
        assert told["open"] == {"state": "saved", "revision": 1}
        assert told["restricted"]["revision"] == 0

    def test_gets_the_text_when_others_changed_it(self, desk: WritingDesk, pages: Visits) -> None:
        desk.save("One.\n\nTwo.", 0)
        fields = sent(pages.get(at(desk)))
        desk.save("One!\n\nTwo.", 1, by="chair")
        told = pages.json(at(desk), fields | {"open_text": "One.\n\nTwo!"})
        assert (told["open"]["text"], told["open"]["revision"]) == ("One!\n\nTwo!", 3)

    def test_hears_of_a_clash_and_of_a_refusal(self, desk: WritingDesk, pages: Visits) -> None:
        desk.save("One.", 0)
        fields = sent(pages.get(at(desk)))
        desk.save("One!", 1, by="chair")
        told = pages.json(at(desk), fields | {"open_text": "One?", "restricted_text": "Names."})
        assert told == {
            "open": {
                "state": "clash",
                "words": "Not saved: Alpha Chair changed the same lines. Press Save to see both",
            },
            "restricted": {
                "state": "refused",
                "words": "Not saved. Say why the passage is restricted. Everybody sees the reason.",
            },
        }


class TestRefusals:
    def test_a_restricted_passage_without_a_reason_keeps_its_text(
        self, desk: WritingDesk, pages: Visits
    ) -> None:
        typed = {"open_text": "Crime fell.", "restricted_text": "Names."}
        page = pages.post(at(desk), sent(pages.get(at(desk))) | typed)
        words = "Say why the passage is restricted. Everybody sees the reason."
        assert summary(page) == [words]
        fields = sent(page)
        assert (fields["restricted_text"], fields["open_base"]) == ("Names.", "1")
        assert texts(desk) == {False: ("Crime fell.", 1, "")}

    def test_minutes_circulated_meanwhile_keep_what_was_typed(
        self, desk: WritingDesk, pages: Visits
    ) -> None:
        fields = sent(pages.get(at(desk))) | {"open_text": "Typed for an hour."}
        Minutes.objects.update(state="circulated")
        page = pages.post(at(desk), fields)
        assert summary(page)[0].startswith("These minutes have been circulated. Take them back")
        assert "It could not be saved. Copy it before you leave this page." in page.text
        (box,) = [e for e in page.tree.iter("textarea") if e.get("name") == "open_text"]
        assert (box.text or "").strip() == "Typed for an hour."
        assert "not written here any more" in pages.get(at(desk)).text

    def test_others_and_unknown_items(
        self, desk: WritingDesk, pages: Visits, signed_in: Callable
    ) -> None:
        assert pages.status(at(desk).replace(str(desk.table.items[1].pk), "999999")) == 404
        other = desk.table.called("June board", desk.table.meeting.starts_at)
        item = desk.table.agenda(other)[0].pk
        assert pages.status(f"/p/alpha/meetings/{other.pk}/minutes/write/{item}/") == 404
        for name in ("alpha_member", "alpha_chair"):
            assert Visits(signed_in(desk.table.cast.users[name])).status(at(desk)) == 403

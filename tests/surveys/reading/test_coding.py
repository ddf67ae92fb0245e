"""Two coders, each without the other's codes; settling; a text that changes."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from portal.errors import Conflict, Missing, Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.reading.agreeing import agreement_on
from surveys.reading.codes import Codes
from surveys.reading.counted import counted
from surveys.reading.domain.coding import code_answer, count_own_codes, settle_answer
from surveys.reading.domain.releasing import release_themes
from surveys.reading.models import Coding, ThemeRelease
from surveys.reading.queries.codebook import codebook
from surveys.results.breakdowns import GROUPS
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.models import Edition
from surveys.returns.models import Return
from tests.portal.web.markup import parsed, words
from tests.surveys.reading.room import ALPHA, YEAR, Room

pytestmark = pytest.mark.slow


def codes(room: Room, place: object, question: str = "M06") -> Codes:
    return room.read(place, question).codes


def test_the_second_coder_sees_nothing_until_both_are_done(room: Room) -> None:
    room.code(room.alpha, room.first, room.trust, memo="Clear.")
    held = codes(room, room.alpha)
    assert [c.themes for c in held.seen_by(room.first.pk)] == [{room.trust.pk}]
    assert (held.seen_by(room.second.pk), held.themes_seen_by(room.second.pk)) == ((), frozenset())
    assert (held.waits_for(room.second.pk), held.final, held.differs) == (True, None, False)
    room.code(room.alpha, room.first, room.trust, room.money)  # one's own may change till then
    room.code(room.alpha, room.second, room.trust)
    held = codes(room, room.alpha)
    assert [c.themes for c in held.seen_by(room.third.pk)] == [
        {room.trust.pk, room.money.pk},
        {room.trust.pk},
    ]
    assert (held.differs, held.final, held.waits_for(room.third.pk)) == (True, None, False)
    assert room.events(room.alpha, of="answer.coded") == [
        ("answer.coded", str(room.first), {"question": "M06", "themes": ["trust"], "before": None}),
        (
            "answer.coded_again",
            str(room.first),
            {"question": "M06", "themes": ["trust", "money"], "before": ["trust"]},
        ),
        (
            "answer.coded",
            str(room.second),
            {"question": "M06", "themes": ["trust"], "before": None},
        ),
    ]


def test_codes_of_two_stay_and_a_third_is_refused(room: Room) -> None:
    for person in (room.first, room.third):
        with pytest.raises(Refused, match="Two coders have coded this answer"):
            room.code(room.alpha, person, room.money)
    assert len(codes(room, room.alpha).codings) == 2


def test_settling_says_who_when_and_why(room: Room) -> None:
    about = room.about(room.alpha)
    with pytest.raises(Refused, match="Say in the note"):
        settle_answer(**about, themes=[], note=" ", by=room.first)
    settle_answer(**about, themes=[room.money.pk], note="We talked on Monday.", by=room.second)
    held = codes(room, room.alpha)
    settled = held.settled
    assert settled is not None
    assert (settled.themes, settled.note, settled.by, settled.alone) == (
        {room.money.pk},
        "We talked on Monday.",
        room.second.pk,
        False,
    )
    assert (held.final, held.differs, len(held.codings)) == ({room.money.pk}, False, 2)
    with pytest.raises(Refused, match="This answer is settled"):
        room.code(room.alpha, room.first, room.trust)
    with in_national():
        found = agreement_on(room.desk.wave, "M06", codebook())
    # Worked out from what each ticked alone, before the discussion.
    assert (found.answers, found.same, found.open, len(found.differences)) == (1, 0, 0, 1)


def test_an_answer_with_one_coder_is_not_settled_by_discussion(room: Room) -> None:
    room.code(room.crowd[0], room.first)
    with pytest.raises(Refused, match="Two coders have to code"):
        settle_answer(**room.about(room.crowd[0]), themes=[], note="Alone.", by=room.first)


def test_two_at_once_get_two_places(room: Room) -> None:
    refused: list[str] = []

    def code(person: object) -> None:
        try:
            room.code(room.crowd[1], person, room.trust)
        except Refused as no:
            refused.append(no.message)
        finally:
            for alias in connections:
                connections[alias].close()

    people = (room.first, room.second, room.third)
    threads = [threading.Thread(target=code, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = codes(room, room.crowd[1])
    assert (len(held.codings), len(refused)) == (2, 1)
    with in_partnership(room.crowd[1].pk):
        rows = Coding.objects.filter(question="M06").order_by("number")
        assert [row.number for row in rows] == [1, 2]


def test_a_theme_that_is_not_offered_is_refused(room: Room) -> None:
    other = room.theme("elsewhere", "Of another question", question="M07")
    for pk in (other.pk, 999_999):
        with pytest.raises(Refused, match="is not offered for this question"):
            code_answer(**room.about(room.crowd[2]), themes=[pk], by=room.first)


def test_an_answer_that_is_not_there(room: Room) -> None:
    about = {"partnership": room.crowd[0], "year": YEAR, "by": room.first, "themes": []}
    for question in ("M07", "A01", "Z99", ""):
        with pytest.raises(Missing, match="There is no such answer"):
            code_answer(**about, question=question, seen="x")


def test_another_text_is_read_anew(room: Room) -> None:
    old = room.about(room.crowd[3])
    code_answer(**old, themes=[room.trust.pk], by=room.first)
    _sign_another_text(room.read(room.crowd[3]).annual_return)
    with pytest.raises(Conflict, match="has signed its return again"):
        code_answer(**old, themes=[], by=room.second)
    held = codes(room, room.crowd[3])
    assert (held.codings, held.waits_for(room.first.pk)) == ((), True)


def _sign_another_text(row: Return) -> None:
    """What else takes a reopening and a second sign-off: as the owner, around the trigger."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return DISABLE TRIGGER return_stays")
        cursor.execute("ALTER TABLE returns_return NO FORCE ROW LEVEL SECURITY")
        cursor.execute(
            "UPDATE returns_return SET document = jsonb_set(document, '{answers,M06}',"
            " '\"Quite another answer.\"') WHERE id = %s",
            [row.pk],
        )
        cursor.execute("ALTER TABLE returns_return FORCE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE returns_return ENABLE TRIGGER return_stays")


def _released_edition(room: Room) -> None:
    """As if it had passed its checks, which twelve returns do not."""
    groups = [0] * len(GROUPS)
    with in_national():
        Edition.objects.create(
            wave=room.desk.wave,
            number=1,
            state=Edition.State.RELEASED,
            method=0,
            questionnaire_sha256=room.desk.form.sha256,
            thresholds=Thresholds().as_json(),
            complete=groups,
            eligible=groups,
            received=[],
            withheld={},
            built_by="tests",
            released_at=timezone.now(),
            released_by=room.first,
        )


def test_counts_hold_what_is_final_and_are_released_once_all_is(room: Room) -> None:
    wave = room.desk.wave
    with in_national():
        before = counted(wave, "M06")
    # Alpha is settled, crowd 1 agreed upon by two; crowd 0 and beta wait.
    assert (before.answers, before.final, before.differing) == (12, 2, 0)
    assert before.tally.counts[0].tolist() == [1, 1]  # trust, money
    with pytest.raises(Refused, match="10 of 12 answers are not final"), in_national():
        release_themes(wave=wave, question="M06", by=room.first)
    for partnership in (room.beta, *room.crowd):
        if codes(room, partnership).waits_for(room.first.pk):
            room.code(partnership, room.first, room.trust)
    with in_national():
        assert count_own_codes(wave=wave, question="M06", by=room.first) == 10
    with pytest.raises(Refused, match="You have coded no answer"), in_national():
        count_own_codes(wave=wave, question="M06", by=room.first)
    with pytest.raises(Refused, match="No edition of this survey is released"), in_national():
        release_themes(wave=wave, question="M06", by=room.first)
    _released_edition(room)
    with in_national():
        made = release_themes(wave=wave, question="M06", by=room.first)
        with pytest.raises(Refused, match="They cannot be released again"):
            release_themes(wave=wave, question="M06", by=room.first)
        assert ThemeRelease.objects.count() == 1
    table = made.table
    assert (table["groups"][0], table["bases"][0]) == ("all", 12)
    # Ten hold trust: the two that do not are few, so even the total is withheld.
    assert {count for theme in table["themes"] for count in theme["counts"]} == {None}
    assert set(table["bases"][1:]) == {None}
    page = room.client(room.cast.odpm).get(f"/national/themes/{made.pk}/").content.decode()
    said = words(parsed(page))
    assert "figures are withheld, so that no partnership can be made out." in said
    # The total, NRF or not, five types, nine regions; of two themes. Only the total's base is shown.
    assert said.count("..") == 2 * 17 + 16 + 1  # and once in the words below
    assert "All partnerships12...." in said
    assert "Crowd" not in said
    assert room.events(None, of="themes.released")[0][2]["question"] == "M06"


def test_alpha_is_what_it_is(room: Room) -> None:
    assert room.read(room.alpha).text == ALPHA

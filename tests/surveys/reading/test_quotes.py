"""Consent, quotes by two evaluators, what is refused, what is offered, withdrawal, print."""

import pytest
from django.utils import timezone

from portal.errors import Denied, Missing, Refused
from portal.tenancy.context import in_national, in_partnership
from surveys.reading.domain.consenting import say_what_may_be_quoted
from surveys.reading.domain.quoting import (
    Wording,
    approve_quote,
    groups_for,
    print_quote,
    propose_quote,
    refuse_quote,
    withdraw_quote,
)
from surveys.reading.models import Quote
from surveys.reading.queries import OfferedQuote, offered_quotes
from surveys.results.disclosure.suppression import Thresholds
from surveys.returns.domain.national import reopen_submitted
from tests.surveys.reading.room import ALPHA, Room

pytestmark = pytest.mark.slow
GROUP = "nrf:metropolitan_district"
PASSAGE = "the police to one table. Trust grew a lot."
TEXT = "[Partners came] to one table. Trust grew a lot."


def consent(room: Room, **said: bool) -> list[str]:
    with in_partnership(room.alpha.pk):
        row = room.desk.row()
        return say_what_may_be_quoted(annual_return=row, said=said, by=room.cast.alpha_chair)


def propose(room: Room, text: str = TEXT, **changed: object) -> Quote:
    given = {"passage": PASSAGE, "text": text, "group": GROUP, "themes": (room.trust.pk,)}
    wording = Wording(**{**given, **changed})
    return propose_quote(**room.about(room.alpha), wording=wording, by=room.first)


def offered(room: Room, theme: str | None = None) -> list[OfferedQuote]:
    with in_national():
        return offered_quotes(wave_id=room.desk.wave.pk, theme=theme)


def state(room: Room, quote: Quote) -> str:
    with in_partnership(room.alpha.pk):
        return Quote.objects.get(pk=quote.pk).state


def test_without_consent_nothing_is_quoted(room: Room) -> None:
    with pytest.raises(Refused, match="has not said whether this answer may be quoted"):
        propose(room)
    assert consent(room, M06=False) == ["M06"]
    with pytest.raises(Refused, match="does not want this answer to be quoted"):
        propose(room)
    assert consent(room, M06=True) == ["M06"]
    assert consent(room, M06=True) == []
    assert [(name, who) for name, who, _ in room.events(room.alpha, of="quoting.")] == [
        ("quoting.refused", str(room.cast.alpha_chair)),
        ("quoting.consented", str(room.cast.alpha_chair)),
    ]
    with pytest.raises(Refused, match="There is no answer to A99"):
        consent(room, A99=True)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"text": "Trust grew enormously."}, "“Trust grew enormously.” does not stand there"),
        ({"passage": "Something else entirely."}, "The passage is not in the answer"),
        ({"text": "[…] a lot"}, "Choose a passage of 10 characters or more"),
        ({"text": "x" * 601}, "Shorten the quote to 600 characters"),
        ({"passage": ALPHA, "text": ALPHA}, "in place of: Alphaton Voluntary Action"),
        ({"text": "[In ALPHATON] Trust grew a lot."}, "in place of: ALPHATON"),
        ({"text": "[Alpha Partnership:] Trust grew a lot."}, "in place of: Alpha Partnership"),
        # Twelve returns in all, eleven of them NRF metropolitan districts; one in the South West.
        ({"group": "south_west"}, "cannot be attributed to this group"),
        ({"group": "nonsense"}, "cannot be attributed to this group"),
        ({"group": "maturity:early"}, "cannot be attributed to this group"),
    ],
)
def test_what_is_refused(room: Room, changed: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why.replace("(", r"\(")):
        propose(room, **{"text": TEXT, **changed})


def test_only_groups_that_are_large_enough(room: Room) -> None:
    found = groups_for(room.read(room.alpha).annual_return)
    assert found == {
        "all": "a partnership",
        "nrf": "a partnership in an NRF area",
        "metropolitan_district": "a metropolitan district",
        "west_midlands": "a partnership in the West Midlands",
        GROUP: "an NRF metropolitan district",
    }
    assert groups_for(room.read(room.beta).annual_return) == {"all": "a partnership"}
    assert Thresholds().min_base == 10


def test_a_second_evaluator_approves(room: Room) -> None:
    quote = propose(room)
    assert offered(room) == []
    with pytest.raises(Denied, match="another evaluator approves it"):
        approve_quote(quote_id=quote.pk, by=room.first)
    with pytest.raises(Denied, match="another evaluator approves it"):
        refuse_quote(quote_id=quote.pk, reason="No.", by=room.first)
    approve_quote(quote_id=quote.pk, by=room.second)
    expected = OfferedQuote(quote.pk, "M06", TEXT, "an NRF metropolitan district", ("trust",))
    assert (offered(room), offered(room, "trust"), offered(room, "money")) == (
        [expected],
        [expected],
        [],
    )
    assert "alpha" not in str(expected).lower()
    with pytest.raises(Refused, match="is decided already: offered"):
        approve_quote(quote_id=quote.pk, by=room.third)
    with pytest.raises(Refused, match="another quote of the answer is attributed otherwise"):
        propose(room, group="all")
    with pytest.raises(Missing, match="There is no such quote"):
        approve_quote(quote_id=quote.pk + 1000, by=room.second)


def test_refused_with_a_reason(room: Room) -> None:
    quote = propose(room)
    with pytest.raises(Refused, match="Give a reason"):
        refuse_quote(quote_id=quote.pk, reason=" ", by=room.second)
    refuse_quote(quote_id=quote.pk, reason="It says who.", by=room.second)
    assert state(room, quote) == "refused"
    with pytest.raises(Refused, match="is not offered any more"):
        withdraw_quote(quote_id=quote.pk, reason="Late.", by=room.first)


def test_withdrawn_consent_takes_quotes_back(room: Room) -> None:
    waiting = propose(room)
    before = [each.quote_id for each in offered(room)]
    assert len(before) == 1
    consent(room, M06=False)
    assert offered(room) == []
    with in_partnership(room.alpha.pk):
        found = Quote.objects.filter(pk__in=[*before, waiting.pk])
        assert {(q.state, q.reason) for q in found} == {
            ("withdrawn", "The partnership no longer consents to being quoted.")
        }
    with pytest.raises(Refused, match="is decided already: withdrawn"):
        approve_quote(quote_id=waiting.pk, by=room.second)
    consent(room, M06=True)
    assert offered(room) == []  # withdrawn ones stay so


def test_what_is_printed_stays(room: Room) -> None:
    quote = propose(room)
    with pytest.raises(Refused, match="is not offered any more"):
        print_quote(quote_id=quote.pk, publication="LSPs in 2004", by=room.cast.by)
    approve_quote(quote_id=quote.pk, by=room.second)
    print_quote(quote_id=quote.pk, publication="LSPs in 2004", by=room.cast.by)
    print_quote(quote_id=quote.pk, publication="Another one", by=room.cast.by)
    with pytest.raises(Refused, match="is printed in LSPs in 2004, which has been released"):
        consent(room, M06=False)
    with pytest.raises(Refused, match="LSPs in 2004 prints this quote"):
        withdraw_quote(quote_id=quote.pk, reason="Sorry.", by=room.first)
    assert [each.quote_id for each in offered(room)] == [quote.pk]
    assert len(room.events(room.alpha, of="quote.printed")) == 1


def test_a_reopened_return_offers_nothing(room: Room) -> None:
    with in_partnership(room.alpha.pk):
        quotes = list(Quote.objects.filter(state="offered", published_at=None))
    assert quotes == []
    reopen_submitted(
        partnership=room.alpha,
        year=2004,
        sections=["M"],
        reason="M06 is unclear.",
        due_on=timezone.localdate(),
        by=room.first,
    )
    assert offered(room) == []
    with pytest.raises(Missing, match="There is no such answer"):
        room.read(room.alpha)

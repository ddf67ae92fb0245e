"""Consultation: what it needs, who may say what until when, what closing it needs."""

from datetime import timedelta

import pytest
import time_machine

from partnerships.protocols.domain import clauses, consultation, drafting
from partnerships.protocols.models import ProtocolVersion
from portal.errors import Refused
from portal.mail.models import Delivery
from tests.partnerships.protocols.desk import Desk


def told(kind: str) -> list[str]:
    return sorted(Delivery.objects.filter(kind=kind).values_list("email", flat=True))


def test_opening_tells_the_members_of_the_parties(desk: Desk) -> None:
    version = desk.consulted(desk.draft())
    assert (version.state, version.comment_until) == (
        "consultation",
        desk.today + timedelta(days=1),
    )
    assert told("protocol_consultation") == [
        "alpha_chair@portal.example",
        "alpha_member@portal.example",
    ]


def test_an_unfinished_text_is_not_opened(desk: Desk) -> None:
    version = drafting.draft_protocol(title="Bare", kind="other", by=desk.by).versions.get()
    tomorrow = desk.today + timedelta(days=1)

    def refused() -> str:
        with pytest.raises(Refused) as refusal:
            consultation.open_consultation(version=version, until=tomorrow, by=desk.by)
        return refusal.value.message

    assert refused() == (
        "The text still needs a purpose, at least one clause and at least two parties. Add what is"
        " missing, then go on."
    )
    drafting.change_version(version=version, revision=desk.again(version).revision, purpose="P",
                            by=desk.by)  # fmt: skip
    clauses.add_clause(version=version, heading="a", text="b", by=desk.by)
    assert refused() == (
        "The text still needs at least two parties. Add what is missing, then go on."
    )
    for organisation in (desk.council, desk.police):
        drafting.add_party(version=version, organisation=organisation, by=desk.by)
    desk.leaves(desk.police)
    assert refused() == (
        f"Alphashire Police left the partnership on {desk.yesterday:%-d %B %Y}. Take it out of the"
        " parties, then go on."
    )


def test_the_last_day_lies_ahead(desk: Desk) -> None:
    version = desk.draft()
    with pytest.raises(Refused, match=r"^Choose a day after today, so that people have time"):
        consultation.open_consultation(version=version, until=desk.today, by=desk.by)


def test_time_is_given_never_taken(desk: Desk) -> None:
    version = desk.consulted(desk.draft())
    with pytest.raises(Refused) as refusal:
        consultation.extend_consultation(version=version, until=version.comment_until, by=desk.by)
    assert refusal.value.message == (
        f"Comments may be made until {version.comment_until:%-d %B %Y} already. Choose a later day:"
        " time that was promised is not taken back."
    )
    later = desk.today + timedelta(days=9)
    consultation.extend_consultation(version=version, until=later, by=desk.by)
    assert desk.again(version).comment_until == later


def test_a_comment_stands_for_a_person_or_their_organisation(desk: Desk) -> None:
    version = desk.consulted(desk.draft())
    clause = version.clauses.last()
    made = consultation.comment(version=version, text=" Say which officers. ", by=desk.member,
                                clause=clause, organisation=desk.police)  # fmt: skip
    assert (made.about, made.text, made.state) == (
        "Clause 2, How to ask",
        "Say which officers.",
        "open",
    )
    clauses.remove_clause(clause=clause, by=desk.by)
    made.refresh_from_db()
    assert (made.clause, made.about) == (None, "Clause 2, How to ask")


def test_comments_that_are_refused(desk: Desk) -> None:
    draft, version = desk.draft(), desk.consulted(desk.draft())

    def refused(**words: object) -> str:
        given = {"version": version, "text": "Hm", "by": desk.member, **words}
        with pytest.raises(Refused) as refusal:
            consultation.comment(**given)
        return refusal.value.message

    assert refused(version=draft) == (
        "Version 1 is draft, so it cannot be commented on now. Open the protocol again to see what"
        " can be done next."
    )
    assert refused(text=" ") == "Write your comment, then send it."
    assert refused(clause=draft.clauses.first()) == (
        "That clause is in another version. Choose a clause of this one."
    )
    assert refused(organisation=desk.council) == (
        "You are not a member for Alphaton Council, so you cannot comment for it. Choose your own"
        " organisation, or comment for yourself."
    )
    with time_machine.travel(desk.today + timedelta(days=2, hours=12), tick=False):
        assert refused() == (
            f"Comments were taken until {version.comment_until:%-d %B %Y}. Ask the co-ordinator to"
            " give more time."
        )
    ready = desk.ready(desk.draft())
    assert refused(version=ready) == (
        "The consultation is closed and the parties are asked to sign. Take the text back to a"
        " draft first if something has to change."
    )


def test_closing_needs_the_day_and_every_answer(desk: Desk) -> None:
    version = desk.consulted(desk.draft())
    made = consultation.comment(version=version, text="Why?", by=desk.member)

    def refused() -> str:
        with pytest.raises(Refused) as refusal:
            consultation.close_consultation(version=version, ready=True, by=desk.by)
        return refusal.value.message

    assert refused() == (
        f"Comments may be made until {version.comment_until:%-d %B %Y}. Wait until that day has"
        " passed, or take the text back to a draft."
    )
    ProtocolVersion.objects.update(comment_until=desk.today - timedelta(days=1))
    assert refused() == (
        "1 comment has no answer yet. Answer every comment, then close the consultation."
    )
    with pytest.raises(Refused) as refusal:
        consultation.answer_comment(comment=made, taken=False, answer="", by=desk.by)
    assert refusal.value.message == (
        "Say why the comment is not taken up: its author and everybody reads it."
    )
    consultation.answer_comment(comment=made, taken=True, answer="", by=desk.by)
    desk.leaves(desk.council)
    assert refused().startswith("Alphaton Council left the partnership on")
    desk.leaves(desk.council, desk.today + timedelta(days=30))
    consultation.close_consultation(version=version, ready=True, by=desk.by)
    version = desk.again(version)
    assert (version.state, version.is_ready, version.state_words) == (
        "consultation",
        True,
        "Out for signature",
    )
    assert told("protocol_signature") == [
        "alpha_chair@portal.example",
        "alpha_member@portal.example",
    ]


def test_a_draft_is_not_closed(desk: Desk) -> None:
    with pytest.raises(Refused, match="it cannot be taken out of consultation now"):
        consultation.close_consultation(version=desk.draft(), ready=False, by=desk.by)


def test_answers_stay_once_the_parties_are_asked_to_sign(desk: Desk) -> None:
    version = desk.consulted(desk.draft())
    said = consultation.comment(version=version, text="Too long.", by=desk.member)
    consultation.answer_comment(comment=said, taken=True, answer="Shorter now.", by=desk.by)
    assert told("protocol_answered") == ["alpha_member@portal.example"]
    with time_machine.travel(desk.today + timedelta(days=3), tick=True):
        consultation.close_consultation(version=version, ready=True, by=desk.by)
        with pytest.raises(Refused) as refusal:
            consultation.answer_comment(comment=said, taken=False, answer="No.", by=desk.by)
    assert refusal.value.message == (
        "The consultation is closed and the parties are asked to sign, so answers stay as they are."
        " Take the text back to a draft first if something has to change."
    )
    said.refresh_from_db()
    assert (said.state, said.answer) == ("taken", "Shorter now.")

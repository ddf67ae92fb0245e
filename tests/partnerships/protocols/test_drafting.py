"""Drafting: numbers, parties, clauses, obligations, the next version."""

from datetime import timedelta

import pytest

from partnerships.protocols.domain import clauses, drafting, life, obligations
from partnerships.protocols.models import Clause, ProtocolVersion
from partnerships.protocols.text import document_of
from portal.errors import Conflict, Refused
from tests.partnerships.protocols.desk import PURPOSE, Desk


def headings(version: ProtocolVersion) -> list[tuple[int, str]]:
    return list(version.clauses.values_list("position", "heading"))


def test_protocols_are_numbered_in_their_year(desk: Desk) -> None:
    one = desk.draft(year=2004).protocol
    two = desk.draft(year=2004).protocol
    other = desk.draft(year=2005).protocol
    assert [p.number for p in (one, two, other)] == ["P2004/1", "P2004/2", "P2005/1"]


def test_a_protocol_needs_a_title(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"^Give the protocol a title\.$"):
        desk.draft(title="  ")


def test_every_change_of_the_text_changes_its_hash(desk: Desk) -> None:
    version = desk.draft()
    seen = {version.text_sha256}
    first, second = version.clauses.all()
    by = desk.by

    def change() -> None:
        seen.add(desk.again(version).text_sha256)

    clauses.change_clause(clause=first, revision=1, heading="New", text="New", by=by)
    change()
    clauses.move_clause(clause=second, direction="up", by=by)
    change()
    drafting.add_party(version=version, organisation=desk.trust, by=by)
    change()
    desk.obligation(version, desk.today)
    change()
    drafting.change_version(version=version, revision=desk.again(version).revision, purpose="Other",
                            by=by)  # fmt: skip
    change()
    drafting.change_protocol(
        protocol=version.protocol, title="Other", kind="funding", subject="crime", is_public=True,
        by=by,
    )  # fmt: skip
    change()
    clauses.remove_clause(clause=first, by=by)
    change()
    assert len(seen) == 8


def test_clauses_move_and_keep_running_numbers(desk: Desk) -> None:
    version = desk.draft()
    third = clauses.add_clause(version=version, heading="Costs", text="None.", by=desk.by)
    clauses.move_clause(clause=third, direction="up", by=desk.by)
    assert headings(version) == [(1, "Who may ask"), (2, "Costs"), (3, "How to ask")]
    first = version.clauses.first()
    clauses.move_clause(clause=first, direction="up", by=desk.by)
    clauses.remove_clause(clause=first, by=desk.by)
    assert headings(version) == [(1, "Costs"), (2, "How to ask")]


def test_a_clause_needs_both_its_parts(desk: Desk) -> None:
    version = desk.draft()
    with pytest.raises(Refused) as refusal:
        clauses.add_clause(version=version, heading="Costs", text=" ", by=desk.by)
    assert refusal.value.message == (
        "A clause needs a heading and a text. Fill in both, then save it."
    )


def test_stale_words_are_a_conflict(desk: Desk) -> None:
    version = desk.draft()
    clause = version.clauses.first()
    clauses.change_clause(clause=clause, revision=1, heading="Mine", text="Mine", by=desk.by)
    with pytest.raises(Conflict, match="Somebody else changed this clause"):
        clauses.change_clause(clause=clause, revision=1, heading="No", text="No", by=desk.by)
    assert Clause.objects.get(pk=clause.pk).heading == "Mine"
    with pytest.raises(Conflict, match="Somebody else changed this version"):
        drafting.change_version(version=version, revision=0, purpose="No", by=desk.by)


def test_who_has_left_cannot_become_a_party(desk: Desk) -> None:
    desk.leaves(desk.trust)
    with pytest.raises(Refused) as refusal:
        drafting.add_party(version=desk.draft(), organisation=desk.trust, by=desk.by)
    assert refusal.value.message == (
        f"Primary Care Trust left the partnership on {desk.yesterday:%-d %B %Y}, so it cannot become a"
        " party. Choose organisations that are in the partnership."
    )


def test_a_party_with_obligations_stays(desk: Desk) -> None:
    version = desk.draft()
    desk.obligation(version, desk.today)
    with pytest.raises(Refused) as refusal:
        drafting.remove_party(version=version, organisation=desk.police, by=desk.by)
    assert refusal.value.message == (
        "Alphashire Police has obligations in this version. Remove them or give them to another"
        " party, then take it out of the parties."
    )
    drafting.remove_party(version=version, organisation=desk.council, by=desk.by)
    assert [p.organisation for p in desk.again(version).parties.all()] == [desk.police]


def test_a_signed_party_can_be_taken_out_of_a_text_that_may_change(desk: Desk) -> None:
    version = desk.ready(desk.draft(desk.council, desk.police, desk.trust))
    desk.sign(version, desk.council, desk.chair)
    drafting.remove_party(version=version, organisation=desk.council, by=desk.by)
    assert version.signatures.count() == 0


def test_only_a_party_has_obligations_and_only_in_its_own_version(desk: Desk) -> None:
    version, other = desk.draft(), desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.obligation(version, desk.today, organisation=desk.trust)
    assert refusal.value.message == (
        "Primary Care Trust is not a party to this version. Add it to the parties first, or choose"
        " one of them."
    )
    with pytest.raises(Refused, match="That clause is in another version"):
        desk.obligation(version, desk.today, clause=other.clauses.first())
    with pytest.raises(Refused, match="Say what the party undertakes to do"):
        desk.obligation(version, desk.today, what=" ")


def test_a_signed_text_does_not_change(desk: Desk) -> None:
    version = desk.signed(desk.draft())
    words = "Version 1 is signed, so its text cannot change. Draft the next version instead."
    clause = version.clauses.first()
    for act in (
        lambda: clauses.add_clause(version=version, heading="a", text="b", by=desk.by),
        lambda: clauses.change_clause(clause=clause, revision=1, heading="a", text="b", by=desk.by),
        lambda: clauses.move_clause(clause=clause, direction="up", by=desk.by),
        lambda: clauses.remove_clause(clause=clause, by=desk.by),
        lambda: drafting.add_party(version=version, organisation=desk.trust, by=desk.by),
        lambda: drafting.remove_party(version=version, organisation=desk.police, by=desk.by),
        lambda: drafting.change_version(version=version, revision=1, purpose="x", by=desk.by),
        lambda: desk.obligation(version, desk.today),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.message == words


def test_the_title_stays_once_a_version_was_signed(desk: Desk) -> None:
    protocol = desk.signed(desk.draft()).protocol
    same = {"kind": "funding", "subject": "health", "is_public": False}
    drafting.change_protocol(protocol=protocol, title=protocol.title, **same, by=desk.by)
    protocol.refresh_from_db()
    assert (protocol.kind, protocol.subject, protocol.is_public) == ("funding", "health", False)
    with pytest.raises(Refused) as refusal:
        drafting.change_protocol(protocol=protocol, title="Other", **same, by=desk.by)
    assert refusal.value.message == (
        "The title is part of what was signed, so it cannot change any more. Leave it as it is, or"
        " draft a new protocol."
    )


def test_the_next_version_begins_as_a_copy_and_puts_the_old_one_under_review(desk: Desk) -> None:
    draft = desk.draft(desk.council, desk.police)
    desk.obligation(draft, desk.today, recurs="month", clause=draft.clauses.first())
    desk.obligation(draft, desk.today, what="Once only")
    old = desk.in_force(draft)
    for obligation in old.obligations.all():
        obligations.report_obligation(obligation=obligation, due_on=desk.today, outcome="kept",
                                      note="Sent.", by=desk.member)  # fmt: skip
    new = drafting.draft_next_version(protocol=old.protocol, by=desk.by, what_changed="Costs")
    old, new = desk.again(old), desk.again(new)
    assert (old.state, new.state, new.number, new.what_changed) == (
        "under_review", "draft", 2, "Costs",
    )  # fmt: skip
    text = document_of(new)
    assert (text["purpose"], text["clauses"]) == (PURPOSE, old.document["clauses"])
    assert text["parties"] == old.document["parties"]
    # What was due once and reported is done with; the monthly one goes on where it stood.
    assert [(o["what"], o["clause"]) for o in text["obligations"]] == [("Send the figures", 1)]
    assert text["obligations"][0]["due_on"] > desk.today.isoformat()


def test_parties_that_have_left_are_not_copied(desk: Desk) -> None:
    draft = desk.draft()
    desk.obligation(draft, desk.today)
    old = desk.in_force(draft)
    desk.leaves(desk.police)
    new = drafting.draft_next_version(protocol=old.protocol, by=desk.by)
    assert [p.organisation for p in new.parties.all()] == [desk.council]
    assert new.obligations.count() == 0


def test_one_version_comes_at_a_time(desk: Desk) -> None:
    version = desk.consulted(desk.draft())
    with pytest.raises(Refused) as refusal:
        drafting.draft_next_version(protocol=version.protocol, by=desk.by)
    assert refusal.value.message == (
        "Version 1 is already out for consultation. Finish or withdraw it first: a protocol has one"
        " coming version at a time."
    )


def test_after_a_withdrawal_a_new_version_may_begin(desk: Desk) -> None:
    version = desk.draft()
    life.withdraw_version(version=version, why="Too early", by=desk.by)
    again = drafting.draft_next_version(protocol=version.protocol, by=desk.by)
    assert (again.number, again.state) == (2, "draft")
    assert again.created_at - version.created_at < timedelta(minutes=5)

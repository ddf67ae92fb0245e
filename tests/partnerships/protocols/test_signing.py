"""Signatures: who may sign what, once; what ends a signature; what freezes the text."""

from datetime import timedelta

import pytest

from partnerships.protocols.domain import consultation, drafting, life, signing
from partnerships.protocols.domain.clauses import change_clause
from partnerships.protocols.models import Signature
from partnerships.protocols.queries.signing import places_of, waiting_for
from partnerships.protocols.text import sha256_of
from portal.errors import Conflict, Denied, Refused
from portal.mail.models import Delivery
from tests.partnerships.protocols.desk import Desk


def test_the_last_partys_signature_freezes_the_text(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    first = desk.sign(version, desk.council, desk.chair)
    assert desk.again(version).state == "consultation"
    desk.sign(version, desk.police, desk.member)
    version = desk.again(version)
    assert version.state == "signed"
    assert sha256_of(version.document) == version.text_sha256 == first.text_sha256
    assert [party["name"] for party in version.document["parties"]] == [
        "Alphashire Police",
        "Alphaton Council",
    ]
    assert first.signed_as == "Alpha Chair, Leader of the council"


def test_a_double_click_is_one_signature(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    assert desk.sign(version, desk.council, desk.chair) == desk.sign(
        version, desk.council, desk.chair
    )
    assert Signature.objects.count() == 1


def test_a_click_after_the_text_was_frozen_finds_it_done(desk: Desk) -> None:
    version = desk.signed(desk.draft())
    again = desk.sign(version, desk.police, desk.member)
    assert Signature.objects.count() == 2
    assert again.party.organisation == desk.police


def test_a_second_signatory_finds_it_signed(desk: Desk) -> None:
    desk.person(desk.police, desk.by, "Analyst", signs=True)
    version = desk.ready(desk.draft())
    desk.sign(version, desk.police, desk.member)
    with pytest.raises(Refused) as refusal:
        desk.sign(version, desk.police, desk.by)
    assert refusal.value.message == (
        "Alpha Member, Superintendent signed for Alphashire Police already. There is nothing left"
        " to do."
    )


def test_only_those_named_sign(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    with pytest.raises(Denied) as refusal:
        desk.sign(version, desk.council, desk.member)
    assert refusal.value.message == (
        "You cannot sign for Alphaton Council. Ask the co-ordinator to name you as one of those who"
        " sign for it."
    )


def test_a_chair_signs_for_its_own_organisation_only(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    assert [(p.party.organisation.name, p.mine) for p in places_of(version, desk.chair)] == [
        ("Alphashire Police", False),
        ("Alphaton Council", True),
    ]
    with pytest.raises(Denied):
        desk.sign(version, desk.police, desk.chair)


def test_a_member_whose_time_is_over_signs_nothing(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    desk.police_member.until = desk.today - timedelta(days=1)
    desk.police_member.save()
    with pytest.raises(Denied):
        desk.sign(version, desk.police, desk.member)


def test_a_party_that_has_left_cannot_sign(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    desk.leaves(desk.police)
    with pytest.raises(Refused) as refusal:
        desk.sign(version, desk.police, desk.member)
    assert refusal.value.message == (
        f"Alphashire Police left the partnership on {desk.yesterday:%-d %B %Y}, so nobody can sign for"
        " it. Ask the co-ordinator to take it out of the parties."
    )


def test_nobody_signs_before_the_consultation_is_closed(desk: Desk) -> None:
    version = desk.consulted(desk.draft())
    with pytest.raises(Refused) as refusal:
        desk.sign(version, desk.council, desk.chair)
    assert refusal.value.message == (
        "Version 1 is not ready for signature: its consultation has not been closed. The"
        " co-ordinator asks you to sign when it is."
    )


def test_an_outdated_version_is_not_signed(desk: Desk) -> None:
    old = desk.in_force(desk.draft())
    new = drafting.draft_next_version(protocol=old.protocol, by=desk.by)
    desk.in_force(desk.again(new))
    Signature.objects.filter(version=old).update(lapsed_at=old.created_at)
    with pytest.raises(Refused) as refusal:
        desk.sign(old, desk.council, desk.chair)
    assert refusal.value.message == (
        "Version 1 is superseded, so it cannot be signed now. Sign the version that is out for"
        " signature."
    )


def test_a_text_that_changed_since_it_was_read_is_not_signed(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    seen = version.text_sha256
    clause = version.clauses.first()
    change_clause(
        clause=clause, revision=1, heading="Who may ask", text="Anybody may ask.", by=desk.by
    )
    party = desk.party(version, desk.council)
    with pytest.raises(Conflict) as refusal:
        signing.sign(version=version, party=party, seen=seen, by=desk.chair)
    assert refusal.value.message == (
        "The text changed after you opened this page, so it was not signed. Read it again, then"
        " sign."
    )
    assert Signature.objects.count() == 0


def test_a_changed_text_ends_the_signature_and_asks_again(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    first = desk.sign(version, desk.council, desk.chair)
    assert waiting_for(desk.chair) == []
    clause = version.clauses.first()
    change_clause(clause=clause, revision=1, heading="Who may ask", text="All.", by=desk.by)
    first.refresh_from_db()
    assert first.lapsed_at is not None
    assert waiting_for(desk.chair) == [version]
    second = desk.sign(version, desk.council, desk.chair)
    assert second.text_sha256 != first.text_sha256


def test_a_partys_new_name_is_another_text(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    seen = version.text_sha256
    desk.council.name = "Alphaton City Council"
    desk.council.save()
    party = desk.party(version, desk.council)
    with pytest.raises(Conflict):
        signing.sign(version=version, party=party, seen=seen, by=desk.chair)


def test_a_signature_is_taken_back_with_a_reason(desk: Desk) -> None:
    version = desk.signed(desk.draft())
    signature = version.signatures.get(party__organisation=desk.council)
    with pytest.raises(Refused) as refusal:
        signing.withdraw_signature(signature=signature, why=" ", by=desk.chair)
    assert refusal.value.message == (
        "Say why the signature is taken back: the other parties read it."
    )
    signing.withdraw_signature(signature=signature, why="The cabinet said no.", by=desk.chair)
    version = desk.again(version)
    assert (version.state, version.document, version.is_ready) == ("consultation", None, True)
    with pytest.raises(Refused) as refusal:
        signing.withdraw_signature(signature=signature, why="Again", by=desk.chair)
    assert refusal.value.message == (
        "This signature does not count any more. There is nothing to take back."
    )


def test_others_cannot_take_a_signature_back(desk: Desk) -> None:
    version = desk.signed(desk.draft())
    signature = version.signatures.get(party__organisation=desk.council)
    with pytest.raises(Denied) as refusal:
        signing.withdraw_signature(signature=signature, why="No", by=desk.member)
    assert refusal.value.message == (
        "You cannot take back a signature of Alphaton Council. Ask one of those who sign for it."
    )


def test_once_in_force_a_signature_stays(desk: Desk) -> None:
    version = desk.in_force(desk.draft())
    signature = version.signatures.get(party__organisation=desk.council)
    with pytest.raises(Refused) as refusal:
        signing.withdraw_signature(signature=signature, why="Too late", by=desk.chair)
    assert refusal.value.message == (
        "Version 1 is in force, so it cannot be taken out of a signed text now. Open the protocol"
        " again to see what can be done next."
    )


def test_back_to_draft_ends_every_signature(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    signature = desk.sign(version, desk.council, desk.chair)
    consultation.close_consultation(version=version, ready=False, by=desk.by)
    signature.refresh_from_db()
    assert signature.lapsed_at is not None
    assert (desk.again(version).state, desk.again(version).ready_at) == ("draft", None)


def test_a_withdrawn_version_is_not_signed(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    life.withdraw_version(version=version, why="Not wanted any more", by=desk.by)
    with pytest.raises(Refused):
        desk.sign(version, desk.council, desk.chair)


def test_a_party_of_another_version_does_not_sign_this_one(desk: Desk) -> None:
    version, other = desk.ready(desk.draft()), desk.ready(desk.draft())
    with pytest.raises(Refused) as refusal:
        signing.sign(
            version=version,
            party=desk.party(other, desk.council),
            seen=desk.again(version).text_sha256,
            by=desk.chair,
        )
    assert refusal.value.message == (
        "That organisation is a party to another version. Open this one and sign it."
    )


def test_the_parties_hear_of_a_signature_taken_back(desk: Desk) -> None:
    version = desk.ready(desk.draft())
    signature = desk.sign(version, desk.council, desk.chair)
    signing.withdraw_signature(signature=signature, why="The cabinet said no.", by=desk.chair)
    told = Delivery.objects.filter(kind="protocol_ended").order_by("email")
    assert [each.email for each in told] == [
        "alpha_chair@portal.example",
        "alpha_member@portal.example",
    ]

"""A partnership with three organisations and protocols at any point of their life."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from partnerships.membership.models import Member, Organisation
from partnerships.protocols.domain import consultation, drafting, life, obligations, signing
from partnerships.protocols.domain.clauses import add_clause
from partnerships.protocols.domain.obligations import Undertaking
from partnerships.protocols.models import Party, Protocol, ProtocolVersion
from partnerships.protocols.queries.reading import version_by_id
from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from tests.conftest import Cast

PURPOSE = "The partners share what they know, so that burglary falls."
CLAUSES = (
    ("Who may ask", "Named officers of the parties may ask each other for figures."),
    ("How to ask", "A request is made in writing and says what it is for."),
)


class Desk:
    """Everything happens in alpha, whose scope is open while a test runs.

    Council: the chair belongs to it and signs for it by office. Police: the member signs for it.
    Trust: nobody signs for it until `trust_signs`.
    """

    def __init__(self, cast: Cast):
        self.cast = cast
        self.today = timezone.localdate()
        self.yesterday = self.today - timedelta(days=1)
        self.by = cast.alpha_coordinator
        self.chair: User = cast.alpha_chair
        self.member: User = cast.alpha_member
        self.council = self.organisation("Alphaton Council", "authority")
        self.police = self.organisation("Alphashire Police", "public")
        self.trust = self.organisation("Primary Care Trust", "public")
        self.chair_member = self.person(self.council, self.chair, "Leader of the council")
        self.police_member = self.person(self.police, self.member, "Superintendent", signs=True)

    def organisation(self, name: str, sector: str = "public") -> Organisation:
        return Organisation.objects.create(name=name, sector=sector)

    def person(
        self, organisation: Organisation, user: User, job: str = "", *, signs: bool = False
    ) -> Member:
        return Member.objects.create(
            organisation=organisation, user=user, name=user.name, job_title=job, may_sign=signs
        )

    def draft(
        self, *organisations: Organisation, clauses: Any = CLAUSES, **words: Any
    ) -> ProtocolVersion:
        """Version 1 of a new protocol, whole."""
        given = {"title": "Sharing crime figures", "kind": "information", "subject": "crime"}
        protocol = drafting.draft_protocol(**{**given, "purpose": PURPOSE, **words}, by=self.by)
        version = protocol.versions.get()
        for heading, text in clauses:
            add_clause(version=version, heading=heading, text=text, by=self.by)
        drafting.choose_parties(
            version=version, organisations=organisations or (self.council, self.police), by=self.by
        )
        return self.again(version)

    def obligation(self, version: ProtocolVersion, due_on: date, **words: Any) -> Any:
        given = {"organisation": self.police, "what": "Send the figures", "recurs": "once"}
        undertaking = Undertaking(**{**given, **words}, due_on=due_on)
        return obligations.add_obligation(version=version, undertaking=undertaking, by=self.by)

    def consulted(self, version: ProtocolVersion) -> ProtocolVersion:
        """Out for comments until tomorrow."""
        until = self.today + timedelta(days=1)
        consultation.open_consultation(version=version, until=until, by=self.by)
        return self.again(version)

    def ready(self, version: ProtocolVersion) -> ProtocolVersion:
        """Out for signature."""
        version = self.consulted(version)
        yesterday = self.today - timedelta(days=1)
        ProtocolVersion.objects.filter(pk=version.pk).update(comment_until=yesterday)
        consultation.close_consultation(version=version, ready=True, by=self.by)
        return self.again(version)

    def party(self, version: ProtocolVersion, organisation: Organisation) -> Party:
        return version.parties.get(organisation=organisation)

    def sign(self, version: ProtocolVersion, organisation: Organisation, by: User) -> Any:
        seen = self.again(version).text_sha256
        party = self.party(version, organisation)
        return signing.sign(version=version, party=party, seen=seen, by=by)

    def signed(self, version: ProtocolVersion) -> ProtocolVersion:
        """Signed by council and police."""
        version = self.ready(version)
        self.sign(version, self.council, self.chair)
        self.sign(version, self.police, self.member)
        return self.again(version)

    def in_force(self, version: ProtocolVersion, review_on: date | None = None) -> ProtocolVersion:
        """In force from today, to be reviewed in a year."""
        version = self.signed(version)
        review_on = review_on or self.today + timedelta(days=365)
        life.bring_into_force(version=version, on=self.today, review_on=review_on, by=self.by)
        return self.again(version)

    def again(self, version: ProtocolVersion) -> ProtocolVersion:
        return version_by_id(version.pk)

    def leaves(self, organisation: Organisation, on: date | None = None) -> None:
        Organisation.objects.filter(pk=organisation.pk).update(left_on=on or self.yesterday)

    def address(self, version: ProtocolVersion, page: str = "") -> str:
        return f"/p/alpha/protocols/{version.protocol_id}/versions/{version.number}/{page}"


def scope(cast: Cast) -> Any:
    return in_partnership(cast.alpha.pk, switch=True)


__all__ = ["CLAUSES", "PURPOSE", "Desk", "Protocol", "scope"]

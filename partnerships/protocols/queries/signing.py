"""Who may sign for whom, and who has."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from partnerships.membership.models import Member, RoleAssignment
from partnerships.membership.queries.roles import people_with_roles
from partnerships.membership.queries.seats import accounts_here
from partnerships.membership.queries.serving import ended, serving_on
from partnerships.protocols.models import Party, ProtocolVersion, Signature
from portal.accounts.models import User

CHAIR = "chair"  # signs for the organisation it comes from, named for it or not


@dataclass(frozen=True)
class Place:
    """A party's place under the text: its signature if it has one that counts."""

    party: Party
    signature: Signature | None
    mine: bool

    @property
    def has_left(self) -> bool:
        """Whether the organisation is in the partnership no more."""
        return ended(self.party.organisation.left_on, timezone.localdate())


def signatory_for(party: Party, user: User) -> Member | None:
    """The member as whom this person signs for the party, or None."""
    return _entitled(_chairs()).filter(organisation=party.organisation_id, user=user).first()


def signatories_of(organisation_ids: Iterable[int]) -> list[User]:
    """Accounts of everybody who may sign for one of these organisations, by name."""
    members = _entitled(_chairs()).filter(organisation__in=list(organisation_ids))
    return accounts_here(members.values_list("user_id", flat=True))


def places_of(version: ProtocolVersion, user: User) -> list[Place]:
    """Every party by name with its signature; `mine` where this person may sign. Four queries."""
    live = version.signatures.filter(lapsed_at=None, withdrawn_at=None).select_related("member")
    signed = {signature.party_id: signature for signature in live}
    own = _entitled(_chairs()).filter(user=user).values_list("organisation_id", flat=True)
    mine = set(own)
    parties = version.parties.select_related("organisation").order_by("organisation__name")
    return [Place(party, signed.get(party.pk), party.organisation_id in mine) for party in parties]


def past_signatures(version: ProtocolVersion) -> list[Signature]:
    """Signatures that lapsed or were taken back, oldest first."""
    gone = version.signatures.exclude(lapsed_at=None, withdrawn_at=None)
    return list(gone.select_related("party__organisation"))


def signature_of(version: ProtocolVersion, signature_id: int) -> Signature | None:
    """One signature of this version."""
    found = version.signatures.filter(pk=signature_id)
    return found.select_related("party__organisation", "version__protocol").first()


def waiting_for(user: User) -> list[ProtocolVersion]:
    """Versions that wait for a signature this person can give."""
    organisations = _entitled(_chairs()).filter(user=user).values("organisation_id")
    signed = Signature.objects.filter(lapsed_at=None, withdrawn_at=None).values("party_id")
    parties = Party.objects.filter(
        organisation__in=organisations,
        version__state=ProtocolVersion.State.CONSULTATION,
        version__ready_at__isnull=False,
    ).exclude(pk__in=signed)
    found = ProtocolVersion.objects.filter(pk__in=parties.values("version_id"))
    return list(found.select_related("protocol").order_by("ready_at", "id"))


def _chairs() -> QuerySet[RoleAssignment]:
    # A person may read their own roles of every partnership: those of this one are meant.
    return people_with_roles().filter(role=CHAIR)


def _entitled(chairs: QuerySet[RoleAssignment]) -> QuerySet[Member]:
    today = timezone.localdate()
    signs = Q(may_sign=True) | Q(user__in=chairs.values("user_id"))
    return Member.objects.filter(serving_on(today), signs, user__isnull=False).order_by(
        "-may_sign", "id"
    )

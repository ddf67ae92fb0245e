"""Protocols, versions and what is in them."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from partnerships.membership.models import Organisation
from partnerships.membership.queries.serving import organisations_on
from partnerships.protocols.models import (
    Clause,
    Comment,
    Obligation,
    Party,
    Protocol,
    ProtocolVersion,
)
from portal.errors import Missing

NO_PROTOCOL = "There is no such protocol here. Choose one from the register."


def protocol_by_id(protocol_id: int) -> Protocol:
    """One protocol. Raises Missing."""
    found = Protocol.objects.filter(pk=protocol_id).first()
    if found is None:
        raise Missing(NO_PROTOCOL)
    return found


def versions_of(protocol: Protocol, *, binding_only: bool = False) -> list[ProtocolVersion]:
    """Newest first; only the one that binds for those who may not see the others."""
    found = protocol.versions.select_related("protocol", "partnership").order_by("-number")
    if binding_only:
        found = found.filter(state__in=ProtocolVersion.BINDING)
    return list(found)


def version_of(protocol_id: int, number: int, *, binding_only: bool = False) -> ProtocolVersion:
    """One version with everything in it. Raises Missing."""
    found = whole().filter(protocol=protocol_id, number=number)
    if binding_only:
        found = found.filter(state__in=ProtocolVersion.BINDING)
    version = found.first()
    if version is None:
        raise Missing(NO_PROTOCOL)
    return version


def version_by_id(version_id: int) -> ProtocolVersion:
    """One version with everything in it. Raises Missing."""
    version = whole().filter(pk=version_id).first()
    if version is None:
        raise Missing(NO_PROTOCOL)
    return version


def version_before(version: ProtocolVersion) -> ProtocolVersion | None:
    """The newest earlier version that was signed, else the one just before; or None."""
    earlier = whole().filter(protocol=version.protocol_id, number__lt=version.number)
    signed = earlier.filter(document__isnull=False).order_by("-number").first()
    return signed or earlier.order_by("-number").first()


def whole() -> QuerySet[ProtocolVersion]:
    """Versions with protocol, parties, clauses and obligations: four queries however many."""
    parties = Party.objects.select_related("organisation").order_by("organisation__name")
    obligations = Obligation.objects.select_related("organisation", "clause")
    return ProtocolVersion.objects.select_related(
        "protocol", "partnership", "created_by"
    ).prefetch_related(
        "clauses",
        Prefetch("parties", queryset=parties),
        Prefetch("obligations", queryset=obligations),
    )


def clause_of(version: ProtocolVersion, clause_id: int) -> Clause:
    """One clause of the version. Raises Missing."""
    found = version.clauses.select_related("version__protocol").filter(pk=clause_id).first()
    if found is None:
        raise Missing("There is no such clause in this version. Open the draft again.")
    return found


def obligation_of(version: ProtocolVersion, obligation_id: int) -> Obligation:
    """One obligation of the version. Raises Missing."""
    found = version.obligations.select_related("version__protocol", "organisation")
    obligation = found.filter(pk=obligation_id).first()
    if obligation is None:
        raise Missing("There is no such obligation in this version. Open the draft again.")
    return obligation


def comments_on(version: ProtocolVersion) -> list[Comment]:
    """All comments, oldest first."""
    found = version.comments.select_related("clause", "organisation", "written_by")
    return list(found.order_by("id"))


def comment_of(version: ProtocolVersion, comment_id: int) -> Comment:
    """One comment on the version. Raises Missing."""
    found = version.comments.select_related("version__protocol", "written_by", "organisation")
    comment = found.filter(pk=comment_id).first()
    if comment is None:
        raise Missing("There is no such comment on this version. Open the consultation again.")
    return comment


def organisations_here() -> QuerySet[Organisation]:
    """Organisations of the partnership that have not left, by name."""
    return Organisation.objects.filter(organisations_on(timezone.localdate())).order_by("name")


def organisations_among(ids: frozenset[int]) -> QuerySet[Organisation]:
    """These organisations, by name."""
    return Organisation.objects.filter(pk__in=ids).order_by("name")

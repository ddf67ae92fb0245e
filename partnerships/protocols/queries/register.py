"""The register of protocols: filters, lists, overlaps."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from partnerships.membership.models import Organisation
from partnerships.protocols.models import Party, Protocol, ProtocolVersion
from partnerships.protocols.overlap import Ground, Overlap, overlaps
from portal.web.components import Stat

OVER = (ProtocolVersion.State.SUPERSEDED, ProtocolVersion.State.WITHDRAWN)
LIVE = tuple(state for state in ProtocolVersion.State if state not in OVER)


def protocols(
    *,
    kind: str = "",
    subject: str = "",
    party: int | None = None,
    state: str = "",
    review_by: date | None = None,
    search: str = "",
    binding_only: bool = False,
) -> QuerySet[Protocol]:
    """The register, newest number first, each with `listed`: its versions worth showing.

    `state` and `party` look at the live versions; `review_by` at those that bind. Three queries.
    """
    live = ProtocolVersion.objects.filter(protocol=OuterRef("pk"))
    found = Protocol.objects.all()
    if binding_only:
        found = found.filter(Exists(live.filter(state__in=ProtocolVersion.BINDING)))
    if kind:
        found = found.filter(kind=kind)
    if subject:
        found = found.filter(subject=subject)
    if search:
        found = found.filter(title__icontains=search)
    if state:
        found = found.filter(Exists(live.filter(state=state)))
    if review_by:
        due = live.filter(state__in=ProtocolVersion.BINDING, review_on__lte=review_by)
        found = found.filter(Exists(due))
    if party:
        bound = live.filter(parties__organisation=party)
        seen = ProtocolVersion.BINDING if binding_only else LIVE
        found = found.filter(Exists(bound.filter(state__in=seen)))
    return found.prefetch_related(_listed(binding_only)).order_by("-year", "-serial")


def shown_version(protocol: Protocol) -> ProtocolVersion:
    """What the register shows of a protocol: the version that binds, else the newest."""
    versions: list[ProtocolVersion] = protocol.listed  # type: ignore[attr-defined]
    return next((each for each in versions if each.is_binding), versions[0])


def coming_version(protocol: Protocol) -> ProtocolVersion | None:
    """The version on its way beside the one that binds, if any."""
    versions: list[ProtocolVersion] = protocol.listed  # type: ignore[attr-defined]
    shown = shown_version(protocol)
    return next((each for each in versions if each.state in LIVE and each != shown), None)


@dataclass(frozen=True)
class Row:
    """One line of the register: the version that binds (else the newest) and the one to come."""

    protocol: Protocol
    shown: ProtocolVersion
    coming: ProtocolVersion | None


def rows_of(found: Iterable[Protocol]) -> list[Row]:
    """Lines for protocols that came from `protocols()`."""
    return [Row(each, shown_version(each), coming_version(each)) for each in found]


def register_counts(today: date, *, binding_only: bool) -> list[Stat]:
    """What stands above the register. One query."""
    binding, coming = Q(state__in=ProtocolVersion.BINDING), Q(state__in=ProtocolVersion.COMING)
    late = binding & Q(review_on__lt=today)
    counted = ProtocolVersion.objects.aggregate(
        binding=Count("pk", filter=binding),
        coming=Count("pk", filter=coming),
        late=Count("pk", filter=late),
    )
    stats = [Stat("In force", str(counted["binding"]), "under review included")]
    if not binding_only:
        stats.append(Stat("On the way", str(counted["coming"]), "draft to signed"))
    note = "start it, or set another day" if counted["late"] else "nothing is late"
    return [*stats, Stat("Review overdue", str(counted["late"]), note)]


def parties_ever() -> QuerySet[Organisation]:
    """Organisations that are party to some version, by name: for the filter."""
    party = Party.objects.filter(organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(party)).order_by("name")


def overlaps_here(*, among: Collection[int] | None = None) -> list[Overlap]:
    """Pairs of live protocols that cover the same ground; with `among` only pairs with one of these
    protocols, and only protocols on their subjects are read. Two queries."""
    live = ProtocolVersion.objects.filter(state__in=LIVE)
    if among is not None:
        subjects = Protocol.objects.filter(pk__in=among).values("subject")
        live = live.filter(protocol__subject__in=subjects)
    versions = (
        live.select_related("protocol")
        .prefetch_related(Prefetch("parties", Party.objects.select_related("organisation")))
        .order_by("protocol", "-number")
    )
    newest: dict[int, Ground] = {}
    for version in versions:
        # The coming version says where the protocol is going: it comes first.
        newest.setdefault(version.protocol_id, _ground(version))
    found = overlaps(newest.values())
    if among is None:
        return found
    return [each for each in found if {each.one.protocol_id, each.other.protocol_id} & set(among)]


def _ground(version: ProtocolVersion) -> Ground:
    protocol = version.protocol
    return Ground(
        protocol_id=protocol.pk,
        number=protocol.number,
        title=protocol.title,
        kind=protocol.kind,
        kind_words=str(protocol.get_kind_display()),
        subject=protocol.subject,
        subject_words=str(protocol.get_subject_display()),
        version=version.number,
        state_words=version.state_words,
        parties={p.organisation_id: p.organisation.name for p in version.parties.all()},
    )


def _listed(binding_only: bool) -> "Prefetch[str]":
    versions = ProtocolVersion.objects.order_by("-number").defer("purpose", "document")
    if binding_only:
        versions = versions.filter(state__in=ProtocolVersion.BINDING)
    parties = Party.objects.select_related("organisation").order_by("organisation__name")
    full = versions.prefetch_related(Prefetch("parties", queryset=parties))
    return Prefetch("versions", queryset=full, to_attr="listed")

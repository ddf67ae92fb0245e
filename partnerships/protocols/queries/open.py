"""Single things by their own id, as far as they are open to a reader."""

from django.db.models import Prefetch

from partnerships.protocols.models import Clause, Protocol, ProtocolVersion
from partnerships.protocols.queries.reading import NO_PROTOCOL, whole
from portal.errors import Missing


def whole_protocol(protocol_id: int, *, binding_only: bool) -> Protocol:
    """A protocol with its versions and all that is in them as `listed`, newest first; with
    `binding_only` the one that binds. Raises Missing."""
    versions = whole().order_by("-number")
    if binding_only:
        versions = versions.filter(state__in=ProtocolVersion.BINDING)
    rows = Protocol.objects.prefetch_related(Prefetch("versions", versions, to_attr="listed"))
    found = rows.filter(pk=protocol_id).first()
    if found is None or not found.listed:
        raise Missing(NO_PROTOCOL)
    return found


def clause_open(clause_id: int, *, binding_only: bool) -> Clause:
    """A clause with its version. Raises Missing."""
    rows = Clause.objects.select_related("version__protocol", "version__partnership")
    if binding_only:
        rows = rows.filter(version__state__in=ProtocolVersion.BINDING)
    found = rows.filter(pk=clause_id).first()
    if found is None:
        raise Missing("There is no such clause here. Choose one from its protocol.")
    return found

"""What everybody may know of protocols: those in force that the partnership made public."""

from django.db.models import QuerySet

from partnerships.protocols.models import ProtocolPrint, ProtocolVersion
from partnerships.protocols.queries.reading import whole
from portal.errors import Missing


def public_versions() -> QuerySet[ProtocolVersion]:
    """The binding version of every public protocol of the current partnership, by title."""
    found = whole().filter(state__in=ProtocolVersion.BINDING, protocol__is_public=True)
    return found.order_by("protocol__title", "id")


def public_version(protocol_id: int) -> ProtocolVersion:
    """The binding version of one public protocol. Raises Missing."""
    version = public_versions().filter(protocol=protocol_id).first()
    if version is None:
        raise Missing("There is no such protocol here. Choose one from the partnership’s page.")
    return version


def public_print(version: ProtocolVersion) -> ProtocolPrint | None:
    """The newest public copy of this version, if one was made."""
    found = version.prints.filter(circle=ProtocolPrint.Circle.PUBLIC)
    return found.order_by("-made_at", "-id").first()

"""What an address names, as far as this reader may see it, and what every page shows."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from partnerships.membership.permissions import P
from partnerships.protocols.models import Protocol, ProtocolVersion
from partnerships.protocols.queries.reading import protocol_by_id, version_of, versions_of
from partnerships.protocols.queries.signing import Place, places_of
from partnerships.protocols.steps import Step, step_of
from portal.errors import Missing, Refused
from portal.web.forms import PortalForm


def only_binding(request: HttpRequest) -> bool:
    """Observers see what binds and nothing else."""
    return not request.can(P.PROTOCOL_READ)


def found_version(request: HttpRequest, protocol_id: int, number: int) -> ProtocolVersion:
    """The version, or 404 for those who may not see it."""
    return version_of(protocol_id, number, binding_only=only_binding(request))


def found_protocol(
    request: HttpRequest, protocol_id: int
) -> tuple[Protocol, list[ProtocolVersion]]:
    """The protocol and the versions this reader may see, newest first; 404 if there are none."""
    protocol = protocol_by_id(protocol_id)
    versions = versions_of(protocol, binding_only=only_binding(request))
    if not versions:
        raise Missing("There is no such protocol here. Choose one from the register.")
    return protocol, versions


def about(
    request: HttpRequest, version: ProtocolVersion, places: Sequence[Place] | None = None
) -> dict[str, Any]:
    """What every page of a version shows."""
    today = timezone.localdate()
    return {
        "version": version,
        "protocol": version.protocol,
        "today": today,
        "step": _step(request, version, today, places),
        "may_manage": request.can(P.PROTOCOL_MANAGE),
        "may_read_all": request.can(P.PROTOCOL_READ),
    }


def _step(
    request: HttpRequest, version: ProtocolVersion, today: date, places: Sequence[Place] | None
) -> Step:
    if places is None:
        places = places_of(version, request.user) if version.is_ready else []
    return step_of(version, request.can, today, places=places, reader_id=request.user.pk)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, be it nothing at all; None when it is only shown."""
    return request.POST if request.method == "POST" else None


def went_well(form: PortalForm, work: Callable[[], object]) -> bool:
    """Do the work of a valid form; a refusal becomes the form's own error, with what was typed."""
    if not form.is_valid():
        return False
    try:
        work()
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True

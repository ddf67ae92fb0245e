"""Writing over the API only what was read: ETag, If-Match and If-None-Match (RFC 9110, section 13).

The ETag is a digest of the representation, so that whatever a reader could see counts as a change.
"""

import hashlib
from typing import Any

from django.db.models import Model
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response


class PreconditionMissing(APIException):
    """No If-Match came with a change (428)."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = (
        "Send the ETag of what you read as If-Match, so that nobody's newer change is overwritten."
    )


class PreconditionStale(APIException):
    """Somebody changed it since it was read (412)."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "This was changed after you read it. Read it again, then send your change."


def etag_of(data: Any) -> str:
    """The ETag of a serialised representation."""
    return f'"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


def with_etag(data: Any, code: int = status.HTTP_200_OK) -> Response:
    """An answer that can be written back."""
    return Response(data, status=code, headers={"ETag": etag_of(data)})


def created(data: Any, address: str) -> Response:
    """201 with the address of what was made."""
    response = with_etag(data, status.HTTP_201_CREATED)
    response["Location"] = address
    return response


def read(request: Request, data: Any) -> Response:
    """The representation with its ETag, or 304 for who has it already."""
    tag = etag_of(data)
    known = [each.removeprefix("W/") for each in _tags(request, "If-None-Match")]
    if tag in known or known == ["*"]:
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
    return with_etag(data)


def hold(row: Model) -> None:
    """Keep a row from others until the transaction ends. Read it again afterwards: it may have
    changed while we waited, or be gone."""
    type(row)._base_manager.select_for_update().filter(pk=row.pk).values_list("pk").first()


def require_match(request: Request, current: Any) -> None:
    """Refuse a change of anything but the `current` representation.

    Call it with the row locked: nothing can come between this and the write.
    """
    given = _tags(request, "If-Match")
    if not given:
        raise PreconditionMissing
    if given != ["*"] and etag_of(current) not in given:
        raise PreconditionStale


def _tags(request: Request, header: str) -> list[str]:
    given = request.headers.get(header, "").split(",")
    return [each.strip() for each in given if each.strip()]

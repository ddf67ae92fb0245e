"""How reads and writes of single things stand in the OpenAPI document."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from portal.web.problems import CONTENT_TYPE

HEADER = OpenApiParameter.HEADER
ETAG = OpenApiParameter(
    "ETag", str, HEADER, response=[200, 201], description="Stands for the answer as it is here."
)
LOCATION = OpenApiParameter(
    "Location", str, HEADER, response=[201], description="The address of what was made."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    HEADER,
    required=True,
    description="The ETag of what you read; `*` for whatever stands there now.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, HEADER, description="The ETag of what you have already."
)
SAME = OpenApiResponse(description="Not changed since you read it.")
Decorator = Callable[[Any], Any]


def reads(shape: Any, *parameters: Any) -> Decorator:
    """One thing with its ETag, or 304."""
    return extend_schema(
        parameters=[*parameters, IF_NONE_MATCH, ETAG], responses={200: shape, 304: SAME}
    )


def lists(shape: Any, *filters: Any) -> Decorator:
    """A page of things, narrowed by filters."""
    return extend_schema(parameters=list(filters), responses=shape(many=True))


def makes(sent: Any, shape: Any) -> Decorator:
    """Something new, at an address of its own."""
    return extend_schema(request=sent, parameters=[ETAG, LOCATION], responses={201: shape})


def changes(
    sent: Any, shape: Any, code: int = 200, clash: OpenApiResponse | None = None
) -> Decorator:
    """A change of what was read. `clash`: the problem document of two changes that exclude each
    other, where it says more than others do."""
    answers = {code: shape} | ({(409, CONTENT_TYPE): clash} if clash else {})
    return extend_schema(request=sent, parameters=[IF_MATCH, ETAG], responses=answers)

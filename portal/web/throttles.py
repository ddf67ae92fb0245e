"""Limits of the API that REST framework's own classes do not have.

Apart from portal.web.api and without the framework's views, which read these settings on import.
"""

from typing import Any

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle


class WriterThrottle(UserRateThrottle):
    """Only requests that change something; rate "writer"."""

    scope = "writer"

    def allow_request(self, request: Request, view: Any) -> bool:
        """Reading is never counted here."""
        return request.method in SAFE_METHODS or super().allow_request(request, view)

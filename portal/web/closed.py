"""The API's default permission: closed until a view says who may come in."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class Closed(BasePermission):
    """Nobody. A view that forgets to name its permission answers 401 or 403 to everybody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Never."""
        return False

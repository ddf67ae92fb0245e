"""Two independent locks: the middleware opens a space, `requires` asks for a right in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from partnerships.membership.permissions import P

View = Callable[..., HttpResponse]
WRITES = ("POST", "PATCH")  # what the API's views take to change something
# Who does it, where the co-ordinator cannot: they would be sent back to themselves.
WHO_DOES = {P.RETURN_SIGN_OFF: "The chair or the vice-chair signs off."}


def requires(right: P) -> Callable[[View], View]:
    """Open a view to people with this right in the space of the URL; others get a 403 page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.can(right):
                raise PermissionDenied(_refusal(right))
            return view(request, *args, **kwargs)

        guarded.access = right  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refusal(right: P) -> str:
    return f"You do not have the right to {right.value}. {WHO_DOES.get(right, '')}".rstrip()


class Requires(BasePermission):
    """The twin for API views: `permission_classes = [Requires.right(P.X)]`."""

    needed: P

    @classmethod
    def right(cls, needed: P) -> type["Requires"]:
        """A permission class for one right."""
        return type(f"Requires{needed.name}", (cls,), {"needed": needed})

    writing: P | None = None

    @classmethod
    def rights(cls, reading: P, *, writing: P) -> type["Requires"]:
        """A permission class for a view that some may read and others may change."""
        name = f"Requires{reading.name}Or{writing.name}"
        return type(name, (cls,), {"needed": reading, "writing": writing})

    def has_permission(self, request: Request, view: Any) -> bool:
        """True if the caller has the right in the space of the URL."""
        writes = self.writing is not None and request.method in WRITES
        needed = self.writing if writes else self.needed
        self.message = f"You do not have the right to {needed.value}."
        return request.can(needed)

"""The marker of views that need a signed-in person and no right beyond that."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
SIGNED_IN = "signed in"


def signed_in(view: View) -> View:
    """Declare a view open to every signed-in person (the login middleware does the rest)."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view

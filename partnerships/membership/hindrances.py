"""What stands against dissolving a body in the rooms above, which this one cannot look into.

A room adds its question in its AppConfig.ready.
"""

from collections.abc import Callable
from datetime import date

from partnerships.membership.models import Body

# In words what has to be done first if this is the body's last day, or an empty string.
QUESTIONS: list[Callable[[Body, date], str]] = []


def hindrance_of(body: Body, last: date) -> str:
    """The first thing that stands against this last day of the body, or an empty string."""
    return next((words for ask in QUESTIONS if (words := ask(body, last))), "")

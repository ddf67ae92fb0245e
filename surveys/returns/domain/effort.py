"""Measuring the time that people spend on the sections of a return."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from portal.accounts.models import User
from portal.tenancy.context import current_partnership_id
from surveys.returns.models import Return

PAUSE = timedelta(minutes=5)  # after a longer gap the person was away
TOUCH = """
INSERT INTO returns_effort AS mine
    (partnership_id, annual_return_id, section, person_id, seconds, last_seen_at)
VALUES (%(partnership)s, %(annual_return)s, %(section)s, %(person)s, 0, %(seen)s)
ON CONFLICT (partnership_id, annual_return_id, section, person_id) DO UPDATE SET
    seconds = mine.seconds + CASE
        WHEN mine.last_seen_at BETWEEN %(before)s AND %(seen)s
        THEN extract(epoch FROM %(seen)s - mine.last_seen_at)::integer
        ELSE 0
    END,
    last_seen_at = greatest(mine.last_seen_at, %(seen)s)
"""


def touch(*, annual_return: Return, section: str, by: User, now: datetime | None = None) -> None:
    """This person is at work on this section now.

    Adds the time since they were last seen there, unless they were away for longer than PAUSE.
    Whole seconds, so that many small steps add up to the whole. One statement.
    """
    seen = (now or timezone.now()).replace(microsecond=0)
    given = {
        "partnership": current_partnership_id(),
        "annual_return": annual_return.pk,
        "section": section,
        "person": by.pk,
        "seen": seen,
        "before": seen - PAUSE,
    }
    with connection.cursor() as cursor:
        cursor.execute(TOUCH, given)

"""Measuring the time that people spend on the sections of a return."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from portal.accounts.models import User
from portal.tenancy.context import current_partnership_id
from surveys.returns.models import Return

PAUSE = timedelta(minutes=5)  # after a longer gap the person was away


def touch(*, annual_return: Return, section: str, by: User, now: datetime | None = None) -> None:
    """This person is at work on this section now.

    Adds the time since they were last seen there, unless they were away for longer than PAUSE.
    Whole seconds, so that many small steps add up to the whole.
    """
    seen = (now or timezone.now()).replace(microsecond=0)
    here = current_partnership_id()
    values = [here, annual_return.pk, section, by.pk, seen, int(PAUSE.total_seconds())]
    with connection.cursor() as cursor:
        cursor.execute(TOUCH, values)


TOUCH = """
INSERT INTO returns_effort AS known
    (partnership_id, annual_return_id, section, person_id, seconds, last_seen_at)
VALUES (%s, %s, %s, %s, 0, %s)
ON CONFLICT (partnership_id, annual_return_id, section, person_id) DO UPDATE SET
    seconds = known.seconds + CASE
        WHEN excluded.last_seen_at - known.last_seen_at BETWEEN interval '0' AND %s * interval '1 second'
        THEN extract(epoch FROM excluded.last_seen_at - known.last_seen_at)::integer
        ELSE 0 END,
    last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
"""

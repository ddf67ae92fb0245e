"""Who and what still counts on a day: the one place that reads last days.

`until` of members and tenures, `left_on` of organisations, `dissolved_on` of bodies and
`abolished_on` of seats mean the same: the last day that still counts. Empty: no end is agreed.
"""

from datetime import date

from django.db.models import Q


def lasts(field: str, day: date) -> Q:
    """Rows whose last day, in this field, has not passed on the day."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": day})


def ended(last: date | None, day: date) -> bool:
    """True if this last day has passed on the day."""
    return last is not None and last < day


def serving_on(day: date, prefix: str = "") -> Q:
    """Members who have not left by this day, nor has their organisation."""
    return lasts(f"{prefix}until", day) & organisations_on(day, f"{prefix}organisation__")


def organisations_on(day: date, prefix: str = "") -> Q:
    """Organisations that have not left by this day."""
    return lasts(f"{prefix}left_on", day)


def bodies_on(day: date, prefix: str = "") -> Q:
    """Bodies that are not dissolved by this day."""
    return lasts(f"{prefix}dissolved_on", day)


def places_on(day: date, prefix: str = "") -> Q:
    """Seats that exist on this day."""
    return Q(**{f"{prefix}created_on__lte": day}) & lasts(f"{prefix}abolished_on", day)


def running_on(day: date, prefix: str = "") -> Q:
    """Tenures that run on this day."""
    return Q(**{f"{prefix}since__lte": day}) & lasts(f"{prefix}until", day)

"""Moments for tests."""

from datetime import datetime

from django.utils.timezone import get_current_timezone


def noon(year: int, month: int, day: int) -> datetime:
    """Twelve o'clock in England."""
    return datetime(year, month, day, 12, tzinfo=get_current_timezone())

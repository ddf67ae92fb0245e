"""Secrets in addresses stay out of the log."""

import logging
from typing import Any

import pytest

from portal.settings import LOGGING
from portal.web.masking import Masked


def line(message: str, *args: Any) -> str:
    """What the log says of this."""
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, args, None)
    assert Masked(LOGGING["filters"]["masked"]["pattern"]).filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("GET /invitations/alpha/s3cr-ET_/ 200", "GET /invitations/alpha/…/ 200"),
        ("GET /calendar/s3cret.ics 200", "GET /calendar/….ics 200"),
        ('"/invitations/alpha/s3cret" and more', '"/invitations/alpha/…" and more'),
        ("?next=/invitations/a-b/s3cret/ twice s3cret", "?next=/invitations/a-b/…/ twice s3cret"),
        ("/invitations/a/one/ /invitations/b/two/", "/invitations/a/…/ /invitations/b/…/"),
        ("GET /p/alpha/invitations/new/", "GET /p/alpha/invitations/new/"),
        ("100% of it", "100% of it"),
    ],
)
def test_the_secret_is_blotted_out(said: str, written: str) -> None:
    assert line("%s", said) == written


def test_arguments_are_seen_too() -> None:
    assert line("%s %s", "GET", "/invitations/a/key/") == "GET /invitations/a/…/"


def test_every_handler_masks() -> None:
    assert all("masked" in handler["filters"] for handler in LOGGING["handlers"].values())

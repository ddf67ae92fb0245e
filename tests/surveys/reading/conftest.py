"""The room, in a database of its own with real transactions, once a module."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.committed import close_all, copied_database, leading_to
from tests.surveys.reading.room import Room


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: Any) -> Iterator[Room]:
    """Twelve signed returns, two themes, three evaluators."""
    with django_db_blocker.unblock(), copied_database("reading") as name, leading_to(name):
        yield Room()
        close_all()


@pytest.fixture
def room(furnished: Room, django_db_blocker: Any) -> Iterator[Room]:
    """The same, for one test."""
    with django_db_blocker.unblock():
        yield furnished

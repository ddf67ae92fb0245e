"""The desk in the test's own transaction, or committed for evaluators and threads."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Cast
from tests.support.committed import close_all, copied_database, leading_to
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.partners import Partners, SignIn


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """An open wave for alpha and beta."""
    return Desk(cast)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """The same in a database of its own, with real transactions."""
    with django_db_blocker.unblock(), copied_database("returns") as name, leading_to(name):
        yield Desk(Cast())
        close_all()


@pytest.fixture
def partners(desk: Desk, signed_in: SignIn) -> Partners:
    """Partner organisations in alpha."""
    return Partners(desk, signed_in)

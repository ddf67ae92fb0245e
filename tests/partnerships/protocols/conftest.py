"""The desk of the protocols' tests."""

from collections.abc import Iterator

import pytest

from tests.conftest import Cast
from tests.partnerships.protocols.desk import Desk, scope
from tests.partnerships.protocols.office import Office, SignIn


@pytest.fixture
def desk(cast: Cast) -> Iterator[Desk]:
    """Alpha's scope is open while the test runs."""
    with scope(cast):
        yield Desk(cast)


@pytest.fixture
def office(cast: Cast, signed_in: SignIn) -> Office:
    """Outside any scope, for page tests."""
    return Office(cast, signed_in)

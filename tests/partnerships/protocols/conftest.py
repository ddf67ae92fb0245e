"""The desk of the protocols' tests."""

from collections.abc import Iterator

import pytest

from tests.conftest import Cast
from tests.partnerships.protocols.desk import Desk, scope


@pytest.fixture
def desk(cast: Cast) -> Iterator[Desk]:
    """Alpha's scope is open for domain tests; page tests leave it by the client's own requests."""
    with scope(cast):
        yield Desk(cast)

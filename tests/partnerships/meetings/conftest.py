"""Places to meet, in the test's own transaction."""

from collections.abc import Iterator

import pytest

from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.table import Table


@pytest.fixture
def table(cast: Cast) -> Iterator[Table]:
    """A called meeting of alpha's board, in alpha's scope."""
    with in_partnership(cast.alpha.pk):
        yield Table(cast)

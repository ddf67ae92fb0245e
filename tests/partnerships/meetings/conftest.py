"""Places to meet, in the test's own transaction."""

from collections.abc import Iterator

import pytest

from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.partnerships.meetings.minuted import Minuted
from tests.partnerships.meetings.table import Table, WritingDesk


@pytest.fixture
def table(cast: Cast) -> Iterator[Table]:
    """A called meeting of alpha's board, in alpha's scope."""
    with in_partnership(cast.alpha.pk):
        yield Table(cast)


@pytest.fixture
def desk(table: Table) -> WritingDesk:
    """Draft minutes of that meeting, for two people to write."""
    return WritingDesk(table)


@pytest.fixture
def minuted(table: Table) -> Minuted:
    """Draft minutes of that meeting, all written."""
    return Minuted(table)

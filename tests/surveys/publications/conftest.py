"""The shelf in the test's own transaction, or committed for what evaluators read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cast
from tests.support.committed import close_all, copied_database, leading_to
from tests.surveys.publications.shelf import Shelf


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    """Files of one test are nobody else's."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def shelf(cast: Cast) -> Shelf:
    """Two signed-off returns and an edition that is not released."""
    return Shelf(cast)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Shelf]:
    """The same in a database of its own, with real transactions."""
    with django_db_blocker.unblock(), copied_database("shelf") as name, leading_to(name):
        yield Shelf(Cast())
        close_all()

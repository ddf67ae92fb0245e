"""The hall of every test here."""

import pytest

from tests.conftest import Cast
from tests.partnerships.boardroom.hall import Hall


@pytest.fixture
def hall(cast: Cast) -> Hall:
    """Alpha after its first meeting; no scope is open."""
    return Hall(cast)

"""Alpha's board after one meeting; requests open the scope themselves."""

import pytest

from tests.conftest import Cast
from tests.partnerships.boardroom.hall import Hall


@pytest.fixture
def hall(cast: Cast) -> Hall:
    """Minutes in draft, with restricted passages, decisions and papers."""
    return Hall(cast)

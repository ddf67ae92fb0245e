"""Alpha's board after one meeting; requests open the scope themselves."""

import pytest

from partnerships.membership.numbering import next_number
from tests.conftest import Cast
from tests.partnerships.boardroom.hall import Hall

GIVEN = {"decision": 2, "action": 1}  # numbers of 2004 that the hall gave by hand


@pytest.fixture
def hall(cast: Cast) -> Hall:
    """Minutes in draft, with restricted passages, decisions and papers."""
    made = Hall(cast)
    with made.here():
        for register, last in GIVEN.items():
            for _ in range(last):
                next_number(register=register, year=2004)
    return made

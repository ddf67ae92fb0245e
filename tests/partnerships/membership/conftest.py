"""What the tests of membership share."""

from tests.partnerships.membership.desk import desk
from tests.partnerships.membership.directory import directory

__all__ = ["desk", "directory"]

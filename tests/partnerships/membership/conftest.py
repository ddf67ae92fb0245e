"""What the tests of membership share."""

from tests.partnerships.membership.directory import directory

__all__ = ["directory"]

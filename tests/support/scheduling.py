"""Which test process takes which tests."""

from xdist.scheduler import LoadGroupScheduling

BROWSER = "tests/browser/"


class BrowserTogether(LoadGroupScheduling):
    """Browser tests share one site, so one process takes them all; others go where there is room.

    Told from the address of a test: pytest 9.2 no longer shows pytest-xdist the name of a group.
    """

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid

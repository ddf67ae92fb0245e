"""Which test process takes which tests."""

from xdist.scheduler import LoadGroupScheduling

# One site for all browser tests, one seeded world for all guards: each made by one process only.
# Both are long, and their folders come first of all, so that both processes begin with them.
TOGETHER = ("tests/browser/", "tests/guards/")


class Together(LoadGroupScheduling):
    """These folders go to one process each, other files to whichever process has room.

    A file stays together too: what its tests share is made once. Told from the address of a test:
    pytest 9.2 no longer shows pytest-xdist the name of a group.
    """

    def _split_scope(self, nodeid: str) -> str:
        folder = next((each for each in TOGETHER if nodeid.startswith(each)), None)
        return folder or nodeid.partition("::")[0]

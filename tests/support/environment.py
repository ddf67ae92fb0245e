"""Loaded before Django's settings (`-p` in pyproject.toml): services and folders of the tests.

Each test process has its own Valkey database and data folder, so queues and files do not mix.
"""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TEST_DATA = PROJECT / ".data" / "test"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")

if "DATABASE_URL" not in os.environ:
    from portal.embedded.services import environment

    os.environ.update(environment(TEST_DATA, durable=False))
_number = int(WORKER.removeprefix("gw")) + 1
os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{_number}"
os.environ["DATA_DIR"] = str(TEST_DATA / WORKER)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

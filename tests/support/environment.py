"""Loaded before Django's settings (`-p` in pyproject.toml): services and folders of the tests.

Each test process has its own Valkey database and data folder, so queues and files do not mix.
"""

import os
from pathlib import Path

from portal import env
from portal.embedded.services import environment, reserve_number

PROJECT = Path(__file__).resolve().parents[2]
TEST_DATA = PROJECT / ".data" / "test"

if not env.given("DATABASE_URL"):
    os.environ.update(environment(TEST_DATA, durable=False))
# A number no other living test process has: its database, its Valkey database, its folder.
NUMBER = reserve_number(TEST_DATA)
WORKER = f"process{NUMBER}"
os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{NUMBER}"
os.environ["DATA_DIR"] = str(TEST_DATA / WORKER)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

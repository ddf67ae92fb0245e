"""Folders for services of their own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.embedded import services


def _place() -> Iterator[Path]:
    # Not pytest's tmp_path: each pytest that starts closes the folder above it to other accounts,
    # and PostgreSQL runs under another account where the tests run as root.
    path = Path(tempfile.mkdtemp(prefix="portal-"))
    yield path
    for folder in {lock.parent for lock in path.rglob("start.lock")}:
        services.stop(folder)
    shutil.rmtree(path)


place = pytest.fixture(_place)
module_place = pytest.fixture(_place, scope="module")

"""Equal input gives equal bytes, and the data travel with the file."""

import dataclasses
import hashlib
import os
import subprocess
import sys

import pytest

from portal.web.print import to_pdf
from portal.web.print.attachments import data_files
from portal.web.print.finish import finish
from tests.portal.web.print import structure
from tests.support.sample_document import national

pytestmark = pytest.mark.slow


def test_the_data_are_attached(printed: bytes) -> None:
    """As data, with a description, byte for byte."""
    assert structure.files(printed) == {
        file.name: ("/Data", file.description, file.content) for file in data_files(national())
    }


def test_equal_input_gives_equal_bytes_in_another_process(printed: bytes) -> None:
    """With another hash seed, so that no set's order shows."""
    code = (
        "import django, hashlib, sys; django.setup(); from portal.web.print import to_pdf;"
        "from tests.support.sample_document import national;"
        "sys.stdout.write(hashlib.sha256(to_pdf(national())).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert done.stdout == hashlib.sha256(printed).hexdigest()
    assert to_pdf(national()) == printed


def test_a_changed_word_changes_the_identifier(printed: bytes) -> None:
    """Two documents never share one."""
    other = to_pdf(dataclasses.replace(national(), subtitle="Another"))
    with structure.opened(printed) as one, structure.opened(other) as two:
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])


def test_finishing_twice_changes_nothing_but_the_claim(printed: bytes) -> None:
    """Header cells, artifacts and links are as the first time left them."""
    again = finish(printed, links={})
    assert structure.tags(again) == structure.tags(printed)
    assert structure.links(again) == structure.links(printed)
    assert structure.artifacts(again) == structure.artifacts(printed)

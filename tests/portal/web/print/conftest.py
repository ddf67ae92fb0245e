"""The printed sample, made once for all tests that read it."""

import pytest

from portal.web.print import pdf as press
from portal.web.print import to_pdf
from tests.support.sample_document import national


@pytest.fixture(scope="session")
def printed() -> bytes:
    """The sample summary as a PDF."""
    if not (press.FONTS / "SourceSans3-Regular.ttf").exists():
        pytest.skip("the fonts are not installed: run `make assets`")
    return to_pdf(national())

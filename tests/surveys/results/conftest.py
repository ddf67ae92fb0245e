"""What several tests of results share."""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def document_2004() -> dict[str, Any]:
    """The questionnaire of 2004 as it is imported."""
    return {
        **json.loads(Path("/work/shared/domain/questionnaire-2004.json").read_text()),
        "checks": [],
    }

"""manage.py import_questionnaire."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from surveys.questionnaires.models import Questionnaire
from tests.surveys.questionnaires.conftest import LSP2004

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command("import_questionnaire", *args, stdout=out)
    return out.getvalue()


def test_imports_the_survey_of_2004() -> None:
    said = run(str(LSP2004))
    stored = Questionnaire.objects.get()
    assert said == (
        f"LSP2004 version 1: 13 sections, 90 questions, draft.\nSHA-256 {stored.sha256}\n"
    )
    assert run(str(LSP2004)) == said
    assert Questionnaire.objects.count() == 1


def test_publishes_when_asked() -> None:
    assert "published" in run(str(LSP2004), "--publish")
    assert Questionnaire.objects.get().is_published
    assert "published" in run(str(LSP2004), "--publish")


def test_names_every_fault(tmp_path: Path, small: dict[str, Any]) -> None:
    small["questions"][0]["type"] = "slider"
    small["questions"][1].pop("text")
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(small))
    with pytest.raises(CommandError) as refusal:
        run(str(file))
    assert str(refusal.value) == (
        f"Nothing was imported. Mend these places of {file}:\n"
        "  question A1, type: must be one of single, multi, grid, number, money, text\n"
        "  question A2: needs text"
    )
    assert not Questionnaire.objects.exists()


def test_says_what_keeps_a_file_from_being_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(str(tmp_path / "none.json"))
    file = tmp_path / "broken.json"
    file.write_text("{")
    with pytest.raises(CommandError, match="not a JSON document"):
        run(str(file))


def test_refuses_other_content_of_a_version(tmp_path: Path, small: dict[str, Any]) -> None:
    file = tmp_path / "small.json"
    file.write_text(json.dumps(small))
    run(str(file))
    small["title"] = "Other"
    file.write_text(json.dumps(small))
    with pytest.raises(CommandError, match="exists already with other content"):
        run(str(file))

"""The virus scanner: a real command, its exit codes, and its failures."""

from pathlib import Path

import pytest

from portal.errors import Refused
from portal.web import scanning
from portal.web.scanning import Verdict, scan

FAILED = (
    "The file could not be checked for viruses, so it was not accepted. Try again in a few minutes."
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file whose name would be a command, were a shell to read it."""
    file = tmp_path / "a; touch broken $(touch broken).txt"
    file.write_text("words")
    return file


def use(settings: object, folder: Path, script: str) -> None:
    """Make a scanner of this shell script."""
    file = folder / "scanner"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o700)
    settings.UPLOAD_SCAN_COMMAND = [str(file), "--quiet"]


def test_without_a_scanner_files_stay_unscanned(settings: object, paper: Path) -> None:
    assert settings.UPLOAD_SCAN_COMMAND == []
    assert scan(paper) == Verdict("unscanned", "Not checked for viruses: this site has no scanner.")


def test_the_exit_code_decides(settings: object, tmp_path: Path, paper: Path) -> None:
    use(settings, tmp_path, "exit 0")
    assert scan(paper) == Verdict("clean", "No virus was found.")
    use(settings, tmp_path, "echo Eicar FOUND; exit 1")
    assert scan(paper) == Verdict("infected", "A virus was found.")


def test_the_scanner_gets_its_arguments_and_the_path(
    settings: object, tmp_path: Path, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    use(settings, tmp_path, 'test "$#" = 2 && test "$1" = --quiet && grep -q words "$2"')
    assert scan(paper).state == "clean"
    assert not (tmp_path / "broken").exists()


@pytest.mark.parametrize("script", ["echo no database >&2; exit 2", "exit 127", "kill -9 $$"])
def test_a_scanner_that_fails_lets_nothing_through(
    settings: object, tmp_path: Path, paper: Path, script: str
) -> None:
    use(settings, tmp_path, script)
    with pytest.raises(Refused) as caught:
        scan(paper)
    assert caught.value.message == FAILED


def test_what_the_scanner_says_is_in_the_log(
    settings: object, tmp_path: Path, paper: Path, caplog: pytest.LogCaptureFixture
) -> None:
    use(settings, tmp_path, "echo no database >&2; exit 2")
    with pytest.raises(Refused):
        scan(paper)
    assert "The virus scanner ended with 2: no database" in caplog.text


def test_a_scanner_that_is_missing_or_hangs(
    settings: object, tmp_path: Path, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_SCAN_COMMAND = [str(tmp_path / "nowhere")]
    with pytest.raises(Refused, match="could not be checked"):
        scan(paper)
    monkeypatch.setattr(scanning, "TIMEOUT", 0.2)
    use(settings, tmp_path, "exec sleep 20")
    with pytest.raises(Refused, match="could not be checked"):
        scan(paper)

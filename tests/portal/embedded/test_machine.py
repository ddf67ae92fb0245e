import subprocess
import sys
from pathlib import Path

import pytest

from portal.embedded import machine, places


def test_missing_pango_is_one_sentence_with_the_fix(monkeypatch, capsys) -> None:
    monkeypatch.setitem(machine.PANGO, "pango-1.0", "libpango-9.0.so.0")
    monkeypatch.setitem(machine.PANGO, "no-such-library", "libno-such-library.so.0")
    assert machine.main(["base"]) == 1
    assert capsys.readouterr().err == (
        "portal: Pango is missing (no-such-library), which draws the PDFs. On Debian or Ubuntu run: "
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 — "
        "on macOS: brew install pango.\n"
    )


def test_set_up_runs_before_anything_is_installed() -> None:
    """-I: no environment and no user packages; -S: no site packages at all."""
    script = f"import sys; sys.path.insert(0, {str(places.ROOT)!r}); import portal.embedded.machine"
    subprocess.run([sys.executable, "-I", "-S", "-c", script], check=True)


def test_a_broken_venv_is_not_trusted(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "VENV", tmp_path)
    assert not machine._venv_works()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to("/nonexistent/python3")
    assert not machine._venv_works()
    (tmp_path / "bin/python").unlink()
    # A system Python in the place of the venv's own.
    (tmp_path / "bin/python").symlink_to(Path(sys.executable).resolve())
    assert not machine._venv_works()


def test_failed_installation_shows_what_the_tool_said(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    with pytest.raises(machine.NotReady, match=r"(?s)-c print.*failed.*the reason"):
        machine._run([sys.executable, "-c", "print('x'); import sys; sys.exit('the reason')"])


def test_old_python_is_told_by_make(tmp_path: Path) -> None:
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    done = subprocess.run(
        ["make", "run", f"PYTHON={tmp_path / 'python3'}"],
        cwd=places.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "portal: Python 3.11 or newer is needed. "
        "Install it, or name it: make PYTHON=/path/to/python3"
    )

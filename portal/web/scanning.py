"""The virus scanner of the server: any command that takes a file and answers by its exit code."""

import logging
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings

from portal.errors import Refused

TIMEOUT = 60  # seconds
CLEAN, INFECTED = 0, 1  # clamscan's and clamdscan's exit codes; anything else is a failure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about a file, and that in words."""

    state: Literal["clean", "infected", "unscanned"]
    words: str


def scan(path: Path) -> Verdict:
    """Run settings.UPLOAD_SCAN_COMMAND on the file; without a command it stays unscanned.

    Raises Refused if the scanner does not do its work: a file never passes because of that.
    """
    if not settings.UPLOAD_SCAN_COMMAND:
        return Verdict("unscanned", "Not checked for viruses: this site has no scanner.")
    code = _run([*settings.UPLOAD_SCAN_COMMAND, str(path)])
    if code == CLEAN:
        return Verdict("clean", "No virus was found.")
    if code == INFECTED:
        return Verdict("infected", "A virus was found.")
    raise Refused(
        "The file could not be checked for viruses, so it was not accepted."
        " Try again in a few minutes."
    )


def _run(command: list[str]) -> int | None:
    """The exit code, or None if there is none; what was said goes to the log."""
    try:
        done = subprocess.run(  # noqa: S603 the administrator's command; no shell reads the path
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.error("The virus scanner did not answer: %s", error)  # noqa: TRY400 no traceback needed
        return None
    if done.returncode != CLEAN:
        said = done.stdout.decode("utf-8", "replace")[-500:]
        log.warning("The virus scanner ended with %s: %s", done.returncode, said)
    return done.returncode

"""Keeps secrets that stand in addresses out of the log."""

import logging
import re


class Masked(logging.Filter):
    """Blots out what the group of a pattern finds, as the key in an invitation's link, in every
    line of a handler."""

    def __init__(self, pattern: str):
        super().__init__()
        self.pattern = re.compile(pattern)

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        masked = self.pattern.sub(_blot, said)
        if masked != said:
            record.msg, record.args = masked, ()
        return True


def _blot(found: re.Match[str]) -> str:
    return found[0].removesuffix(found[1]) + "…"

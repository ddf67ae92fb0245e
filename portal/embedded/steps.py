"""One progress line for every step of a set-up that takes more than two seconds."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_SECONDS = 2.0


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say on standard error that `title` is going on, once it has taken two seconds, and how long it took."""
    began = time.monotonic()
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(title, began, done), daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
        if (seconds := time.monotonic() - began) >= QUIET_SECONDS:
            _write(f"{title}: {seconds:.0f} s\n")


def _tick(title: str, began: float, done: threading.Event) -> None:
    """Rewrite one line every second on a terminal; in a log, one line at the start is enough."""
    if done.wait(QUIET_SECONDS):
        return
    if not sys.stderr.isatty():
        _write(f"{title} …\n")
        return
    while not done.wait(1):
        _write(f"{title} … {time.monotonic() - began:.0f} s")


def _write(text: str) -> None:
    start = "\r\x1b[2K" if sys.stderr.isatty() else ""
    sys.stderr.write(start + text)
    sys.stderr.flush()

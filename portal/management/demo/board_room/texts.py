"""The words of the demo's board rooms, read from the data files; every one of them is invented."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
Text = dict[str, Any]


@cache
def read(name: str) -> Text:
    """One data file."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def topics(where: str, slug: str) -> list[Text]:
    """What bodies of this kind talk about in this partnership, in the order of the two years."""
    return [
        each
        for each in read("topics")["topic"]
        if each["for"] == where and slug in each.get("only", [slug])
    ]


def protocols(slug: str) -> list[Text]:
    """The protocols of this partnership."""
    return [each for each in read("protocols")["protocol"] if slug in each.get("only", [slug])]


def filled(text: str, names: Mapping[str, str]) -> str:
    """The text with {area}, {council} … in it, without space at its ends."""
    for key, name in names.items():
        text = text.replace(f"{{{key}}}", name)
    return text.strip()


def day_of(written: str, today: date) -> date | None:
    """ "2004-02-01", or "+40" for forty days after today; "-" is no day."""
    if written == "-":
        return None
    if written.startswith("+"):
        return today + timedelta(days=int(written[1:]))
    return date.fromisoformat(written)

"""The demo's inputs, read once: register lines, questionnaire, planned partnerships."""

import csv
import json
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from portal.management.demo.answers import synthetic_answers
from portal.management.demo.chance import stream
from portal.management.demo.register import Planned, partnerships
from portal.management.demo.response import submitters

PROJECT = Path(__file__).resolve().parents[3]
REGISTER = PROJECT / "partnerships" / "register" / "data" / "register.csv"
QUESTIONNAIRE = PROJECT / "surveys" / "questionnaires" / "data" / "lsp2004.json"


@cache
def authorities() -> list[SimpleNamespace]:
    """The lines of the register with the file's texts; `nrf` is a bool."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        lines = [SimpleNamespace(**line) for line in csv.DictReader(file)]
    for line in lines:
        line.nrf = line.nrf == "true"
    return lines


@cache
def questionnaire() -> dict[str, Any]:
    """The document of the 2004 questionnaire."""
    return json.loads(QUESTIONNAIRE.read_text(encoding="utf-8"))


@cache
def planned() -> list[Planned]:
    """The demo's partnerships."""
    return partnerships(authorities())


@cache
def attributes() -> dict[str, dict[str, Any]]:
    """What routing knows of each partnership, by slug."""
    by_code = {each.code: each for each in authorities()}
    return {
        one.slug: {
            "nrf": any(by_code[code].nrf for code in one.authority_codes),
            "authority_type": by_code[one.lead_code].authority_type,
            "region": by_code[one.lead_code].region,
            "authority_codes": list(one.authority_codes),
        }
        for one in planned()
    }


def answers_of(slug: str) -> dict[str, Any]:
    """One partnership's synthetic answers."""
    return synthetic_answers(questionnaire(), attributes()[slug], stream("answers", slug))


@cache
def submitted() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(attributes, answers) of every return that is submitted in the demo."""
    slugs = submitters(attributes(), stream("response"))
    return [(attributes()[slug], answers_of(slug)) for slug in slugs]

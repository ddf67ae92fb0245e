"""The demo's inputs, read once: register lines, questionnaire, planned partnerships."""

import csv
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from partnerships.register.models import Region
from portal.management.demo.answers import synthetic_answers
from portal.management.demo.chance import stream
from portal.management.demo.register import Planned, partnerships
from portal.management.demo.response import submitters
from surveys.questionnaires.form import compile as compile_form
from surveys.questionnaires.structure import Form
from surveys.results.layout import layout
from surveys.results.published import ItemCells
from surveys.results.recount import recount
from surveys.results.suppression import Thresholds
from surveys.returns.freezing import freeze

PROJECT = Path(__file__).resolve().parents[3]
REGISTER = PROJECT / "partnerships" / "register" / "data" / "register.csv"
QUESTIONNAIRE = PROJECT / "surveys" / "questionnaires" / "data" / "lsp2004.json"
SETTINGS = Thresholds()
REGION_KEYS = {label: key for key, label in Region.choices}


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


@cache
def form() -> Form:
    """The compiled questionnaire of 2004."""
    return compile_form(questionnaire())


@cache
def edition(settings: Thresholds = SETTINGS) -> dict[str, ItemCells]:
    """The published cells of the demo's submitted returns, by item."""
    codes: dict[int, bytes] = defaultdict(bytes)
    numbers: dict[int, list[list[float]]] = defaultdict(list)
    for known, answers in submitted():
        place = (known["nrf"], known["authority_type"], REGION_KEYS[known["region"]])
        frozen = freeze(form=form(), slug="", place=place, attributes=known, answers=answers)
        codes[frozen.stratum] += frozen.codes
        numbers[frozen.stratum].append(frozen.numbers)
    finished = recount(layout(form()), codes, numbers, settings)
    return {item.key: item for item in finished.items()}

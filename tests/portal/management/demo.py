"""The demo's inputs, read once: register lines, questionnaire, planned partnerships."""

import csv
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from partnerships.register.models import Region
from portal.management.demo.answers import synthetic_answers
from portal.management.demo.chance import stream
from portal.management.demo.register import Planned, partnerships
from portal.management.demo.response import submitters
from surveys.questionnaires.form import compile as compile_form
from surveys.questionnaires.structure import Form
from surveys.results.disclosure.proofs import Protected
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import Traits, section_filters, traits
from surveys.results.layout import layout
from surveys.results.places import Placed, placed
from surveys.results.published import ItemCells
from surveys.results.recount import counted, recount
from surveys.returns.freezing import freeze
from surveys.returns.queries import CodedReturns

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
def returns() -> Placed:
    """The demo's submitted returns, coded and placed."""
    codes: dict[int, bytes] = defaultdict(bytes)
    numbers: dict[int, list[list[float]]] = defaultdict(list)
    partnerships: dict[int, list[int]] = defaultdict(list)
    for at, (known, answers) in enumerate(submitted()):
        place = (known["nrf"], known["authority_type"], REGION_KEYS[known["region"]])
        frozen = freeze(form=form(), slug="", place=place, attributes=known, answers=answers)
        codes[frozen.stratum] += frozen.codes
        numbers[frozen.stratum].append(frozen.numbers)
        partnerships[frozen.stratum].append(at)
    arrays = {stratum: np.array(rows) for stratum, rows in numbers.items()}
    return placed(form(), CodedReturns(dict(codes), arrays, dict(partnerships), []))


@cache
def settings() -> Thresholds:
    """The settings an edition is built with when nobody asks for others."""
    return Thresholds(public=section_filters(form()))


@cache
def protected() -> Protected:
    """The whole recount, with its proofs."""
    known = traits(form(), settings().public)
    return recount(layout(form()), returns(), settings(), known)


@cache
def edition() -> dict[str, ItemCells]:
    """The published cells of the demo's submitted returns, by item."""
    return {item.key: item for item in protected().finished.items()}


@cache
def rows(thresholds: Thresholds = SETTINGS) -> dict[str, ItemCells]:
    """The same as they may be shown while no other group is: as beside one's kind."""
    found = counted(layout(form()), returns(), thresholds, Traits(), seconds=True)
    return {item.key: item for item in found.finished.items()}

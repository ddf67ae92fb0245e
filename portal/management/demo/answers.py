"""Synthetic answers: to the 2004 questionnaire shaped to the published findings, to that of 2003
as the same partnerships would have answered a year earlier."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from portal.management.demo.amounts import SEATS
from portal.management.demo.chance import stream
from portal.management.demo.character import Character, character
from portal.management.demo.makers import Asked, make
from portal.management.demo.shapes import SHAPES, earlier
from surveys.questionnaires.conditions import evaluate

Answers = dict[str, Any]
Attributes = Mapping[str, Any]

# Chance in a hundred that an optional question is left blank, where it is not the usual one. Most
# partnerships did not know what their support team cost (Audit Commission, Working better
# together, 2009), hence B14.
BLANK = {
    **dict.fromkeys(SEATS, 0.0),
    "B13": 11.0,
    "B14": 54.0,
    "J05": 30.0,
    "G08": 38.0,
    "I07": 34.0,
    "M06": 27.0,
    "M07": 29.0,
}
USUAL_BLANK = 4.5
# How far a year of working together brings a partnership, in standard deviations. Invented.
A_YEAR = 0.3
SURVEY_OF_FINDINGS = 2004


def synthetic_answers(document: Mapping[str, Any], attributes: Attributes, rng: Random) -> Answers:
    """One partnership's answers {question code: value}: all that is asked of it, a few left blank.

    `attributes`: {nrf, authority_type, region (label), authority_codes}. Routing, required answers
    and hard checks are obeyed, soft checks nearly always. Each question has random numbers of its
    own, so that a change to one shape leaves the other answers as they were.
    """
    key = repr(rng.random())
    who = character(attributes, stream(key, "character"))
    shapes = SHAPES
    if document["year"] < SURVEY_OF_FINDINGS:
        who, shapes = _younger(who), {**SHAPES, **earlier.SHAPES}
    rules = {section["code"]: section.get("show_if") for section in document["sections"]}
    answers: Answers = {}
    for question in document["questions"]:
        routing = (rules[question["section"]], question.get("show_if"))
        if all(evaluate(rule, answers, attributes) for rule in routing):
            own = stream(key, question["code"])
            asked = Asked(question, who, answers, attributes, own, document["year"], shapes)
            value = make(asked)
            if value is not None and not _left_blank(question, who, own):
                answers[question["code"]] = value
    return answers


def _younger(who: Character) -> Character:
    return replace(who, traits={**who.traits, "maturity": who.traits["maturity"] - A_YEAR})


def _left_blank(question: Mapping[str, Any], who: Character, rng: Random) -> bool:
    """Whether an answer that may be left blank is; some partnerships skip more than others."""
    if question.get("required"):
        return False
    chance = BLANK.get(question["code"], USUAL_BLANK * who.skipping)
    return 100 * rng.random() < chance

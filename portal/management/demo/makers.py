"""How each question gets its synthetic answer: by its type, or by a rule of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from portal.management.demo import amounts
from portal.management.demo.chance import stream
from portal.management.demo.character import Character
from portal.management.demo.shape import Shape, choose, of, ticked
from portal.management.demo.shapes.activity import EVIDENCE, PRIORITIES, STAGE_WEIGHT
from portal.management.demo.shapes.support import WANTED
from portal.management.demo.texts import synthetic_text
from surveys.questionnaires.conditions import evaluate

# The 21 pilot Local Area Agreements (Community Care, 12 October 2004); districts answer for their
# county.
PILOTS = frozenset(
    (
        *("00AL", "00AN", "00BW", "00BX", "00CC", "00CE", "00CG", "00CH", "00CQ", "00CW", "00CX"),
        *("00EF", "00FK", "00GF", "00JA", "00ML", "17", "18", "19", "29", "42"),
    )
)
MANAGED = ("established", "developing")
ROW_BLANK = 2.5  # per cent of the rows of an optional grid left blank
SEATS_BLANK = 4.5  # per cent of partnerships that do not give their seats by sector
OVERSIGHT = 0.08  # how often a contradiction that a soft check points out is left standing


@dataclass(frozen=True)
class Asked:
    """One question put to one partnership, with its answers so far."""

    question: Mapping[str, Any]
    who: Character
    answers: Mapping[str, Any]
    attributes: Mapping[str, Any]
    rng: Random
    year: int
    shapes: Mapping[str, Shape]


def make(asked: Asked) -> Any:
    """The answer, or None for none: {"code"}, ["codes"], {"row": "code"}, a number or a text."""
    maker = OWN_RULE.get(asked.question["code"]) or BY_TYPE[asked.question["type"]]
    return maker(asked)


def _single(asked: Asked) -> str:
    question = asked.question
    return choose(asked.shapes[question["code"]], question["options"], asked.who, asked.rng)


def _grid(asked: Asked) -> dict[str, str] | None:
    """The rows asked of this partnership; an optional grid may have gaps."""
    question, given = asked.question, {}
    for row in question["rows"]:
        shape = asked.shapes[f"{question['code']}.{row['code']}"]
        code = choose(shape, question["options"], asked.who, asked.rng)
        blank = 100 * asked.rng.random() < ROW_BLANK * asked.who.skipping
        shown = evaluate(row.get("show_if"), asked.answers, asked.attributes)
        if shown and (question.get("required") or not blank):
            given[row["code"]] = code
    return given or None


def _multi(asked: Asked) -> list[str] | None:
    """Every option ticked or not by its own share; nothing ticked means "none of these"."""
    return _chosen(asked, {})


def _chosen(asked: Asked, shapes: Mapping[str, Shape]) -> list[str] | None:
    question = asked.question
    given = [
        option["code"]
        for option in question["options"]
        if not option.get("exclusive")
        and ticked(
            shapes.get(option["code"]) or asked.shapes[f"{question['code']}:{option['code']}"],
            asked.who,
            asked.rng,
        )
    ]
    alone = [option["code"] for option in question["options"] if option.get("exclusive")]
    return given or alone[:1] or None


def _text(asked: Asked) -> str:
    return synthetic_text(asked.question["code"], asked.rng)


def _setting(asked: Asked) -> str:
    """In place, or still being formed where the partnership is young; the others have no return."""
    return "forming" if asked.who.forming else "in_place"


def _board(asked: Asked) -> int:
    """Members of the board, always drawn alike, so that the seats by sector add up to it."""
    return amounts.board(asked.who, stream(asked.who.key, "board"))[asked.question["code"]]


def _seats(asked: Asked) -> int | None:
    """One sector's seats: a partnership gives all six or none."""
    known = 100 * stream(asked.who.key, "seats").random() > SEATS_BLANK * asked.who.skipping
    return _board(asked) if known else None


def _business_and_voluntary(asked: Asked) -> int | None:
    """The seats of both sectors together, as the questionnaire of 2003 asks for them."""
    known = 100 * stream(asked.who.key, "seats").random() > SEATS_BLANK * asked.who.skipping
    seats = amounts.board(asked.who, stream(asked.who.key, "board"))
    return seats["B06"] + seats["B07"] if known else None


def _spending_map(asked: Asked) -> str:
    """Mapping called established practice (F03) goes with a map, oversights apart."""
    given = _single(asked)
    established = asked.answers.get("F03", {}).get("spending") == "2"
    careless = asked.rng.random() < OVERSIGHT
    return "some" if established and not careless and given in ("planned", "no") else given


def _added_value(asked: Asked) -> str:
    """Published: hardest to show for partnerships without performance management."""
    managed = (asked.answers.get("E01") in MANAGED) - 0.59
    bent = replace(asked.who, traits={**asked.who.traits, "managed": managed})
    return choose(asked.shapes["I05"], asked.question["options"], bent, asked.rng)


def _evidence(asked: Asked) -> list[str] | None:
    """Performance data need a performance management system."""
    share = {"established": 82.0, "developing": 48.0}.get(asked.answers.get("E01", ""), 0.3)
    return _ticks(asked, {"pm": share, **EVIDENCE})


def _ticks(asked: Asked, shares: Mapping[str, float]) -> list[str] | None:
    return _chosen(asked, {code: of(share) for code, share in shares.items()})


def _priorities(asked: Asked) -> list[str]:
    """The top three issues, the likelier the further the partnership is with them (H02)."""
    stages = asked.answers["H02"]
    boost = {"deprivation": 3.0} if asked.who.nrf else {}
    weights = {
        code: weight * boost.get(code, 1.0) * STAGE_WEIGHT[stages[code]]
        for code, weight in PRIORITIES.items()
    }
    return _weighted(asked, weights, 3)


def _support_wanted(asked: Asked) -> list[str]:
    """Up to three kinds of support; areas of the Fund ask less for money to run the partnership."""
    weights = {**WANTED, "core_funding": WANTED["core_funding"] * (0.6 if asked.who.nrf else 1.0)}
    return _weighted(asked, weights, 2 if asked.rng.random() < 0.25 else 3)


def _weighted(asked: Asked, weights: Mapping[str, float], most: int) -> list[str]:
    """`most` different options drawn by weight, in the order of the document."""
    left, given = dict(weights), set()
    for _ in range(most):
        point, drawn = asked.rng.random() * sum(left.values()), ""
        for code, weight in left.items():
            point, drawn = point - weight, code
            if point < 0:
                break
        given.add(drawn)
        del left[drawn]
    return [each["code"] for each in asked.question["options"] if each["code"] in given]


def _agreement(asked: Asked) -> str:
    """A pilot where the area is one of the 21, and nowhere else."""
    codes = {
        code[:2] if len(code) == 4 and code[:2] > "00" else code
        for code in asked.attributes["authority_codes"]
    }
    return "pilot" if codes & PILOTS else _single(asked)


def _transport_priority(asked: Asked) -> str:
    """A main priority (L01) that nobody addresses (H02) is an oversight and rare."""
    given = _single(asked)
    idle = asked.answers["H02"]["transport"] == "not_addressed"
    careless = asked.rng.random() < OVERSIGHT
    return "included" if given == "priority" and idle and not careless else given


BY_TYPE: dict[str, Callable[[Asked], Any]] = {
    "single": _single,
    "grid": _grid,
    "multi": _multi,
    "text": _text,
}
OWN_RULE: dict[str, Callable[[Asked], Any]] = {
    "A01": _setting,
    "A02": lambda asked: min(amounts.first_met(asked.who, asked.rng), asked.year),
    "B02": _board,
    **dict.fromkeys(amounts.SEATS, _seats),
    "B16": _business_and_voluntary,
    "B09": lambda asked: amounts.meetings(asked.who, asked.rng),
    "B13": lambda asked: amounts.staff(asked.who, asked.rng),
    "B14": lambda asked: amounts.running_cost(asked.answers.get("B13"), asked.who, asked.rng),
    "F04": _spending_map,
    "H03": _priorities,
    "I05": _added_value,
    "I06": _evidence,
    "J05": lambda asked: amounts.pooled(asked.who, asked.rng),
    "J06": lambda asked: amounts.renewal_fund(asked.who, asked.rng),
    "K01": _agreement,
    "L01": _transport_priority,
    "M02": _support_wanted,
}

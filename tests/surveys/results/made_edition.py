"""An edition of invented cells with everything in it: withheld, not asked, weights, change."""

from typing import Any

import numpy as np
from django.utils import timezone

from surveys.questionnaires.structure import Form
from surveys.results import matching
from surveys.results.breakdowns import GROUPS, REGISTERED
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.hashing import cells_sha256
from surveys.results.inputs import Inputs
from surveys.results.layout import ItemPlan, layout
from surveys.results.models import Edition, MatchedItem
from surveys.results.published import ItemCells
from surveys.results.storage import store_inputs, store_items
from surveys.returns.models import Wave

SIZES = tuple([240, 60, 180] + [45] * (len(GROUPS) - 3))
STATE = Edition.State
Rng = np.random.Generator


def cells_of(form: Form, seed: int = 4) -> list[ItemCells]:
    """Cells of every item: in each row something may be withheld, or nothing was asked."""
    rng = np.random.default_rng(seed)
    plans = layout(form).items
    money = {item.key for item in form.items if form.question(item.question).type == "money"}
    return [_item(plan, rng, money=plan.key in money) for plan in plans]


def _item(plan: ItemPlan, rng: Rng, *, money: bool) -> ItemCells:
    rows = [_row(plan, size, rng) for size in SIZES]
    values: dict[str, Any] = {
        name: tuple(row[name] for row in rows)
        for name in (
            *("counts", "bases", "not_answered", "dont_know", "not_applicable", "weighted"),
            *("mean", "lower", "median", "upper", "trimmed", "total"),
        )
    }
    if plan.kind != "number":
        values |= dict.fromkeys(("mean", "lower", "median", "upper", "trimmed", "total"), ())
    elif not money:
        values["total"] = (None,) * len(SIZES)
    if plan.kind not in ("choice", "multi"):
        values["weighted"] = ()
    return ItemCells(plan.key, plan.kind, plan.options, plan.in_base, **values)


def _row(plan: ItemPlan, size: int, rng: Rng) -> dict[str, Any]:
    width = len(plan.options)
    fate = rng.random()
    if fate < 0.06:  # not asked of anybody
        return _filled((0,) * width, 0, (0, 0, size), (0,) * width, None)
    missing = [int(rng.integers(0, 5)) for _ in range(3)]
    base = size - sum(missing)
    counts = _counts(plan, base, rng)
    shares = tuple(int(rng.integers(0, 101)) if n else 0 for n in counts)
    if fate < 0.14:  # withheld with its base
        return _filled((None,) * width, None, (None,) * 3, (None,) * width, None)
    hidden = rng.random(width) < 0.15
    inside = np.flatnonzero(plan.in_base)
    if plan.kind == "choice" and hidden[inside].sum() == 1:
        hidden[inside] = True  # one alone could be found from the base
    return _filled(
        tuple(None if hide else n for n, hide in zip(counts, hidden, strict=True)),
        base,
        tuple(None if n in (1, 2) else n for n in missing),
        tuple(None if hide else n for n, hide in zip(shares, hidden, strict=True)),
        rng,
    )


def _counts(plan: ItemPlan, base: int, rng: Rng) -> list[int]:
    if plan.kind == "multi":
        return [int(n) for n in rng.integers(0, base + 1, len(plan.options))]
    if not plan.options:
        return []
    weights = rng.dirichlet(np.full(len(plan.options), 0.5))
    return [int(n) for n in rng.multinomial(base, weights)]


def _filled(
    counts: tuple[int | None, ...], base: int | None, aside: tuple[int | None, ...],
    weighted: tuple[int | None, ...], rng: Rng | None,
) -> dict[str, Any]:  # fmt: skip
    figures = [
        None if rng is None or rng.random() < 0.2 else float(rng.gamma(2, 900)) for _ in range(6)
    ]
    names = ("mean", "lower", "median", "upper", "trimmed", "total")
    return {
        "counts": counts, "bases": base, "not_answered": aside[0], "dont_know": aside[1],
        "not_applicable": aside[2], "weighted": weighted, **dict(zip(names, figures, strict=True)),
    }  # fmt: skip


def made_edition(
    wave: Wave,
    form: Form,
    *,
    seed: int = 4,
    matched_seed: int = 9,
    inputs: Inputs | None = None,
    state: str = STATE.RELEASED,
    **values: Any,
) -> Edition:
    """Stored as a build would, and brought to the state. Needs the national scope."""
    items = cells_of(form, seed)
    eligible = [size + 20 for size in SIZES[:REGISTERED]] + [0] * (len(SIZES) - REGISTERED)
    edition = Edition.objects.create(
        wave=wave,
        number=Edition.objects.filter(wave=wave).count() + 1,
        method=3,
        questionnaire_sha256=form.sha256,
        thresholds=Thresholds().as_json(),
        inputs_sha256="cd" * 32,
        cells_sha256=cells_sha256(items),
        complete=list(SIZES),
        eligible=eligible,
        received=[1, 2],
        withheld={},
        weights={"classes": []},
        built_by="tests",
        **values,
    )
    store_items(edition, items)
    if edition.earlier_id:
        MatchedItem.objects.bulk_create(_matched(edition, items, matched_seed))
    if inputs is not None:
        store_inputs(edition, inputs)
    for step in (STATE.DRAFT, STATE.CHECKED, STATE.FROZEN, STATE.RELEASED):
        if edition.state == state:
            break
        edition.state = step
        edition.released_at = timezone.now() if step == STATE.RELEASED else None
        edition.save(update_fields=["state", "released_at"])
    return edition


def _matched(edition: Edition, items: list[ItemCells], seed: int) -> list[MatchedItem]:
    """Ten choice items that were asked the time before, in the groups of change."""
    rng = np.random.default_rng(seed)
    groups = len(matching.GROUPS)
    found = []
    for position, item in enumerate([each for each in items if each.kind == "choice"][:10]):
        width = len(item.options)
        bases = [int(n) for n in rng.integers(10, 40, groups)]
        counts = [
            None if rng.random() < 0.2 else int(rng.integers(0, base + 1))
            for base in bases
            for _ in range(width)
        ]
        found.append(
            MatchedItem(
                edition=edition, position=position, key=item.key, earlier_key=item.key,
                options=list(item.options), counts_now=counts, counts_then=counts[::-1],
                bases_now=bases, bases_then=[40] * groups,
            )
        )  # fmt: skip
    return found

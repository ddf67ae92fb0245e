"""The whole way from answers to published words beside an independent computation in pandas.

The twin never sees a code, a stratum or a place: it routes, counts and rounds by rules of its own,
written from the definitions in docs/howto/how-figures-are-made.md.
"""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import hypothesis
import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from partnerships.register.stratum import stratum_of
from surveys.questionnaires.coding import encode
from surveys.results.breakdowns import AUTHORITY_TYPES, BANDS, GROUPS
from surveys.results.cells import Rulings
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.disclosure.traits import traits
from surveys.results.layout import layout
from surveys.results.places import placed
from surveys.results.published import number_words, score
from surveys.results.recount import counted
from surveys.results.weighted import weighted
from surveys.results.weighting import UNIT, weigh
from surveys.returns.queries import CodedReturns
from tests.surveys.results.random_answers import MULTI, NUMBERS, RETURN, SCORES, SINGLE, many
from tests.surveys.results.two_waves import NOW

EVERYTHING = Thresholds(min_count=1, min_base=1, alike_base=1)
LISTED = {
    **dict.fromkeys(("A05", "B05", "B01.all", "B01.nrf"), ("low", "mid", "high")),
    "A01": SINGLE["A01"], "A03": ("council", "other", "vacant"),
    "A04": ("x", "y", "z", "none"), "B06": ("p", "q"),
}  # fmt: skip


# Ours: answers are coded, placed, counted and finished.
def answers_of(given_):
    answers = {code: given_[code] for code in (*SINGLE, *MULTI, *NUMBERS, "B04")}
    answers["B01"] = {row: given_[f"B01.{row}"] for row in ("all", "nrf") if given_[f"B01.{row}"]}
    return {code: value for code, value in answers.items() if value not in (None, {})}


def ours(returns, missing_by_kind):
    coded = CodedReturns({}, {}, {}, [])
    for number, given_ in enumerate(returns):
        stratum = stratum_of(given_["nrf"], given_["kind"], given_["region"])
        attributes = {"nrf": given_["nrf"], "authority_type": given_["kind"]}
        found = encode(NOW, answers_of(given_), attributes, cannot=given_["cannot"])
        coded.codes[stratum] = coded.codes.get(stratum, b"") + found.codes
        before = coded.numbers.get(stratum, np.empty((0, len(NUMBERS))))
        coded.numbers[stratum] = np.vstack([before, found.numbers])
        coded.partnerships.setdefault(stratum, []).append(number)
        coded.inputs.append((number, f"{number:064}"))
    place, facts = layout(NOW), traits(NOW, ())
    standing = placed(NOW, coded)
    counts = counted(place, standing, EVERYTHING, facts)
    finished = replace(counts.finished, rulings=nothing_withheld(counts.finished.rulings))
    eligible = {stratum: len(ids) for stratum, ids in coded.partnerships.items()}
    for (nrf, kind), more in missing_by_kind.items():
        stratum = stratum_of(nrf, kind, "london")
        eligible[stratum] = eligible.get(stratum, 0) + more
    weights = weigh(eligible, {at: len(ids) for at, ids in standing.partnerships.items()})
    items = weighted(
        counts.tallies, layout=place, weights=weights, items=list(finished.items()),
        witnesses=(), routes=facts.routes,
    )  # fmt: skip
    return {item.key: item for item in items}, weights


def nothing_withheld(rulings):
    parts = {name: np.zeros_like(part) for name, part in vars(rulings).items()}
    return Rulings(**parts)


# The twin.
def frame_of(returns):
    """One row a return; every answer that was not asked for is gone, and `asked:` says which."""
    frame = pd.DataFrame(returns)
    in_place = frame["A01"].eq("in_place")
    asked = {code: in_place for code in frame if code.startswith("B")}
    asked |= {"A02": in_place, "B01.nrf": in_place & frame["nrf"]}
    asked["B05"] = in_place & frame["A04"].map(lambda ticked: "x" in (ticked or []))
    for code in [*LISTED, *NUMBERS, "B04"]:
        frame[f"asked:{code}"] = asked.get(code, pd.Series(True, frame.index))
        frame[code] = frame[code].where(frame[f"asked:{code}"], None).astype(object)
        frame[code] = frame[code].where(frame[code].notna(), None)
    marks = {}
    for code in LISTED:
        found = {
            option: frame[code].map(lambda value, option=option: given(value, option))
            for option in (*LISTED[code], "dk", "na")
        }
        outside = [found[option] for option in ("dk", "na", "vacant") if option in found]
        asked_here = frame[f"asked:{code}"].astype(bool)
        marks |= {f"{code}={option}": chosen for option, chosen in found.items()}
        marks[f"{code}:base"] = frame[code].notna() & ~pd.concat(outside, axis=1).any(axis=1)
        marks[f"{code}:open"] = asked_here & frame[code].isna()
        marks[f"{code}:past"] = ~asked_here
    return frame, pd.DataFrame(marks).astype(int)


def given(value, option):
    return option in value if isinstance(value, list) else value == option


def members(frame, group):
    if group == "all":
        return frame
    if group == "maturity:unknown":
        return frame[pd.to_numeric(frame["A02"]).isna()]
    if group.startswith("maturity:"):
        low, high = {"early": (0, 2001), "2002": (2002, 2002), "late": (2003, 9999)}[
            group.removeprefix("maturity:")
        ]
        return frame[pd.to_numeric(frame["A02"]).between(low, high)]
    nrf, _, kind = group.partition(":")
    if nrf in ("nrf", "non_nrf"):
        frame = frame[frame["nrf"] == (nrf == "nrf")]
        return frame[frame["kind"] == kind] if kind else frame
    return frame[frame["kind" if group in AUTHORITY_TYPES else "region"] == group]


def rounded(count, base):
    return int((100 * Decimal(int(count)) / Decimal(int(base))).quantize(Decimal(1), ROUND_HALF_UP))


def said(count, base):
    if count == 0:
        return "-"
    return "*" if 200 * count < base else str(rounded(count, base))


def check_choices(sums, item, group, scores):
    """`sums`: how many of the group there are of everything that was marked."""
    key = item.key
    base, dont_know, not_answered = (sums[f"{key}{of}"] for of in (":base", "=dk", ":open"))
    row = item.row(group.key, EVERYTHING)
    counts = {option: sums[f"{key}={option}"] for option in LISTED[key]}
    assert (row.base, row.dont_know, row.not_answered) == (base, dont_know, not_answered)
    assert row.not_applicable == sums[f"{key}:past"] + sums[f"{key}=na"]
    if not (base or dont_know or not_answered):
        assert {cell.words for cell in row.cells} == {"N/A"}
        return
    assert {cell.option: cell.count for cell in row.cells} == counts
    expected = {option: said(count, base) if base else "-" for option, count in counts.items()}
    if "vacant" in counts:
        expected["vacant"] = str(counts["vacant"])
    assert {cell.option: cell.words for cell in row.cells} == expected
    if LISTED[key] == ("low", "mid", "high"):
        mean = scores.map(SCORES).mean()
        assert score(row, SCORES) == (pytest.approx(mean, rel=1e-12) if base else None)


def check_numbers(frame, item, at):
    column = pd.to_numeric(frame[item.key]).dropna().sort_values()
    assert item.bases[at] == len(column)
    cut = len(column) // 10
    expected = {
        "mean": column.mean() if len(column) else None,
        "median": column.median() if len(column) else None,
        "lower": column.quantile(0.25) if len(column) >= 4 else None,
        "upper": column.quantile(0.75) if len(column) >= 4 else None,
        "trimmed": column.iloc[cut : len(column) - cut].mean() if cut else None,
        "total": column.sum() if len(column) and item.key == "B03" else None,
    }
    for name, value in expected.items():
        found = getattr(item, name)[at]
        assert found == (value if value is None else pytest.approx(value, rel=1e-12)), name
    if len(column) and item.key != "B02":  # whole numbers, of which the mean is exact
        mean = Decimal(int(column.sum())) / len(column)
        text = f"{mean.quantize(Decimal('0.1'), ROUND_HALF_UP):,}".removesuffix(".0")
        assert number_words(item.mean[at]) == text


def check_weighted(sums, item, at, group):
    """`sums`: the same of weights."""
    base = sums[f"{item.key}:base"]
    for position, option in enumerate(item.options):
        found = item.weighted[at][position]
        if not item.in_base[position] or not base:
            assert found is None
        else:
            assert found == rounded(sums[f"{item.key}={option}"], base)
    assert len(item.weighted_words(group.key)) == sum(item.in_base)


def check(returns, missing_by_kind):
    items, weights = ours(returns, missing_by_kind)
    frame, marks = frame_of(returns)
    cells = {cell: each.weight for each in weights.classes for cell in each.cells}
    kinds = list(AUTHORITY_TYPES)
    weight = [
        cells[nrf * 5 + kinds.index(kind)]
        for nrf, kind in zip(frame["nrf"], frame["kind"], strict=True)
    ]
    by_weight = marks.mul(weight, axis=0)
    for at, group in enumerate(GROUPS):
        part = members(frame, group.key)
        sums, weighted_sums = (each.loc[part.index].sum().to_dict() for each in (marks, by_weight))
        for code in LISTED:
            check_choices(sums, items[code], group, part[code])
            if weights.needed:
                check_weighted(weighted_sums, items[code], at, group)
            else:
                assert items[code].weighted == ()
        for code in NUMBERS:
            check_numbers(part, items[code], at)
        assert items["B04"].bases[at] == int(part["B04"].notna().sum())


MISSING = st.dictionaries(
    st.tuples(st.booleans(), st.sampled_from(list(AUTHORITY_TYPES))), st.integers(1, 9), max_size=4
)


@settings(max_examples=15, deadline=None)
@hypothesis.given(returns=st.lists(RETURN, min_size=1, max_size=12), missing=MISSING)
def test_small_waves_equal_pandas(returns, missing):
    check(returns, missing)


@settings(max_examples=4, deadline=None)
@hypothesis.given(size=st.integers(60, 300), seed=st.integers(0, 10_000), missing=MISSING)
def test_large_waves_equal_pandas(size, seed, missing):
    check(many(size, seed), missing)


def test_weights_are_put_to_the_twin():
    """A wave in which the classes answered so differently that weighting changes figures."""
    returns = many(240, 1)
    missing = {(True, kind): 40 for kind in AUTHORITY_TYPES}
    items, weights = ours(returns, missing)
    assert max(each.weight for each in weights.classes) > 1.5 * UNIT
    plain = [cell.per_cent for cell in items["A05"].row("all", EVERYTHING).cells]
    assert [round(share) for share in plain] != list(items["A05"].weighted[0])
    check(returns, missing)


@pytest.mark.parametrize(("size", "words"), [(201, "*"), (200, "1")])
def test_one_of_many_equals_pandas(size, words):
    """Below half a per cent, and at it."""
    returns = [{**each, "A03": "council", "cannot": set()} for each in many(size, 2)]
    returns[0]["A03"] = "other"
    items, _ = ours(returns, {})
    assert items["A03"].row("all", EVERYTHING).cell("other").words == words
    check(returns, {})


def test_groups_of_maturity_are_all_of_them():
    assert [f"maturity:{band}" for band in (*BANDS, "unknown")] == [
        group.key for group in GROUPS[27:]
    ]

"""The edition as JSON-stat 2.0: a collection with one small cube for each item, sparse values."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveys.results.exports.about import PUBLISHER, STATUS, TERMS, About
from surveys.results.exports.table import (
    ANSWERS,
    NOT,
    NOT_COMPUTED,
    SHOWN,
    WITHHELD,
    Line,
    Subject,
    View,
    option_label,
)

CODES = {WITHHELD: "c", NOT: "z", NOT_COMPUTED: "x"}
MEASURES: Mapping[str, tuple[str, str, int]] = {  # name → words, unit, decimals
    "count": ("Number of partnerships", "partnerships", 0),
    "per_cent": ("Per cent of valid answers", "per cent", 1),
    "per_cent_of_all": ("Per cent of all returns", "per cent", 1),
    "weighted_per_cent": ("Weighted per cent of valid answers", "per cent", 0),
    "value": ("Statistic", "unit of the question", 1),
    "base": ("Valid answers", "partnerships", 0),
}
OF_ANSWERS = ("count", "per_cent", "per_cent_of_all", "weighted_per_cent", "base")
OF_STATISTICS = ("value", "base")


def write(view: View, about: About) -> bytes:
    """One collection: response, then an item after the other in questionnaire order."""
    by_item: dict[str, list[Line]] = defaultdict(list)
    for line in view.lines:
        by_item[line.item].append(line)
    datasets = [_response(view, about)]
    for subject in view.subjects.values():
        lines = by_item[subject.key]
        answers = [line for line in lines if line.statistic == ANSWERS]
        datasets.append(_dataset(view, about, subject, answers, OF_ANSWERS, ""))
        statistics = [line for line in lines if line.statistic != ANSWERS]
        if statistics:
            datasets.append(_dataset(view, about, subject, statistics, OF_STATISTICS, "statistics"))
    collection = {
        "version": "2.0",
        "class": "collection",
        "label": about.words,
        "source": about.source,
        "updated": _updated(about),
        "note": [*about.notices, TERMS],
        "extension": {
            "publisher": PUBLISHER,
            "facts": dict(about.facts()),
            "status": {CODES[status]: words for status, words in STATUS.items() if status in CODES},
        },
        "link": {"item": datasets},
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _updated(about: About) -> str:
    return f"{about.built_at:%Y-%m-%dT%H:%M:%SZ}"


def _dataset(
    view: View,
    about: About,
    subject: Subject,
    lines: Sequence[Line],
    measures: Sequence[str],
    suffix: str,
) -> dict[str, Any]:
    """Answers × groups × measures of one item; `lines` stand group after group."""
    options = list(dict.fromkeys(line.option for line in lines))
    labels = {line.option: option_label(subject, line) for line in lines[: len(options)]}
    groups = len(view.groups)
    value: dict[str, int | float] = {}
    status: dict[str, str] = {}
    for number, line in enumerate(lines):
        group, option = divmod(number, len(options))
        start = (option * groups + group) * len(measures)
        for place, name in enumerate(measures, start=start):
            figure = getattr(line, name)
            if figure is not None:
                value[str(place)] = figure
            elif line.status != SHOWN:
                status[str(place)] = CODES[line.status]
    return {
        **_head(about, subject.label, "_".join(filter(None, (subject.key, suffix)))),
        "id": ["answer", "group", "measure"],
        "size": [len(options), groups, len(measures)],
        "role": {"metric": ["measure"]},
        "dimension": {
            "answer": _dimension("Answer", labels),
            "group": _dimension("Partnerships", {g.key: g.label for g in view.groups}),
            "measure": _metric(measures),
        },
        "value": value,
        **({"status": status} if status else {}),
        "extension": {"item": subject.key, "question": subject.question, "kind": subject.kind},
    }


def _response(view: View, about: About) -> dict[str, Any]:
    value: dict[str, int | float] = {}
    status: dict[str, str] = {}
    for at, row in enumerate(view.response):
        value[str(3 * at)] = row.complete
        for place, figure in enumerate((row.eligible_known, row.per_cent), start=3 * at + 1):
            if figure is not None:
                value[str(place)] = figure
            else:
                status[str(place)] = CODES[row.status]
    measure = {"complete": "Complete returns", "eligible": "Eligible partnerships",
               "per_cent": "Response rate"}  # fmt: skip
    return {
        **_head(about, f"Response to the {about.year} survey", "response"),
        "id": ["group", "measure"],
        "size": [len(view.groups), 3],
        "role": {"metric": ["measure"]},
        "dimension": {
            "group": _dimension("Partnerships", {g.key: g.label for g in view.groups}),
            "measure": _dimension("Measure", measure),
        },
        "value": value,
        **({"status": status} if status else {}),
    }


def _head(about: About, label: str, name: str) -> dict[str, Any]:
    return {
        "version": "2.0",
        "class": "dataset",
        "href": f"#{name}",
        "label": label,
        "source": about.source,
        "updated": _updated(about),
    }


def _dimension(label: str, categories: Mapping[str, str]) -> dict[str, Any]:
    keys: Iterable[str] = categories
    return {"label": label, "category": {"index": list(keys), "label": dict(categories)}}


def _metric(measures: Sequence[str]) -> dict[str, Any]:
    described = _dimension("Measure", {name: MEASURES[name][0] for name in measures})
    described["category"]["unit"] = {
        name: {"label": MEASURES[name][1], "decimals": MEASURES[name][2]} for name in measures
    }
    return described

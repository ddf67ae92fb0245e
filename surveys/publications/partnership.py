"""The summary for one partnership: its own answers beside its kind and the nation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.web.print.document import (
    BulletList,
    Callout,
    Document,
    Section,
    Stat,
    Stats,
    Table,
)
from surveys.publications import contrasts
from surveys.publications import sentences as say
from surveys.publications.annex import notices, reading_rules
from surveys.publications.issue import issue
from surveys.publications.pieces import Numbers
from surveys.publications.reading import ALL, NON_NRF, NRF, Reading
from surveys.questionnaires import types
from surveys.results.figures import Category, activity, group_label
from surveys.results.headlines import group_words

OUTCOMES = ("I01", "I02", "I03")
SINGLES = ("B01", "D05", "E01", "F04", "I05", "J01", "K01", "L01", "L04", "M05")
UNANSWERED = "Not answered"


@dataclass(frozen=True)
class Own:
    """The partnership and its frozen return. `kind`: key of the group it is compared with."""

    name: str
    profile: tuple[tuple[str, str], ...]
    kind: str
    answers: Mapping[str, Any]

    def option(self, key: str) -> str | None:
        """Code of its answer to a choice item, or None."""
        question, _, row = key.partition(".")
        value = self.answers.get(question)
        if row:
            return value.get(row) if isinstance(value, Mapping) else None
        return value if isinstance(value, str) else None

    @property
    def groups(self) -> tuple[str, ...]:
        """What it is compared with: its kind and the nation, or the nation alone."""
        return (ALL,) if self.kind == ALL else (self.kind, ALL)


def kind_of(reading: Reading, *, nrf: bool, authority_type: str) -> str:
    """The closest group with enough returns for most of its cells to be shown.

    NRF by type, then type, then NRF or not, then all; enough is the indicative threshold.
    """
    funding = NRF if nrf else NON_NRF
    for key in (f"{funding}:{authority_type}", authority_type, funding):
        if reading.rate(key).complete >= reading.settings.indicative_base:
            return key
    return ALL


def compose(reading: Reading, own: Own) -> Document:
    """The whole summary."""
    numbers = Numbers(reading)
    return issue(
        reading,
        kind="partnership",
        title=f"{own.name}: {reading.year} summary",
        subtitle="Your answers beside partnerships of your kind and the nation",
        sections=(
            _glance(reading, own),
            _activity(reading, own, numbers),
            _progress(reading, own, numbers),
            _answers(reading, own, numbers),
            _next(reading, own),
            _method(reading),
        ),
        contents=False,
    )


def _glance(reading: Reading, own: Own) -> Section:
    issues = reading.keys("H02")
    outcomes = [k for code in OUTCOMES for k in reading.keys(code)]
    measurable = [k for k in issues if own.option(k) == "measurable"]
    absent = [k for k in issues if own.option(k) == "not_addressed"]
    major = [k for k in outcomes if own.option(k) == "major"]
    return Section(
        "Your partnership at a glance",
        (
            Stats(
                (
                    Stat(str(len(measurable)), f"of {len(issues)} issues with measurable outcomes"),
                    Stat(str(len(absent)), f"of {len(issues)} issues not addressed"),
                    Stat(str(len(major)), f"of {len(outcomes)} outcomes with major progress"),
                )
            ),
            say.findings(
                contrasts.strengths(
                    reading, own, issues, "measurable", "measurable outcomes", "issues"
                ),
                contrasts.strengths(reading, own, outcomes, "major", "major progress", "outcomes"),
                contrasts.gaps(reading, own),
            ),
            Table("Profile", ("About", own.name), own.profile, text_columns=2),
            Callout("Whom you are compared with", _kind_words(reading, own)),
        ),
        lead=f"{own.name} returned a complete survey for {reading.year}.",
    )


def _kind_words(reading: Reading, own: Own) -> str:
    if reading.rate(ALL).complete == 1:
        return "Yours is the only complete return, so there is nothing to compare it with."
    every = f"all {reading.rate(ALL).complete:,} partnerships that returned a complete survey"
    limit = reading.settings.indicative_base
    if own.kind == ALL:
        return (
            f"Your answers stand beside those of {every}. No closer group has {limit} returns, and in"
            " a smaller group most shares would have to be withheld."
        )
    return (
        f"Your kind are {group_words(own.kind)} ({reading.rate(own.kind).complete:,} returns, yours"
        f" among them): the closest group with at least {limit} returns. In a smaller group most"
        " shares would have to be withheld, so that nobody's answers can be worked out. Your answers"
        f" also stand beside those of {every}."
    )


def _beside(
    reading: Reading, own: Own, numbers: Numbers, keys: tuple[str, ...], option: str, caption: str
) -> Table:
    """A row an item: its own answer, and the share of each group that gives one certain option."""
    stages = {code: stage.label for stage in _stages(reading) for code in stage.options}
    rows = [
        (
            reading.label(key),
            _words(reading, own, key, stages),
            *(reading.share(key, option, group=group).words for group in own.groups),
        )
        for key in keys
    ]
    return numbers.table(caption, ("Item", "Your answer", *_heads(own)), rows, text_columns=2)


def _stages(reading: Reading) -> tuple[Category, ...]:
    return activity(reading.form, reading.items, ALL, reading.settings).categories


def _heads(own: Own) -> tuple[str, ...]:
    labels = ("All" if group == ALL else group_label(group) for group in own.groups)
    return tuple(f"{label} (%)" for label in labels)


def _words(reading: Reading, own: Own, key: str, stages: Mapping[str, str]) -> str:
    """The words of Figure 1 for stages, the option's own for everything else."""
    code = own.option(key)
    if code is None:
        return UNANSWERED
    return stages[code] if code in stages else reading.option_label(key, code)


def _activity(reading: Reading, own: Own, numbers: Numbers) -> Section:
    panel = activity(reading.form, reading.items, own.kind, reading.settings)
    return Section(
        "Activity on policy issues",
        (
            _beside(
                reading,
                own,
                numbers,
                reading.keys("H02"),
                "measurable",
                "Your stage on each issue, and who reports measurable outcomes",
            ),
            numbers.panels(
                [panel],
                title=f"Activity by policy issue: {group_words(own.kind)}",
                first="Policy issue",
                source=reading.source("H02", own.kind),
            ),
        ),
    )


def _progress(reading: Reading, own: Own, numbers: Numbers) -> Section:
    tables = (
        _beside(
            reading,
            own,
            numbers,
            reading.keys(code),
            "major",
            f"{reading.form.question(code).text.split(':')[0]}: your progress, and who reports major"
            " progress",
        )
        for code in OUTCOMES
    )
    return Section("Progress made", tuple(tables), new_page=False)


def _answers(reading: Reading, own: Own, numbers: Numbers) -> Section:
    rows = [_answer_row(reading, own, code) for code in SINGLES]
    return Section(
        "Selected answers",
        (
            numbers.table(
                "Your answers, and the share that gave the same one",
                ("Question", "Your answer", *_heads(own)),
                rows,
                text_columns=2,
            ),
        ),
        new_page=False,
    )


def _answer_row(reading: Reading, own: Own, code: str) -> tuple[str, ...]:
    key, question = reading.keys(code)[0], reading.form.question(code)
    chosen = own.option(key)
    if chosen is None:
        return (question.text, UNANSWERED, *("N/A" for _ in own.groups))
    shares = [contrasts.same(reading, key, chosen, group) for group in own.groups]
    return (question.text, types.of(question).words(question, chosen), *shares)


def _next(reading: Reading, own: Own) -> Section:
    steps = contrasts.steps(reading, own)
    if own.option("E01") in ("planned", "no"):
        steps.append(
            "Set up performance management: partnerships without it find it hardest to show what"
            " they have added."
        )
    if own.option("F04") in ("planned", "no"):
        steps.append("Map partners' spending in your area, at least for one shared theme.")
    steps.append("Put this summary on the agenda of your next board meeting and agree one change.")
    return Section(
        "What to do next",
        (
            BulletList(tuple(steps)),
            Callout(
                "Who sees this summary",
                "It holds your own answers, so only people with a role in your partnership and the"
                " national evaluators can download it. National publications hold totals only.",
            ),
        ),
        new_page=False,
    )


def _method(reading: Reading) -> Section:
    return Section(
        "How to read this summary",
        (BulletList(reading_rules(reading)), *notices(reading)),
        new_page=False,
    )

"""The summary for one partnership: its own answers beside its kind and the nation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.web.print.document import (
    BulletList,
    Callout,
    Document,
    Heading,
    KeyFindings,
    Paragraph,
    Section,
    Stat,
    Stats,
    Table,
)
from surveys.publications import sentences as say
from surveys.publications.annex import notices, reading_rules
from surveys.publications.issue import issue
from surveys.publications.pieces import Numbers
from surveys.publications.reading import ALL, Reading
from surveys.questionnaires import types
from surveys.results.figures import activity, group_label

OUTCOMES = ("I01", "I02", "I03")
SINGLES = ("B01", "D05", "E01", "F04", "I05", "J01", "K01", "L01", "L04", "M05")
UNANSWERED = "Not answered"
NOT_ASKED = "Not asked"


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


def kind_of(reading: Reading, *, nrf: bool, authority_type: str) -> str:
    """The finest group with enough returns to be compared with: NRF by type, else type, else all."""
    for key in (f"{'nrf' if nrf else 'non_nrf'}:{authority_type}", authority_type):
        if reading.rate(key).complete >= reading.settings.min_base:
            return key
    return ALL


def compose(reading: Reading, own: Own) -> Document:
    """The whole summary."""
    numbers = Numbers(reading)
    sections = (
        _glance(reading, own),
        _activity(reading, own, numbers),
        _progress(reading, own, numbers),
        _answers(reading, own, numbers),
        _next(reading, own),
        Section(
            "How to read this summary",
            (
                Heading("How to read the figures"),
                BulletList(reading_rules(reading)),
                *notices(reading),
            ),
            new_page=False,
        ),
    )
    return issue(
        reading,
        kind="partnership",
        title=f"{own.name}: {reading.year} summary",
        subtitle="Your answers beside partnerships of your kind and the nation",
        sections=sections,
    )


def _kind_words(own: Own) -> str:
    return group_label(own.kind) if own.kind != ALL else "all partnerships"


def _glance(reading: Reading, own: Own) -> Section:
    issues = reading.keys("H02")
    measurable = [k for k in issues if own.option(k) == "measurable"]
    absent = [k for k in issues if own.option(k) == "not_addressed"]
    outcomes = [k for code in OUTCOMES for k in reading.keys(code)]
    major = [k for k in outcomes if own.option(k) == "major"]
    return Section(
        "Your partnership at a glance",
        (
            Stats(
                (
                    Stat(str(len(measurable)), f"of {len(issues)} issues with measurable outcomes"),
                    Stat(str(len(absent)), "issues not addressed"),
                    Stat(str(len(major)), f"of {len(outcomes)} outcomes with major progress"),
                )
            ),
            KeyFindings(
                (
                    _strength_words(reading, own, "H02", "measurable", "measurable outcomes"),
                    _gap_words(reading, own),
                    _strength_words(reading, own, OUTCOMES, "major", "major progress"),
                )
            ),
            Table("Profile", ("About", own.name), own.profile, text_columns=2),
        ),
        lead=(
            f"{own.name} returned a complete survey for {reading.year}. It is compared with"
            f" {say.lower(_kind_words(own))} ({reading.rate(own.kind).complete:,} returns) and with"
            f" all {reading.rate(ALL).complete:,} returns."
        ),
    )


def _ahead(reading: Reading, own: Own, codes: tuple[str, ...], option: str) -> list[str]:
    """Items where it gives the option, rarest among its kind first; withheld shares left out."""
    keys = [k for code in codes for k in reading.keys(code) if own.option(k) == option]
    shares = {k: reading.share(k, option, group=own.kind).per_cent for k in keys}
    return sorted((k for k in keys if shares[k] is not None), key=lambda k: shares[k] or 0.0)


def _strength_words(
    reading: Reading, own: Own, codes: str | tuple[str, ...], option: str, words: str
) -> str:
    codes = (codes,) if isinstance(codes, str) else codes
    best = _ahead(reading, own, codes, option)[:3]
    if not best:
        return f"You report no {words} that can be compared with partnerships of your kind."
    named = say.listed([_with_share(reading, own, key, option) for key in best])
    return f"You report {words} where few of your kind do: {named}."


def _behind(reading: Reading, own: Own) -> list[str]:
    """Issues it does not address, most addressed among its kind first."""
    keys = [k for k in reading.keys("H02") if own.option(k) == "not_addressed"]
    active = ("joint_strategy", "joint_activity", "measurable")
    shares = {k: reading.share(k, *active, group=own.kind).per_cent for k in keys}
    return sorted((k for k in keys if shares[k] is not None), key=lambda k: -(shares[k] or 0.0))


def _gap_words(reading: Reading, own: Own) -> str:
    missing = _behind(reading, own)[:3]
    if not missing:
        return "There is no issue that you leave unaddressed and that can be compared."
    active = ("joint_strategy", "joint_activity", "measurable")
    named = say.listed(
        [
            f"{say.lower(reading.label(k))}"
            f" ({say.said(reading.share(k, *active, group=own.kind))} of your kind are active)"
            for k in missing
        ]
    )
    return f"You do not address {named}."


def _with_share(reading: Reading, own: Own, key: str, option: str) -> str:
    share = reading.share(key, option, group=own.kind)
    return f"{say.lower(reading.label(key))} ({say.said(share)} of your kind)"


def _words(reading: Reading, own: Own, key: str) -> str:
    code = own.option(key)
    return reading.option_label(key, code).split(",")[0] if code else UNANSWERED


def _beside(
    reading: Reading, own: Own, numbers: Numbers, keys: list[str], option: str, caption: str
) -> Table:
    rows = [
        (
            reading.label(key),
            _words(reading, own, key),
            reading.share(key, option, group=own.kind).words,
            reading.share(key, option).words,
        )
        for key in keys
    ]
    head = ("", "Your answer", "Your kind (%)", "All (%)")
    return numbers.table(caption, ("Item", *head[1:]), rows, text_columns=2)


def _activity(reading: Reading, own: Own, numbers: Numbers) -> Section:
    panel = activity(reading.form, reading.items, own.kind, reading.settings)
    return Section(
        "Activity on policy issues",
        (
            _beside(
                reading,
                own,
                numbers,
                list(reading.keys("H02")),
                "measurable",
                "Your stage on each issue, and who reports measurable outcomes",
            ),
            numbers.panels(
                [panel],
                title=f"Activity by policy issue: {say.lower(_kind_words(own))}",
                first="Policy issue",
                source=reading.source("H02"),
            ),
        ),
    )


def _progress(reading: Reading, own: Own, numbers: Numbers) -> Section:
    keys = [k for code in OUTCOMES for k in reading.keys(code)]
    return Section(
        "Progress made",
        (
            Paragraph(
                "Process, governance and service outcomes, with the share of partnerships that"
                " report major progress."
            ),
            _beside(
                reading, own, numbers, keys, "major", "Your progress, and who reports major progress"
            ),
        ),
    )


def _answers(reading: Reading, own: Own, numbers: Numbers) -> Section:
    rows = []
    for code in SINGLES:
        key = reading.keys(code)[0]
        chosen = own.option(key)
        question = reading.form.question(code)
        if chosen is None:
            rows.append((question.text, UNANSWERED, "", ""))
            continue
        shares = [reading.share(key, chosen, group=g).words for g in (own.kind, ALL)]
        rows.append((question.text, types.of(question).words(question, chosen), *shares))
    rows = [tuple(cell or "N/A" for cell in row) for row in rows]
    return Section(
        "Selected answers",
        (
            Paragraph("How many partnerships gave the same answer as you."),
            numbers.table(
                "Your answers, and the share that gave the same one",
                ("Question", "Your answer", "Your kind (%)", "All (%)"),
                rows,
                text_columns=2,
            ),
        ),
    )


def _next(reading: Reading, own: Own) -> Section:
    steps = [
        f"Look at {say.lower(reading.label(key))}: most partnerships of your kind are active on it"
        " and you do not address it yet. Ask your neighbours how they began."
        for key in _behind(reading, own)[:3]
        if (reading.share(key, "not_addressed", group=own.kind).per_cent or 100) < 50
    ]
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

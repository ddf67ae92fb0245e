"""Where the figures of an edition come from, how far it is, and what is to be done with it next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from portal.web.components import Row
from surveys.results.models import Edition
from surveys.results.queries import is_later_wave, overtaking, successors

RULES = {
    "small_count": "small counts",
    "small_base": "in rows on a small base",
    "all_alike": "in small groups that answered alike",
    "second_in_row": "that would have given another in their row away",
    "across_groups": "that would have given one in another group away",
    "routed": "that would have shown who was asked",
    "dominated": "sums dominated by one partnership",
}
COLOURS = {
    "draft": "grey",
    "checked": "teal",
    "frozen": "purple",
    "released": "green",
    "discarded": "red",
}
State = Edition.State


@dataclass(frozen=True)
class Standing:
    """How far an edition is: `next` says what is to be done; `failed`: its checks that did not hold.

    `successor` is the edition that stands for it now, as far as the reader may read that;
    `overtaken_by` a later one that was frozen before it, so that it never can be.
    """

    edition: Edition
    successor: Edition | None
    failed: tuple[str, ...]
    overtaken_by: Edition | None = None

    @property
    def colour(self) -> str:
        """Of the tag of its state."""
        return COLOURS.get(self.edition.state, "")

    @property
    def badge(self) -> tuple[str, str]:
        """Words and colour of the tag on its own page: what was replaced stands for nothing."""
        if self.successor:
            return "Superseded", "orange"
        return self.edition.get_state_display(), self.colour

    @property
    def next(self) -> str:
        """What somebody who builds editions does with it."""
        state = self.edition.state
        if self.overtaken_by:
            return (
                f"Discard it: edition {self.overtaken_by.number} is newer and already frozen, so"
                " this one cannot be frozen any more."
            )
        if state == State.DRAFT and self.failed:
            return (
                "It did not pass every check. The checks say what to do; mostly that is to discard"
                " this draft and build a new one."
            )
        words = {
            State.DRAFT: "Check it: that counts the same returns again and looks at what the"
            " figures give away. It takes seconds.",
            State.CHECKED: "Read it, then freeze it. From then on it can be used and exported, and"
            " only a newer edition can replace it.",
            State.FROZEN: "Release it, so that departments can read it.",
            State.RELEASED: "Nothing. To correct it, build a new edition, which replaces it when"
            " it is frozen.",
        }
        if self.successor:
            return f"Nothing: edition {self.successor.number} has replaced it. Use that one."
        return words.get(State(state), "")


def standings(editions: Sequence[Edition], *, released_only: bool) -> list[Standing]:
    """How far each edition is, for this reader. Two queries at most."""
    newer = successors(released_only=released_only)
    later = overtaking(editions)
    return [
        Standing(
            edition,
            newer.get(edition.pk),
            tuple(check["words"] for check in edition.checks if not check["passed"]),
            later.get(edition.pk),
        )
        for edition in editions
    ]


def provenance(edition: Edition) -> list[Row]:
    """Steps, inputs, method, settings and hashes, for a summary list."""
    settings = edition.settings
    withheld = [f"{n:,} {RULES.get(rule, rule)}" for rule, n in edition.withheld.items() if n]
    return [
        Row("Survey", f"{edition.wave.year}, {edition.wave.get_state_display().lower()}"),
        Row("Returns counted", f"{edition.complete[0]:,} of {edition.eligible[0]:,} eligible"),
        Row("The earlier survey", compared_words(edition)),
        *steps(edition),
        Row("Counts withheld below", settings.min_count),
        Row("Rows withheld on a base below", settings.min_base),
        Row("Rows marked indicative on a base below", settings.indicative_base),
        Row("Sums withheld when dominated to within", f"{settings.dominance} per cent"),
        Row("Questions that are public facts", ", ".join(settings.public) or "None"),
        Row("Cells withheld", "; ".join(withheld) or "None"),
        Row("Counting rules", f"Version {edition.method}"),
        Row("Questionnaire", edition.questionnaire_sha256),
        Row("Hash of the counting code", edition.code_sha256 or "Not kept"),
        Row("Hash of the returns", edition.inputs_sha256),
        Row("Hash of the cells", edition.cells_sha256),
    ]


def compared_words(edition: Edition) -> str:
    """The edition of the earlier survey that change is computed from, or why there is none."""
    if earlier := edition.earlier:
        return f"Compared with edition {earlier.number} of the {earlier.wave.year} survey."
    if not is_later_wave(edition.wave):
        return "There is no earlier survey to compare it with."
    return (
        "No edition of the earlier survey was frozen when this one was built, so change between"
        " waves is not computed. Freeze one first and build again if you want it."
    )


def steps(edition: Edition) -> list[Row]:
    """Who did what when, as far as it has come."""
    rows = [Row("Built", f"{localtime(edition.built_at):%-d %B %Y} by {edition.built_by}")]
    for name, at, person in (
        ("Checked", edition.checked_at, edition.checked_by),
        ("Frozen", edition.frozen_at, edition.frozen_by),
        ("Released", edition.released_at, edition.released_by),
    ):
        if at:
            by = f" by {person}" if person else " by a command"
            rows.append(Row(name, f"{localtime(at):%-d %B %Y}{by}"))
    if not edition.released_at:
        rows.append(Row("Released", "Not released"))
    return rows

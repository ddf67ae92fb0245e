"""What a person ticked and wrote beside unusual answers on a section's page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.questionnaires.structure import Section
from surveys.questionnaires.types import Raw
from surveys.questionnaires.types.base import cleaned
from surveys.returns.confirmed_seen import box_digest, field_name, read_shown
from surveys.returns.domain.confirming import LONGEST_NOTE
from surveys.returns.domain.saving import LOOK_AGAIN, Ticking
from surveys.returns.standing import Standing

TICK = "Tick the box to confirm the answer, or take your note out"


@dataclass
class Ticked:
    """Soft check → what was done with its box; and those with a fault, in words."""

    confirmations: dict[str, Ticking] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def read_ticked(standing: Standing, section: Section, data: Raw, seen: Mapping[str, int]) -> Ticked:
    """Only what differs from what the page drew. `seen`: question → revision the person has seen.

    A box sends "no" before its "yes": it says that the page asked.
    """
    found = Ticked()
    here = {question.code for question in section.questions}
    for check in standing.form.checks:
        box = data.get(f"confirm.{check.code}")
        if check.kind != "soft" or check.questions[0] not in here or not box:
            continue
        typed = data.get(f"confirm_note.{check.code}") or ("",)
        note = cleaned(typed[0][: LONGEST_NOTE + 1])
        ticked = "yes" in box
        shown = read_shown((data.get(field_name(check.code)) or ("",))[0])
        if box_digest(ticked, note) == shown.box:
            continue  # untouched: what others said meanwhile stands
        if ticked and any(_unseen(standing, code, seen) for code in check.questions):
            found.faults[check.code] = LOOK_AGAIN
        elif not ticked and note and check.code not in standing.confirmed:
            found.faults[check.code] = TICK
        else:
            found.confirmations[check.code] = Ticking(note if ticked else None, shown)
    return found


def _unseen(standing: Standing, code: str, seen: Mapping[str, int]) -> bool:
    answer = standing.stored.get(code)
    return code in seen and answer is not None and answer.revision != seen[code]

"""What a person ticked and wrote beside unusual answers on a section's page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.questionnaires.structure import Section
from surveys.questionnaires.types import Raw
from surveys.questionnaires.types.base import cleaned
from surveys.returns.domain.confirming import LONGEST_NOTE
from surveys.returns.domain.saving import LOOK_AGAIN
from surveys.returns.standing import Standing

TICK = "Tick the box to confirm the answer, or take your note out"


@dataclass
class Ticked:
    """Soft check → note of a confirmation, None: taken back; and those with a fault, in words."""

    confirmations: dict[str, str | None] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def read_ticked(standing: Standing, section: Section, data: Raw, seen: Mapping[str, int]) -> Ticked:
    """Only what differs from what is stored. `seen`: question → revision the person has seen.

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
        stored = standing.confirmed.get(check.code)
        if ticked and (stored is None or stored.note != note):
            if any(_unseen(standing, code, seen) for code in check.questions):
                found.faults[check.code] = LOOK_AGAIN
            else:
                found.confirmations[check.code] = note
        elif not ticked and stored:
            found.confirmations[check.code] = None
        elif not ticked and note:
            found.faults[check.code] = TICK
    return found


def _unseen(standing: Standing, code: str, seen: Mapping[str, int]) -> bool:
    answer = standing.stored.get(code)
    return code in seen and answer is not None and answer.revision != seen[code]

"""The return as a workbook: handed out, taken in, and applied once its sender has seen what it does.

Taking in changes no answer. Applying saves every change or, if somebody changed the same thing
meanwhile and nobody has said which answer counts, none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict, Refused
from surveys.returns.domain.answering import Edit, Saved, save_answers
from surveys.returns.models import Return, Workbook
from surveys.returns.openness import why_not
from surveys.returns.standing import Standing
from surveys.returns.workbook import layout
from surveys.returns.workbook.making import content_of, stamp_of
from surveys.returns.workbook.package import open_workbook
from surveys.returns.workbook.reading import read_workbook
from surveys.returns.workbook.records import Doors, Fault, Reading
from surveys.returns.workbook.writing import write_workbook

MINE = "mine"
STATE = Workbook.State
NOTHING_NEW = (
    "Nothing in this workbook differs from what it was made with, so there is nothing to change."
    " Fill in its framed cells, save it and upload it again."
)
CHOOSE = (
    "Nothing was changed. Somebody changed some of the same answers on the site after this workbook"
    " was made. Choose which answer counts for each of them, then apply the workbook again."
)


class Faulty(Refused):
    """A workbook with faults in its cells; each says what to do. Nothing was kept of it."""

    def __init__(self, faults: list[Fault]):
        count = len(faults)
        noun = "1 cell or line" if count == 1 else f"{count:,} cells or lines"
        super().__init__(f"Nothing was changed: put {noun} right, then upload the workbook again.")
        self.faults = faults


@dataclass(frozen=True)
class Choice:
    """Whose answer counts where two people changed one; `seen`: the revision shown beside it."""

    mine: bool
    seen: int


def make_workbook(*, standing: Standing, mine: Collection[str] | None, by: User) -> bytes:
    """The workbook as .xlsx, its cells open in the sections that may change. Writes nothing."""
    return write_workbook(content_of(standing, mine=mine, by=by, at=timezone.now()))


def take_in_workbook(
    *, standing: Standing, file: UploadedFile, by: User, within: Collection[str] | None
) -> Workbook:
    """Read a filled-in workbook and keep what it would change, for its sender to look at.

    Raises Refused for a file that is none of this return's, Faulty with every fault by cell.
    """
    annual_return = standing.annual_return
    refusal = why_not(annual_return, timezone.localdate())
    if refusal:
        raise Refused(refusal)
    upload, opened = open_workbook(file)
    reading = read_workbook(
        opened,
        form=standing.form,
        attributes=standing.attributes,
        stamp=stamp_of(annual_return),
        doors=Doors(within, standing.open_sections),
    )
    if reading.faults:
        raise Faulty(reading.faults)
    if not reading.changes:
        raise Refused(NOTHING_NEW)
    return _keep(standing, upload.name, upload.sha256, reading, by)


@transaction.atomic
def _keep(standing: Standing, name: str, sha256: str, reading: Reading, by: User) -> Workbook:
    workbook = Workbook.objects.create(
        annual_return=standing.annual_return,
        file_name=name,
        sha256=sha256,
        edits=_edits(standing, reading),
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    record(
        "workbook.uploaded", on=standing.annual_return, by=by, sha256=sha256, file_name=name,
        questions=list(workbook.edits),
    )  # fmt: skip
    return workbook


def _edits(standing: Standing, reading: Reading) -> dict[str, dict[str, Any]]:
    """The changes as they are kept; rows of a grid that the workbook does not show stay."""
    sheets = layout.sheets_of(standing.form, standing.attributes)
    edits = {}
    for code, change in reading.changes.items():
        question = standing.form.question(code)
        lines = tuple(x for s in sheets for x in s.lines if x.question.code == code)
        stored = standing.stored.get(code)
        value = layout.with_rest(
            question, change.held.value, stored.value if stored else None, lines
        )
        edits[code] = {
            "value": value,
            "cannot": change.held.cannot,
            "cannot_note": change.held.cannot_note,
            "base": change.base,
        }
    return edits


@transaction.atomic
def apply_workbook(
    *,
    workbook: Workbook,
    choices: Mapping[str, Choice],
    by: User,
    within: Collection[str] | None,
) -> Saved:
    """Save every change of the workbook; applied already: nothing changes.

    `choices`: for questions that somebody else changed as well. Raises Conflict, changing nothing,
    while one of them is open, and Refused when the workbook was discarded or the return is closed.
    """
    locked = Workbook.objects.select_for_update().get(pk=workbook.pk)
    if locked.state == STATE.APPLIED:
        return Saved()
    if locked.state == STATE.DISCARDED:
        raise Refused("This workbook was discarded. Upload it again if it should count after all.")
    saved = save_answers(
        annual_return=Return.objects.get(pk=locked.annual_return_id),
        edits=_chosen(locked, choices),
        by=by,
        within=within,
    )
    if saved.clashes:
        raise Conflict(CHOOSE)
    locked.state = STATE.APPLIED
    locked.save(update_fields=["state"])
    record(
        "workbook.applied", on=locked.annual_return, by=by, sha256=locked.sha256,
        questions=saved.questions,
    )  # fmt: skip
    return saved


def _chosen(workbook: Workbook, choices: Mapping[str, Choice]) -> dict[str, Edit]:
    edits = {}
    for code, kept in workbook.edits.items():
        choice = choices.get(code)
        if choice is not None and not choice.mine:
            continue
        base = choice.seen if choice else kept["base"]
        edits[code] = Edit(kept["value"], base, kept["cannot"], kept["cannot_note"])
    return edits


@transaction.atomic
def discard_workbook(*, workbook: Workbook, by: User) -> None:
    """Forget what a workbook would change. Raises Refused when it was applied."""
    locked = Workbook.objects.select_for_update().get(pk=workbook.pk)
    if locked.state == STATE.APPLIED:
        raise Refused(
            "This workbook was applied already. Change the answers back on their pages if they"
            " were wrong."
        )
    if locked.state == STATE.DISCARDED:
        return
    locked.state, locked.edits = STATE.DISCARDED, {}
    locked.save(update_fields=["state", "edits"])
    record("workbook.discarded", on=locked.annual_return, by=by, sha256=locked.sha256)

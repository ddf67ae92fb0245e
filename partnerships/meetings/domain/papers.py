"""Papers of agenda items: files come in checked, stay version by version, and are read by right."""

import logging
import uuid
from pathlib import PurePosixPath
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import now

from partnerships.meetings.domain.meetings import check_to_come, locked
from partnerships.meetings.emails import agenda as emails
from partnerships.meetings.models import AgendaItem, Meeting, Paper, PaperVersion
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Missing, Refused
from portal.web.uploads import checked

log = logging.getLogger(__name__)
SAY_WHY = "Say why the paper is restricted. Everybody in the room sees the reason."


@transaction.atomic
def add_paper(
    *,
    item: AgendaItem,
    title: str,
    upload: UploadedFile,
    by: User,
    restricted: bool = False,
    restricted_why: str = "",
) -> Paper:
    """Put a paper under an item of a meeting that is still to come. Once the agenda is published
    it is late, and the body is told.

    Raises Refused, also for a file that is not what it says (see portal.web.uploads).
    """
    meeting = locked(item.meeting)
    check_to_come(meeting)
    # As it is now: its number and its mark are told to others.
    current = AgendaItem.objects.get(pk=item.pk)
    if not title.strip():
        raise Refused("Enter a title for the paper.")
    if restricted and not restricted_why.strip():
        raise Refused(SAY_WHY)
    last = current.papers.order_by("-position").values_list("position", flat=True).first()
    paper = Paper.objects.create(
        item=current,
        position=(last or 0) + 1,
        title=title,
        restricted=restricted,
        restricted_why=restricted_why if restricted else "",
    )
    version = _keep(paper, 1, upload, "", by, late=_is_out(meeting))
    record("paper.added", on=paper, by=by, sha256=version.sha256)
    _tell(version, meeting, by)
    return paper


@transaction.atomic
def add_paper_version(
    *, paper: Paper, upload: UploadedFile, by: User, note: str = ""
) -> PaperVersion:
    """Put a newer file beside the earlier ones, which stay. `note`: what changed. Once the agenda
    is published it is late, and the body is told. Raises Refused."""
    current = _current(paper)
    meeting = current.item.meeting
    latest = current.versions.order_by("-number").first()
    number = latest.number + 1 if latest else 1
    version = _keep(current, number, upload, note, by, late=_is_out(meeting), latest=latest)
    record("paper.version_added", on=current, by=by, number=version.number, sha256=version.sha256)
    _tell(version, meeting, by)
    return version


@transaction.atomic
def restrict_paper(*, paper: Paper, why: str, by: User) -> Paper:
    """Restrict a paper from now on; who downloaded it before has it. Raises Refused."""
    current = _current(paper)
    if not why.strip():
        raise Refused(SAY_WHY)
    current.restricted, current.restricted_why = True, why
    current.save(update_fields=["restricted", "restricted_why"])
    record("paper.restricted", on=current, by=by, reason=why)
    return current


@transaction.atomic
def withdraw_paper(*, paper: Paper, why: str, by: User) -> Paper:
    """Nobody but those who build agendas can read it any more; its line stays on the agenda.
    Raises Refused."""
    current = _current(paper)
    if not why.strip():
        raise Refused("Say why the paper is withdrawn. The agenda shows the reason.")
    current.withdrawn_at, current.withdrawn_why = now(), why
    current.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record("paper.withdrawn", on=current, by=by, reason=why)
    return current


def check_current(paper: Paper) -> None:
    """Raises Refused for a paper that was withdrawn, or whose meeting is over."""
    check_to_come(paper.item.meeting)
    if paper.withdrawn_at:
        raise Refused("This paper was withdrawn. Add a new paper to the item instead.")


def open_paper(*, version: PaperVersion, by: User) -> IO[bytes]:
    """The file, for somebody who may read it; reading a restricted one is an event.

    Raises Missing if the storage has lost it."""
    paper = version.paper
    try:
        file = version.file.open("rb")
    except (FileNotFoundError, ValueError) as error:  # ValueError: no file was ever stored
        log.exception("The file of paper version %s is not in the storage", version.pk)
        raise Missing("The file of this paper is lost. Ask the co-ordinator for it.") from error
    if paper.restricted or paper.item.restricted:
        record("paper.read", on=paper, by=by, number=version.number)
    return file


def _current(paper: Paper) -> Paper:
    """The paper as it is now, under its meeting's lock. Raises Refused if it cannot change."""
    locked(paper.item.meeting)
    current = Paper.objects.select_related("item__meeting__partnership").get(pk=paper.pk)
    check_current(current)
    return current


def _is_out(meeting: Meeting) -> bool:
    return meeting.state == Meeting.State.CALLED


def _tell(version: PaperVersion, meeting: Meeting, by: User) -> None:
    """Whoever read the agenda when it was published has not seen a late file."""
    if version.is_late:
        emails.paper_added(meeting, version, by)


def _keep(
    paper: Paper,
    number: int,
    file: UploadedFile,
    note: str,
    by: User,
    *,
    late: bool,
    latest: PaperVersion | None = None,
) -> PaperVersion:
    upload = checked(file)
    if latest and latest.sha256 == upload.sha256:
        raise Refused(f"This is the same file as version {latest.number}. Choose the changed file.")
    version = PaperVersion(
        paper=paper,
        number=number,
        file_name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        pages=upload.pages,
        scan=upload.scan.state,
        note=note,
        is_late=late,
        uploaded_by=by,
    )
    # Stored under a name of our own: nobody outside chooses a path in the storage.
    stored = uuid.uuid4().hex + PurePosixPath(upload.name).suffix.lower()
    version.file.save(stored, file, save=False)
    version.save()
    return version

"""The answers of an open return, their history, and what was said about unusual ones."""

from django.conf import settings
from django.db import models

from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor
from surveys.returns.models.returns import Return

PERSON = settings.AUTH_USER_MODEL


class Cannot(models.TextChoices):
    """Why a question cannot be answered: a reported state, not a gap."""

    NOT_COLLECTED = "not_collected", "We do not collect this information"
    NOT_YET = "not_yet", "The information is not available yet"
    HELD_ELSEWHERE = "held_elsewhere", "Another organisation holds it and could not share it"
    NOT_AGREED = "not_agreed", "Partners do not agree on an answer"
    DOES_NOT_FIT = "does_not_fit", "None of the answers fits our situation"
    OTHER = "other", "Another reason"


class Answer(TenantModel):
    """The answer to one question of an open return; NULL: cleared. Answers that routing no longer
    asks for are kept here and left out of the frozen document.

    `revision` counts the saves of this answer, so that two people can never overwrite each other
    unseen.
    """

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="answers", db_constraint=False, db_index=False
    )
    question = models.CharField(max_length=12)
    value = models.JSONField(null=True)
    # Why the question cannot be answered (without a value, or with some rows of a grid).
    cannot = models.CharField(max_length=16, choices=Cannot, blank=True)
    cannot_note = models.TextField(blank=True)
    # Year of the wave that the value was copied from and not yet confirmed for this one.
    carried_from = models.PositiveSmallIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="answer_floor", parents=("annual_return",)),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "question"], name="answer_once_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, revision {self.revision}"


class AnswerRevision(TenantModel):
    """What an answer was at one revision, and who made it so: nothing saved is ever lost."""

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="revisions", db_constraint=False, db_index=False
    )
    question = models.CharField(max_length=12)
    revision = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    cannot = models.CharField(max_length=16, choices=Cannot, blank=True)
    cannot_note = models.TextField(blank=True)
    carried_from = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            PartnershipFloor(
                name="answer_revision_floor", parents=("annual_return",), append_only=True
            ),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "question", "revision"],
                name="answer_revision_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, revision {self.revision}"


class Confirmation(TenantModel):
    """Somebody looked at answers that a soft check found unusual, and says that they are right.

    It holds while the answers that the check looks at are those of `seen` (a hash of them).
    """

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="confirmations", db_constraint=False, db_index=False
    )
    check_code = models.CharField(max_length=12)
    seen = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="confirmation_floor", parents=("annual_return",)),
            models.UniqueConstraint(
                fields=["partnership", "annual_return", "check_code"],
                name="confirmation_once_a_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} confirmed"


class Workbook(TenantModel):
    """A filled-in workbook that was uploaded and read: what it would change, before it counts.

    `edits`: {question code: {"value", "cannot", "cannot_note", "base" (revision seen)}}.
    """

    class State(models.TextChoices):
        """waiting → applied | discarded."""

        WAITING = "waiting", "Waiting for you"
        APPLIED = "applied", "Applied"
        DISCARDED = "discarded", "Discarded"

    annual_return = models.ForeignKey(
        Return, models.PROTECT, related_name="workbooks", db_constraint=False, db_index=False
    )
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    edits = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    uploaded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [PartnershipFloor(name="workbook_floor", parents=("annual_return",))]

    def __str__(self) -> str:
        return self.file_name

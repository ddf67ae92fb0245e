"""Editions: the frozen national results of a wave, and their published cells. National."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from surveys.results.breakdowns import GROUPS
from surveys.results.published import ItemCells, ResponseRate, response_rates
from surveys.results.suppression import Thresholds
from surveys.returns.models import Wave

PERSON = settings.AUTH_USER_MODEL


def _by_group(*, null: bool = False) -> ArrayField:
    """One whole number a group, in the order of breakdowns.GROUPS."""
    return ArrayField(models.IntegerField(null=null))


def _statistics() -> ArrayField:
    """One number a group, NULL where withheld; empty for items that are no numbers."""
    return ArrayField(models.FloatField(null=True), default=list)


class Edition(models.Model):
    """Results of a wave as they stood when it was built; a correction is a new edition.

    The database lets items in only while the edition is `building` (that is, inside the one
    transaction that makes it) and afterwards changes nothing but the release.
    """

    class State(models.TextChoices):
        """building → frozen → released."""

        BUILDING = "building", "Being built"
        FROZEN = "frozen", "Not released"
        RELEASED = "released", "Released"

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    method = models.PositiveSmallIntegerField(help_text="Version of the counting rules")
    questionnaire_sha256 = models.CharField(max_length=64)
    thresholds = models.JSONField()
    inputs_sha256 = models.CharField(max_length=64)
    cells_sha256 = models.CharField(max_length=64)
    complete = _by_group()
    eligible = _by_group()
    received = ArrayField(models.IntegerField(), help_text="Returns by the end of each day")
    withheld = models.JSONField()
    built_at = models.DateTimeField(auto_now_add=True)
    built_by = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-wave__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(complete__len=len(GROUPS), eligible__len=len(GROUPS)),
                name="edition_has_every_group",
            ),
            models.CheckConstraint(
                condition=Q(state="released", released_at__isnull=False)
                | (~Q(state="released") & Q(released_at__isnull=True)),
                name="edition_released_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave}, edition {self.number}"

    @property
    def is_released(self) -> bool:
        """True once departments may read it."""
        return self.state == self.State.RELEASED

    @property
    def returns(self) -> int:
        """How many returns it counts."""
        return self.complete[0]

    @property
    def settings(self) -> Thresholds:
        """The disclosure settings it was built with."""
        return Thresholds(**self.thresholds)

    def response_rates(self) -> tuple[ResponseRate, ...]:
        """The response rate of every group."""
        return response_rates(self.complete, self.eligible)


class PublishedItem(models.Model):
    """The published cells of one item: one array row, NULL where a value is withheld.

    `counts` holds the listed options of the first group, then of the second, and so on.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    options = ArrayField(models.CharField(max_length=40))
    in_base = ArrayField(models.BooleanField())
    counts = _by_group(null=True)
    bases = _by_group()
    not_answered = _by_group(null=True)
    dont_know = _by_group(null=True)
    not_applicable = _by_group(null=True)
    mean = _statistics()
    lower = _statistics()
    median = _statistics()
    upper = _statistics()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="item_once_an_edition"),
        ]

    def __str__(self) -> str:
        return self.key

    def cells(self) -> ItemCells:
        """The cells as the pure functions read them."""
        width = len(self.options)
        rows = [self.counts[at * width : (at + 1) * width] for at in range(len(GROUPS))]
        return ItemCells(
            key=self.key,
            kind=self.kind,
            options=tuple(self.options),
            in_base=tuple(self.in_base),
            counts=tuple(tuple(row) for row in rows),
            bases=tuple(self.bases),
            not_answered=tuple(self.not_answered),
            dont_know=tuple(self.dont_know),
            not_applicable=tuple(self.not_applicable),
            mean=tuple(self.mean),
            lower=tuple(self.lower),
            median=tuple(self.median),
            upper=tuple(self.upper),
        )


class Snapshot(models.Model):
    """What a group's returns so far say, as it was shown to partnerships once; never changed.

    `cells`: {item key: {"base": int, "counts": {option: int, or null where withheld}}} of the
    first `returns` of the group. Kept because a return that is taken back and signed again would
    otherwise move the figures by one, and give that one away.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", db_index=False)
    group = models.CharField(max_length=40)
    returns = models.PositiveIntegerField()
    cells = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-returns"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "group", "returns"], name="snapshot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.returns} returns"

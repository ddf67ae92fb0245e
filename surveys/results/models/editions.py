"""Editions: the national results of a wave, what they counted and why cells are withheld."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from surveys.results.breakdowns import GROUPS, REGISTERED
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.models.columns import by_group
from surveys.results.published import ResponseRate, response_rates
from surveys.returns.models import Wave

PERSON = settings.AUTH_USER_MODEL


class Edition(models.Model):
    """Results of a wave as they stood when it was built; a correction is a new edition.

    The database lets items in only while the edition is `building` (that is, inside the one
    transaction that makes it) and afterwards changes nothing but how far it has come. A frozen
    edition is only ever superseded, by a later one that says why in its `note`.
    """

    class State(models.TextChoices):
        """building → draft → checked → frozen → released; a draft or checked one: → discarded."""

        BUILDING = "building", "Being built"
        DRAFT = "draft", "Draft"
        CHECKED = "checked", "Checked"
        FROZEN = "frozen", "Frozen"
        RELEASED = "released", "Released"
        DISCARDED = "discarded", "Discarded"

    FINAL = (State.FROZEN, State.RELEASED)

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    method = models.PositiveSmallIntegerField(help_text="Version of the counting rules")
    questionnaire_sha256 = models.CharField(max_length=64)
    thresholds = models.JSONField()
    code_sha256 = models.CharField(
        max_length=64, default="", help_text="Over the modules that count"
    )
    inputs_sha256 = models.CharField(max_length=64)
    cells_sha256 = models.CharField(max_length=64)
    complete = by_group()
    eligible = by_group()
    received = ArrayField(models.IntegerField(), help_text="Returns by the end of each day")
    withheld = models.JSONField()
    weights = models.JSONField(default=dict, help_text="See surveys.results.weighting")
    quality = models.JSONField(default=dict, help_text="Late beside early returns; for evaluators")
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", help_text="Compared with this one"
    )
    built_at = models.DateTimeField(auto_now_add=True)
    built_by = models.CharField(max_length=200)
    checks = models.JSONField(default=list, help_text="What was found when it was checked")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", db_index=False
    )
    note = models.TextField(blank=True, help_text="Why it replaces the earlier edition")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-wave__year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="edition_number_once"),
            models.CheckConstraint(
                # Editions of the first counting rules have no bands of maturity.
                condition=Q(complete__len__in=[REGISTERED, len(GROUPS)]),
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


class EditionInputs(models.Model):
    """The returns an edition counted, in order of partnership id; the three lists are one table.

    Says which return makes a rebuilt edition differ, and how many returns two editions do not
    have in common. Never shown to readers.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="inputs")
    partnerships = ArrayField(models.BigIntegerField())
    documents = ArrayField(models.CharField(max_length=64), help_text="SHA-256 of each return")
    places = ArrayField(models.PositiveSmallIntegerField(), help_text="breakdowns.place_of")

    def __str__(self) -> str:
        return f"{len(self.partnerships)} returns"


class Protection(models.Model):
    """Why cells of an item are withheld, and what keeps them from being found. For evaluators.

    `cells`: a list of {"group", "option" (or "base", "not_answered", …, "numbers"), "rule",
    "with": [[group, option], …]}: `with` are the other withheld cells by which two returns could
    have exchanged their answers and left every published figure as it is; a cell of another item
    has that item's key in third place.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=40)
    cells = models.JSONField()

    class Meta:
        ordering = ["edition", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="protection_once_an_item"),
        ]

    def __str__(self) -> str:
        return self.key

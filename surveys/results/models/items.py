"""The published cells of an edition, and what was shown of a wave before it had one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from surveys.results.models.columns import by_group, statistics
from surveys.results.models.editions import Edition
from surveys.results.published import ItemCells
from surveys.returns.models import Wave


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
    counts = by_group(null=True)
    bases = by_group(null=True)
    not_answered = by_group(null=True)
    dont_know = by_group(null=True)
    not_applicable = by_group(null=True)
    mean = statistics()
    lower = statistics()
    median = statistics()
    upper = statistics()
    trimmed = statistics()
    total = statistics()
    weighted = ArrayField(models.SmallIntegerField(null=True), default=list)

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
        groups = range(len(self.bases))
        rows = [self.counts[at * width : (at + 1) * width] for at in groups]
        weighted = [self.weighted[at * width : (at + 1) * width] for at in groups]
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
            trimmed=tuple(self.trimmed),
            total=tuple(self.total),
            weighted=tuple(tuple(row) for row in weighted) if self.weighted else (),
        )


class MatchedItem(models.Model):
    """One item that is the same question as in the earlier edition, for partnerships in both waves.

    Groups are those of `matching.GROUPS`, by the classification of the later wave; `counts_…` hold
    the listed options of the first group, then of the second. NULL where a value is withheld.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="matched", db_index=False)
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    earlier_key = models.CharField(max_length=40)
    options = ArrayField(models.CharField(max_length=40))
    counts_now = by_group(null=True)
    counts_then = by_group(null=True)
    bases_now = by_group(null=True)
    bases_then = by_group(null=True)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="matched_once_an_edition"),
        ]

    def __str__(self) -> str:
        return self.key


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

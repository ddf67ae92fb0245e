"""Rows of any model, made by reading its fields; every text of a place carries its canary.

A model with a check constraint, a JSON shape or the like gets one line in VALUES.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from portal.accounts.models import User
from portal.tenancy.checks import floor_of
from portal.tenancy.context import in_national, in_partnership
from portal.tenancy.models import HeldModel, TenantModel

NATION = "nation"
Value = Callable[["Rows", str], Any]

# model → field → value; None keeps the field as it is
VALUES: dict[str, dict[str, Value | None]] = {
    "jobs.Job": {
        "kind": lambda rows, place: "tests.guards.probe_tasks.probe",
        "payload": lambda rows, place: {},
        "state": lambda rows, place: "queued",
        "created_by": lambda rows, place: rows.people[place],
        "system": lambda rows, place: "",
    },
    "mail.Delivery": {"path": lambda rows, place: f"/canary-{place}-path/"},
    "meetings.Attendance": {"member": lambda rows, place: rows.of("membership.Member", place)},
    "meetings.Meeting": {"ends_at": lambda rows, place: timezone.now() + timedelta(hours=2)},
    "meetings.PaperVersion": {
        "file": lambda rows, place: ContentFile(b"%PDF", name=f"{place}.pdf"),
        "content_type": lambda rows, place: "application/pdf",
    },
    "meetings.PrintedFile": {"file": None},
    "membership.Invitation": {
        "secret_sha256": lambda rows, place: sha256(secret_of(place).encode()).hexdigest(),
        "expires_at": lambda rows, place: timezone.now() + timedelta(days=14),
    },
    "results.Extract": {
        "file": lambda rows, place: ContentFile(b"PK\x03\x04", name=f"{place}.zip"),
        "format": lambda rows, place: "csv",
    },
    "returns.Return": {"document_sha256": None},
    "returns.Answer": {"question": None},
    "returns.AnswerRevision": {"question": None},
    "returns.Assignment": {
        "section": lambda rows, place: "A",
        "organisation": lambda rows, place: rows.of("membership.Organisation", place),
    },
    "returns.Effort": {"section": lambda rows, place: "A"},
    "returns.Endorsement": {"section": lambda rows, place: "A"},
    "returns.PrintedReturn": {"file": None},
    "returns.Query": {
        "annual_return": lambda rows, place: _signed(rows, place),
        "question": lambda rows, place: "",
    },
    "returns.Version": {
        "annual_return": lambda rows, place: _signed(rows, place),
        "document": lambda rows, place: _signed(rows, place).document or {},
    },
    "returns.Workbook": {"edits": lambda rows, place: {}},
    **{
        f"reading.{name}": {
            "annual_return": lambda rows, place: _signed(rows, place),
            "question": lambda rows, place: "M06",
            "text_sha256": lambda rows, place: _text_sha256(rows, place),
        }
        for name in ("Coding", "Settlement", "QuoteConsent")
    },
    "reading.Quote": {
        "annual_return": lambda rows, place: _signed(rows, place),
        "question": lambda rows, place: "M06",
        "text_sha256": lambda rows, place: _text_sha256(rows, place),
        "group": lambda rows, place: "all",
    },
    "publications.Publication": {"file": None, "sha256": None},
}


def secret_of(place: str) -> str:
    """The secret of this place's invitation."""
    return f"{canary(place)}secret"


def _signed(rows: "Rows", place: str) -> Any:
    """A return of this place that was signed off, if there is one."""
    model = apps.get_model("returns.Return")
    found = model.objects.filter(document__isnull=False).first()
    return found or rows.of(model, place)


def _text_sha256(rows: "Rows", place: str) -> str:
    """Of the text that the story's signed return answers M06 with."""
    return sha256((_signed(rows, place).document or {})["answers"]["M06"].encode()).hexdigest()


# Models of which a row of its own is made even where the story left some: a worker may end those.
FRESH = {"jobs.Job"}


def canary(place: str) -> str:
    """The word that no other place may ever show; compare in lower case."""
    return f"canary-{place}-"


class Rows:
    """Makes and remembers one row per model and place. `places` maps a place to its partnership."""

    def __init__(self, places: dict[str, models.Model], people: dict[str, User]):
        self.places = places
        self.people = people
        self.made: dict[tuple[str, str], models.Model] = {}

    def scope(self, place: str) -> AbstractContextManager[None]:
        """The partnership of this place, or the nation."""
        if place == NATION:
            return in_national(switch=True)
        return in_partnership(self.places[place].pk, switch=True)

    def of(self, model: type[models.Model] | str, place: str) -> models.Model:
        """The row of this model at this place; made, or found and marked, at the first call."""
        model = apps.get_model(model) if isinstance(model, str) else model
        if not issubclass(model, TenantModel | HeldModel):
            place = NATION
        key = (model._meta.label, place)
        if key not in self.made:
            with self.scope(place):
                self.made[key] = self._row(model, place)
        return self.made[key]

    def _row(self, model: type[models.Model], place: str) -> models.Model:
        fresh = _append_only(model) or model._meta.label in FRESH
        found = None if fresh else self._existing(model, place)
        row = found or model()
        for field in model._meta.concrete_fields:
            self._fill(row, field, place, new=found is None)
        row.save()
        return row

    def _existing(self, model: type[models.Model], place: str) -> models.Model | None:
        rows = model.objects.order_by("pk")
        if issubclass(model, TenantModel | HeldModel):
            rows = rows.filter(partnership=self.places.get(place))
        return rows.first()

    def _fill(self, row: models.Model, field: models.Field, place: str, *, new: bool) -> None:
        own = VALUES.get(row._meta.label, {})
        if field.name in own:
            if own[field.name] is not None:
                setattr(row, field.name, own[field.name](self, place))
        elif _is_free_text(field):
            if new or isinstance(row, TenantModel | HeldModel):
                setattr(row, field.name, self._words(field, place))
        elif new and not _fills_itself(field):
            setattr(row, field.name, self._value(field, place))

    def _words(self, field: models.Field, place: str) -> str:
        words = f"{canary(place)}{field.model._meta.model_name}-{field.name}"
        if isinstance(field, models.EmailField):
            words += "@portal.example"
        return words[: field.max_length] if field.max_length else words

    def _value(self, field: models.Field, place: str) -> Any:
        if field.is_relation:
            if field.related_model is User:
                return self.people[place]
            return self.of(field.related_model, place)
        if field.choices:
            return field.choices[0][0]
        for kind, value in _PLAIN:
            if isinstance(field, kind):
                return value(place)
        raise NotImplementedError(f"{field}: give it a line in tests/support/tenancy.py VALUES")


_PLAIN: tuple[tuple[type[models.Field], Callable[[str], Any]], ...] = (
    (models.JSONField, lambda place: {"note": canary(place)}),
    (models.DateTimeField, lambda place: timezone.now()),
    (models.DateField, lambda place: date(2004, 10, 1)),
    (models.TimeField, lambda place: time(14, 0)),
    (models.BooleanField, lambda place: False),
    (models.DecimalField, lambda place: 1),
    (models.FloatField, lambda place: 1.0),
    (models.IntegerField, lambda place: 1),
    (models.BinaryField, lambda place: canary(place).encode()),
    (ArrayField, lambda place: []),
)


def _append_only(model: type[models.Model]) -> bool:
    floor = floor_of(model)
    return floor is not None and floor.append_only


def _is_free_text(field: models.Field) -> bool:
    text = isinstance(field, models.CharField | models.TextField | models.FileField)
    return text and not field.choices and not field.primary_key


def _fills_itself(field: models.Field) -> bool:
    return (
        field.primary_key
        or field.name == "partnership"
        or field.has_default()
        or field.null
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or field.generated
    )

"""What all forms of a draft's parts share: conditions read as text, faults of sense, what was seen."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.conditions.text import text
from surveys.questionnaires.domain.drafting import Seen
from surveys.questionnaires.drafting import edits, knowing, parts, saying
from surveys.questionnaires.forms.fields import ConditionField
from surveys.questionnaires.types.base import cleaned


class TypedForm(PortalForm):
    """What is typed loses control characters and direction marks before anything else looks at it,
    so that a refused form shows only what a page can show."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None:
            data = {name: cleaned(data[name]) for name in data}
        super().__init__(data, **kwargs)


class PartForm(TypedForm):
    """One part of a draft. `before`: its conditions look at questions standing before this place.

    `part` is the part as it is saved (None for a new one); `told` gives the words of each condition.
    """

    kind: parts.Kind
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(
        self,
        data: Any = None,
        *,
        document: parts.Document,
        revision: int,
        before: int | None,
        part: parts.Part | None = None,
    ) -> None:
        self.document, self.before, self.part = document, before, part
        self.code = parts.code_of(part, self.kind) if part and self.kind != "settings" else ""
        initial = {**self.first_values(part or {}), "revision": revision}
        if part is not None:
            initial["token"] = parts.token(document, self.kind, self.code)
        super().__init__(data, initial=initial)

    def first_values(self, part: parts.Part) -> dict[str, Any]:
        """The saved part as its fields show it."""
        names = [*self.base_fields]
        shown = {name: part[name] for name in names if name in part and part[name] is not None}
        for name, field in self.base_fields.items():
            if isinstance(field, ConditionField):
                shown[name] = text(part.get(name))
        return shown

    def written(self) -> dict[str, Any]:
        """The part as it was typed, for the document; what is left empty is left out."""
        kept = {key: value for key, value in (self.part or {}).items() if key not in self.fields}
        given: dict[str, Any] = {}
        for name in self.fields:
            if name in ("revision", "token"):
                continue
            value = self.cleaned_data.get(name)
            if value not in (None, "", [], False):
                given[name] = value
        return {**kept, **given}

    def seen(self) -> Seen:
        """What the author had in front of them."""
        kind = self.kind if self.part is not None else None
        if kind is None:
            return Seen(self.cleaned_data["revision"], self.kind, "", "")
        return Seen(self.cleaned_data["revision"], kind, self.code, self.cleaned_data["token"])

    def told(self) -> dict[str, str]:
        """Condition field → its words, for those that can be read."""
        found: dict[str, str] = {}
        for name, field in self.fields.items():
            if not isinstance(field, ConditionField):
                continue
            try:
                node = knowing.read(str(self[name].value() or ""), self._scope())
            except knowing.NoCondition:
                continue
            words = knowing.in_words(node, self.document)
            found[name] = f"{field.prefix} {words}." if words else ""
        return found

    def clean(self) -> dict[str, Any]:
        """Conditions become nodes; then the part must have no fault of its own."""
        given = super().clean() or self.cleaned_data
        scope = self._scope()
        for name, field in self.fields.items():
            if isinstance(field, ConditionField) and name in given:
                try:
                    given[name] = knowing.read(given[name], scope)
                except knowing.NoCondition as fault:
                    self.add_error(name, str(fault))
        if not self.errors and self.kind != "settings":
            self._prove()
        return given

    def _prove(self) -> None:
        for fault in edits.own_faults(self.document, self.kind, self.code, self.written()):
            field = saying.spot(fault).field
            words = saying.capital(saying.message(fault))
            self.add_error(field if field in self.fields else None, words)

    def _scope(self) -> Any:
        return knowing.scope_of(self.document, self.before)

"""Forms of what is recorded in one item: passages, interests, decisions, actions."""

from collections.abc import Sequence
from typing import Any

from django import forms

from partnerships.meetings.domain.decisions import CONSENSUS, VOTE, Votes
from partnerships.meetings.models import Attendance, Decision
from partnerships.meetings.queries.record import ItemRecord
from partnerships.membership.forms.days import DayField
from partnerships.membership.models import Member, Organisation
from portal.web.forms import PortalForm

WHY = "Everybody sees this reason, and nothing else of it."


def _text(label: str, rows: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "portal-passage__text"})
    # Spaces at the start of a line mean something in Markdown.
    return forms.CharField(label=label, widget=widget, required=False, strip=False, **more)


class PassagesForm(PortalForm):
    """Both passages of an item, each with the revision that it was typed from."""

    open_text = _text("What was said", 12)
    open_base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    restricted_text = _text("Restricted passage", 6)
    restricted_base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    restricted_why = forms.CharField(
        label="Why it is restricted", required=False, max_length=300, help_text=WHY
    )
    why_was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, record: ItemRecord) -> None:
        super().__init__(data, initial=passages_shown(record))
        if record.item.restricted:
            self.fields["open_text"].label = "What was said (restricted with its item)"
            for name in ("restricted_text", "restricted_base", "restricted_why", "why_was"):
                del self.fields[name]

    def typed(self, name: str) -> str:
        """Text as it was sent, even where the form is not valid."""
        return self.data.get(f"{name}_text", "") if self.is_bound else self.initial[f"{name}_text"]

    def base(self, name: str) -> int:
        """The revision a passage was typed from; -1 for a broken one, which overwrites nothing."""
        value = self.cleaned_data.get(f"{name}_base")
        return -1 if value is None else value

    def why(self) -> str:
        """The reason if it was changed on this page, so that an old page takes none back."""
        typed, was = self.cleaned_data.get("restricted_why", ""), self.cleaned_data.get("why_was")
        return "" if typed == was else typed

    def hold(self, **fields: Any) -> None:
        """Show these values in place of what was sent."""
        self.data = self.data.copy()
        for name, value in fields.items():
            self.data[name] = str(value)


def passages_shown(record: ItemRecord) -> dict[str, Any]:
    """What is stored, as the fields show it."""
    shown: dict[str, Any] = {}
    for name, passage in (("open", record.open), ("restricted", record.restricted)):
        shown[f"{name}_text"] = passage.text if passage else ""
        shown[f"{name}_base"] = passage.revision if passage else 0
    why = record.restricted.restricted_why if record.restricted else ""
    return shown | {"restricted_why": why, "why_was": why}


class DeclarationForm(PortalForm):
    """An interest in one item, of somebody who was there."""

    member = forms.ChoiceField(label="Who declared it")
    words = forms.CharField(
        label="What the interest is",
        help_text="For example: “Her organisation runs the centre that the grant is for.”",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what the interest is"},
    )
    left_room = forms.BooleanField(label="They left the room for this item", required=False)

    def __init__(self, data: Any = None, *, there: Sequence[Attendance], **more: Any) -> None:
        super().__init__(data, **more)
        people = [(row.member_id, f"{row.name}, {row.member.organisation}") for row in there]
        self.fields["member"].choices = [("", "Choose who declared it"), *people]


class _Restrictable(PortalForm):
    """Something that may be kept from the public copy; of a restricted item it always is."""

    restricted = forms.BooleanField(label="Restricted", required=False)
    restricted_why = forms.CharField(
        label="Why it is restricted", help_text=WHY, required=False, max_length=300
    )

    def __init__(self, *args: Any, in_restricted_item: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if in_restricted_item:
            del self.fields["restricted"]
            del self.fields["restricted_why"]
        else:
            self.order_fields([*(f for f in self.fields if not f.startswith("restricted"))])

    def restriction(self) -> dict[str, Any]:
        """Arguments for the domain."""
        found = self.cleaned_data
        why = found.get("restricted_why", "") if found.get("restricted") else ""
        return {"restricted": found.get("restricted", False), "restricted_why": why}


class DecisionForm(_Restrictable):
    """A decision; `earlier` are those of the body that it may replace or rescind."""

    text = forms.CharField(
        label="What was decided",
        help_text="The minutes print RESOLVED and the number before it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what was decided"},
    )
    reached = forms.ChoiceField(
        label="How it was reached",
        choices=Decision.Reached.choices,
        widget=forms.RadioSelect,
        initial=CONSENSUS,
    )
    votes_for = forms.IntegerField(label="Votes for", required=False, min_value=0, max_value=999)
    votes_against = forms.IntegerField(
        label="Votes against", required=False, min_value=0, max_value=999
    )
    votes_abstained = forms.IntegerField(
        label="Abstained", required=False, min_value=0, max_value=999
    )
    casting_vote = forms.BooleanField(
        label="The votes were tied and the chair’s casting vote carried it", required=False
    )
    earlier = forms.ChoiceField(label="Does it end an earlier decision?", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, earlier: Sequence[Decision] | None, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("votes_for", "votes_against", "votes_abstained"):
            self.fields[name].widget.attrs |= {
                "class": "govuk-input--width-3",
                "inputmode": "numeric",
            }
        if earlier:
            self.fields["earlier"].choices = [("", "No"), *_endings(earlier)]
        else:
            del self.fields["earlier"]

    def clean(self) -> dict[str, Any]:
        """Counts are asked for only where the body voted."""
        found = super().clean()
        if found.get("reached") == VOTE:
            for name in ("votes_for", "votes_against"):
                if found.get(name) is None and name not in self.errors:
                    self.add_error(name, f"Enter the {self.fields[name].label.lower()}")
        return found

    def votes(self) -> Votes | None:
        """As counted, or None for a decision by consensus."""
        found = self.cleaned_data
        if found["reached"] != VOTE:
            return None
        counts = (found["votes_for"], found["votes_against"], found.get("votes_abstained") or 0)
        return Votes(*counts, casting=found["casting_vote"])

    def ended(self) -> tuple[str, int] | None:
        """("replace" or "rescind", id of the earlier decision), or None."""
        how, _, ident = self.cleaned_data.get("earlier", "").partition(":")
        return (how, int(ident)) if ident else None


class ActionForm(_Restrictable):
    """An action with who does it by when."""

    text = forms.CharField(
        label="What is to be done",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what is to be done"},
    )
    organisation = forms.ChoiceField(label="Which organisation does it")
    owner = forms.ChoiceField(
        label="Who owns it",
        help_text="A member of that organisation, if it is known.",
        required=False,
    )
    due_on = DayField(label="Done by")

    def __init__(
        self,
        data: Any = None,
        *,
        organisations: Sequence[Organisation],
        members: Sequence[Member],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.people = {m.pk: m for m in members}
        self.partners = {o.pk: o for o in organisations}
        partners = [(pk, o.name) for pk, o in self.partners.items()]
        people = [(pk, f"{m.name}, {m.organisation}") for pk, m in self.people.items()]
        self.fields["organisation"].choices = [("", "Choose an organisation"), *partners]
        self.fields["owner"].choices = [("", "Nobody by name"), *people]


def _endings(earlier: Sequence[Decision]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every earlier decision once under each way to end it."""
    ways = (("replace", "It replaces"), ("rescind", "It rescinds"))
    return [
        (words, [(f"{way}:{d.pk}", f"{d.number}: {_short(d.text)}") for d in earlier])
        for way, words in ways
    ]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:69]}…"

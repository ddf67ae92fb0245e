"""Forms of drafting: the protocol, its text, clauses, parties and obligations."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from partnerships.membership.forms.days import DayField
from partnerships.membership.models import Organisation
from partnerships.protocols.domain.obligations import Undertaking
from partnerships.protocols.models import Obligation, Protocol, ProtocolVersion
from portal.web.forms import PortalForm

MARKDOWN = "You can use Markdown: a blank line begins a paragraph, “- ” begins a point."
LONGEST = 20_000


def prose(label: str, rows: int, hint: str = MARKDOWN, **options: Any) -> forms.CharField:
    """A text area for Markdown."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=widget, **options)


class ProtocolForm(PortalForm):
    """What the register says of a protocol."""

    title = forms.CharField(label="Title", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose a kind"), *Protocol.Kind.choices])
    subject = forms.ChoiceField(
        label="Subject",
        help_text="Together with the parties it finds protocols that overlap.",
        choices=Protocol.Subject.choices,
    )
    is_public = forms.BooleanField(
        label="Show it on the partnership’s public page once it is in force",
        required=False,
        initial=True,
    )


class NewProtocolForm(ProtocolForm):
    """The same with the purpose, which begins the first draft."""

    purpose = prose("Purpose", 5, "What it is for, in a few sentences.", required=False)
    field_order = ("title", "kind", "subject", "purpose", "is_public")


class TextForm(PortalForm):
    """The words of a version that stand outside its clauses."""

    purpose = prose("Purpose", 8, max_length=LONGEST, required=False)
    what_changed = forms.CharField(
        label="What is new in this version",
        help_text="One sentence for the list of versions.",
        max_length=300,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ClauseForm(PortalForm):
    """One clause."""

    heading = forms.CharField(label="Heading", max_length=200)
    text = prose("Text", 10, max_length=LONGEST)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PartiesForm(PortalForm):
    """Which organisations the version binds."""

    label_size = "m"
    parties = forms.ModelMultipleChoiceField(
        label="Which organisations are parties?",
        help_text="Every party signs, and only parties can have obligations.",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = organisations


class UndertakingForm(PortalForm):
    """What one party undertakes."""

    organisation = forms.TypedChoiceField(label="Party", coerce=int)
    what = forms.CharField(label="What does it undertake to do?", max_length=300)
    clause = forms.TypedChoiceField(label="Clause", coerce=int, empty_value=None, required=False)
    measure = forms.CharField(
        label="Measure",
        help_text="How to tell that it is done, for example “figures for every ward”.",
        max_length=300,
        required=False,
    )
    evidence = forms.CharField(
        label="Evidence",
        help_text="What shows that it was kept, for example “the quarterly return”.",
        max_length=300,
        required=False,
    )
    exceptions = forms.CharField(
        label="Exceptions", help_text="When it does not bind.", max_length=300, required=False
    )
    due_on = DayField(label="First due on")
    recurs = forms.ChoiceField(label="How often", choices=Obligation.Recurs.choices)

    def __init__(self, *args: Any, version: ProtocolVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parties = {party.organisation_id: party for party in version.parties.all()}
        self._clauses = {clause.pk: clause for clause in version.clauses.all()}
        parties = [(pk, party.organisation.name) for pk, party in self._parties.items()]
        self.fields["organisation"].choices = [("", "Choose a party"), *parties]
        numbered = [(c.pk, f"{n}. {c.heading}") for n, c in enumerate(self._clauses.values(), 1)]
        self.fields["clause"].choices = [("", "No clause in particular"), *numbered]

    def undertaking(self) -> Undertaking:
        """What was typed, for the domain."""
        given = dict(self.cleaned_data)
        given["organisation"] = self._parties[given["organisation"]].organisation
        given["clause"] = self._clauses.get(given["clause"])
        return Undertaking(**given)


class NextVersionForm(PortalForm):
    """Why there is a next version."""

    what_changed = forms.CharField(
        label="What is going to be new?",
        help_text="One sentence for the list of versions. You can change it later.",
        max_length=300,
        required=False,
    )

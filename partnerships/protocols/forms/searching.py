"""Filters of the register of protocols and of the obligations; plain GET forms."""

from collections.abc import Iterable
from typing import Any

from django import forms

from partnerships.membership.models import Organisation
from partnerships.protocols.models import ObligationReport, Protocol, ProtocolVersion
from partnerships.protocols.queries.obligations import OVERDUE, SOON
from portal.web.forms import PortalForm

REVIEWS = (("", "Any time"), ("0", "Overdue"), ("90", "Within 3 months"), ("365", "Within a year"))
MINE, ALL = "mine", ""


class ProtocolSearch(PortalForm):
    """Filters of the register."""

    q = forms.CharField(label="Words of the title", max_length=80, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All kinds"), *Protocol.Kind.choices], required=False
    )
    subject = forms.ChoiceField(
        label="Subject", choices=[("", "All subjects"), *Protocol.Subject.choices], required=False
    )
    party = forms.TypedChoiceField(label="Party", coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(
        label="State",
        choices=[("", "All states"), *ProtocolVersion.State.choices],
        required=False,
    )
    review = forms.TypedChoiceField(
        label="Review due", choices=REVIEWS, coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, parties: Iterable[Organisation], binding_only: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(each.pk, each.name) for each in parties]
        self.fields["party"].choices = [("", "All parties"), *names]
        if binding_only:
            del self.fields["state"]


class ObligationSearch(PortalForm):
    """Filters of the register of obligations."""

    whose = forms.ChoiceField(
        label="Whose",
        choices=[(ALL, "Everybody’s"), (MINE, "My organisation’s")],
        required=False,
    )
    party = forms.TypedChoiceField(label="Party", coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(
        label="How it stands",
        choices=[
            ("", "All"),
            (OVERDUE, "Overdue"),
            (SOON, "Due within 30 days"),
            *((key, f"Last: {words.lower()}") for key, words in ObligationReport.Outcome.choices),
        ],
        required=False,
    )

    def __init__(self, *args: Any, parties: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(each.pk, each.name) for each in parties]
        self.fields["party"].choices = [("", "All parties"), *names]

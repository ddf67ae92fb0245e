"""Asking for publications."""

from typing import Any

from django import forms

from partnerships.register.queries import active_partnerships
from portal.web.forms import PortalForm
from surveys.publications.models import Publication

NATIONAL_KINDS = [
    (kind.value, kind.label) for kind in (Publication.Kind.ODPM, Publication.Kind.DFT)
]


class NationalKindForm(PortalForm):
    """Which national summary to build."""

    kind = forms.ChoiceField(
        label="Summary",
        choices=NATIONAL_KINDS,
        error_messages={"invalid_choice": "Choose one of the national summaries"},
    )


class PartnershipForm(PortalForm):
    """Whose summary to build."""

    partnership = forms.ChoiceField(
        label="Partnership", error_messages={"required": "Choose a partnership"}
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = active_partnerships().prefetch_related(None).values_list("slug", "name")
        self.fields["partnership"].choices = [("", "Choose a partnership"), *names]

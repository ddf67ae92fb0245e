"""The search form of the public list."""

from django import forms

from partnerships.register.models import AuthorityType, Region
from portal.web.forms import PortalForm


class PartnershipSearch(PortalForm):
    """All fields are optional; a plain GET form."""

    q = forms.CharField(label="Name of a partnership or authority", max_length=80, required=False)
    region = forms.ChoiceField(
        label="Region", choices=[("", "All regions"), *Region.choices], required=False
    )
    authority_type = forms.ChoiceField(
        label="Type of authority",
        choices=[("", "All types"), *AuthorityType.choices],
        required=False,
    )

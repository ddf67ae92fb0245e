"""Filters of the response monitor."""

from django import forms

from partnerships.register.models import AuthorityType, Region
from portal.web.forms import PortalForm
from surveys.returns.models import Return


class ResponseSearch(PortalForm):
    """All optional, a plain GET form; the CSV file takes the same."""

    STATES = (
        ("", "All"),
        ("in", "Signed off"),
        ("out", "Outstanding"),
        ("late", "Late"),
        *((s.value, s.label) for s in Return.State if s != Return.State.INELIGIBLE),
        ("not-eligible", "Not eligible"),
    )

    q = forms.CharField(label="Partnership or authority", max_length=80, required=False)
    state = forms.ChoiceField(label="Return", choices=STATES, required=False)
    region = forms.ChoiceField(
        label="Region", choices=[("", "All regions"), *Region.choices], required=False
    )
    authority_type = forms.ChoiceField(
        label="Type of authority",
        choices=[("", "All types"), *AuthorityType.choices],
        required=False,
    )
    nrf = forms.ChoiceField(
        label="Neighbourhood Renewal Fund",
        choices=(("", "All areas"), ("yes", "NRF areas"), ("no", "Other areas")),
        required=False,
    )

    @property
    def wanted(self) -> dict[str, str]:
        """The filters as given; none if they are wrong."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

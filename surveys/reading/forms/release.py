"""Releasing counts of themes."""

from django import forms

from portal.web.forms import PortalForm


class ReleaseForm(PortalForm):
    """Releasing cannot be undone, so one click is not enough."""

    confirm = forms.BooleanField(
        label="I have checked these counts and understand that their release cannot be taken back"
        " or repeated",
        error_messages={"required": "Tick the box if these counts are to be released"},
    )

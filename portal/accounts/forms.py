"""Forms about one's own account."""

from django import forms

from portal.web.forms import PortalForm


class NewTokenForm(PortalForm):
    """Asks nothing but the wish: the token's life is set by REST_KNOX."""

    confirm = forms.BooleanField(
        label="I will keep this token secret and revoke it when it is no longer needed",
        error_messages={"required": "Confirm that you will keep the token secret"},
    )

"""Which emails a person gets, and the filters of the delivery log."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms

from portal.mail.kinds import DIGEST, kinds
from portal.mail.models import Delivery, Preference
from portal.web.forms import PortalForm


class InlineRadios(forms.RadioSelect):
    """Small radios side by side: the same three answers to many questions."""

    template_name = "mail/inline_radios.html"


class PreferencesForm(PortalForm):
    """One choice for each kind that can be chosen, named by the kind's key."""

    def __init__(self, *args: Any, wishes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds().values():
            if kind.optional:
                self.fields[kind.key] = _choice(kind.words, wishes.get(kind.key))

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(heading, fields) in the table's order."""
        chosen = [kind for kind in kinds().values() if kind.optional]
        return [
            (group, [self[kind.key] for kind in inside])
            for group, inside in groupby(chosen, key=lambda kind: kind.group)
        ]


def _choice(words: str, wish: str | None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=words,
        choices=Preference.Wish.choices,
        widget=InlineRadios,
        initial=wish or Preference.Wish.NOW,
        error_messages={
            "required": f"Choose when to send: {words}",
            "invalid_choice": f"Choose one of the three answers: {words}",
        },
    )


class DeliveryFilter(PortalForm):
    """All fields are optional; a plain GET form."""

    state = forms.ChoiceField(
        label="State", choices=[("", "All states"), *Delivery.State.choices], required=False
    )
    kind = forms.ChoiceField(label="About", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(kind.key, kind.words) for kind in (*kinds().values(), DIGEST)]
        self.fields["kind"].choices = [("", "Everything"), *found]

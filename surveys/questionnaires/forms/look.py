"""The kind of partnership for which a section is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.conditions.faults import REGIONS
from surveys.questionnaires.conditions.words import AUTHORITY_TYPES

FIRST = {"type": "county", "region": REGIONS[0], "nrf": "yes"}


class KindForm(PortalForm):
    """Type of authority, region, and whether it receives Neighbourhood Renewal Fund."""

    type = forms.ChoiceField(
        label="Type of area",
        choices=[(key, words[:1].upper() + words[1:]) for key, words in AUTHORITY_TYPES.items()],
    )
    region = forms.ChoiceField(label="Region", choices=[(name, name) for name in REGIONS])
    nrf = forms.ChoiceField(
        label="Neighbourhood Renewal Fund",
        choices=[("yes", "Receives it"), ("no", "Does not receive it")],
    )

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> KindForm:
        """What the query says; the first choice wherever it says nothing that is one."""
        chosen = dict(FIRST)
        for name, field in cls.base_fields.items():
            given = query.get(name, "")
            if given in dict(field.choices):
                chosen[name] = given
        return cls(initial=chosen, auto_id="kind_%s")

    def attributes(self) -> dict[str, Any]:
        """As routing knows a partnership."""
        return {
            "nrf": self.initial["nrf"] == "yes",
            "authority_type": self.initial["type"],
            "region": self.initial["region"],
            "authority_codes": [],
        }

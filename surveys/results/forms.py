"""The filters of the national picture."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.results.breakdowns import GROUPS, Group
from surveys.results.models import Edition

Choices = list[tuple[Any, Any]]
DIMENSIONS = {
    "nrf": "Neighbourhood Renewal Fund",
    "type": "Type of authority",
    "region": "Region",
    "nrf_type": "NRF by type of authority",
    "maturity": "Maturity: when it first met",
}


class PictureFilters(PortalForm):
    """Which edition and which group; without a choice the newest edition and all partnerships."""

    edition = forms.TypedChoiceField(label="Edition", coerce=int, required=False, empty_value=None)
    group = forms.ChoiceField(label="Partnerships", required=False)

    def __init__(self, *args: Any, editions: Sequence[Edition] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._offer("edition", [(edition.pk, _words(edition)) for edition in editions])
        self._offer("group", group_choices())

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def group_choices() -> Choices:
    """The groups under the names of their dimensions."""
    by_dimension: dict[str, list[Group]] = {}
    for group in GROUPS:
        by_dimension.setdefault(group.dimension, []).append(group)
    first = by_dimension.pop("all")[0]
    choices: Choices = [(first.key, first.label)]
    for dimension, groups in by_dimension.items():
        choices.append((DIMENSIONS[dimension], [(group.key, group.label) for group in groups]))
    return choices


def _words(edition: Edition) -> str:
    released = "" if edition.is_released else ", not released"
    return f"{edition.wave.year} survey, edition {edition.number}{released}"

"""The filters of the national picture; a plain GET form."""

from collections.abc import Sequence

from django import forms

from portal.web.forms import PortalForm
from surveys.results.breakdowns import GROUPS, Group
from surveys.results.models import Edition

DIMENSIONS = {
    "nrf": "Neighbourhood Renewal Fund",
    "type": "Type of authority",
    "region": "Region",
    "nrf_type": "NRF by type of authority",
}


class PictureFilters(PortalForm):
    """Which edition and which group; without a choice the newest edition and all partnerships."""

    edition = forms.TypedChoiceField(label="Edition", coerce=int, required=False, empty_value=None)
    group = forms.ChoiceField(label="Partnerships", required=False)

    def __init__(self, *args: object, editions: Sequence[Edition] = (), **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [(edition.pk, _words(edition)) for edition in editions]
        self.fields["group"].choices = group_choices()


def group_choices() -> list[tuple[str, object]]:
    """The 27 groups under the names of their dimensions."""
    by_dimension: dict[str, list[Group]] = {}
    for group in GROUPS:
        by_dimension.setdefault(group.dimension, []).append(group)
    first = by_dimension.pop("all")[0]
    choices: list[tuple[str, object]] = [(first.key, first.label)]
    for dimension, groups in by_dimension.items():
        choices.append((DIMENSIONS[dimension], [(group.key, group.label) for group in groups]))
    return choices


def _words(edition: Edition) -> str:
    released = "" if edition.is_released else ", not released"
    return f"{edition.wave.year} survey, edition {edition.number}{released}"

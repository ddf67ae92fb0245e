"""The filters of the national picture, and the disclosure settings of a build."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.results.breakdowns import GROUPS, Group
from surveys.results.models import Edition
from surveys.results.suppression import MIN_BASES, MIN_COUNTS, Thresholds

DEFAULTS = Thresholds()
Choices = list[tuple[Any, Any]]
DIMENSIONS = {
    "nrf": "Neighbourhood Renewal Fund",
    "type": "Type of authority",
    "region": "Region",
    "nrf_type": "NRF by type of authority",
}


class ReleaseForm(PortalForm):
    """Releasing cannot be undone, so one click is not enough."""

    confirm = forms.BooleanField(
        label="I have checked this edition and understand that its release cannot be taken back",
        error_messages={"required": "Tick the box if this edition is to be released"},
    )


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


def _smallest(label: str, default: int, allowed: range, hint: str) -> forms.IntegerField:
    low, high = allowed[0], allowed[-1]
    words = f"{label} must be a whole number from {low} to {high}"
    return forms.IntegerField(
        label=label,
        required=False,
        initial=default,
        min_value=low,
        max_value=high,
        help_text=f"{hint} {low} to {high}; {default} if you leave it empty.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )


class DisclosureSettings(PortalForm):
    """What a build withholds; what is left empty has its default."""

    min_count = _smallest(
        "Smallest count shown",
        DEFAULTS.min_count,
        MIN_COUNTS,
        "Counts above zero and below this are withheld.",
    )
    min_base = _smallest(
        "Smallest base shown",
        DEFAULTS.min_base,
        MIN_BASES,
        "Rows with fewer valid answers than this are withheld.",
    )

    def thresholds(self) -> Thresholds:
        """The settings of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Thresholds(**given)


def group_choices() -> Choices:
    """The 27 groups under the names of their dimensions."""
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

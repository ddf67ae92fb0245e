"""The filters of the national picture."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.results.breakdowns import GROUPS, REGISTERED, Group
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
        asked = self.data.get("edition")
        chosen = next((each for each in editions if str(each.pk) == asked), None)
        if editions:
            offer_groups(self, "group", absent_groups(chosen or editions[0]))

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def absent_groups(edition: Edition) -> frozenset[str]:
    """The groups of which the register had nobody when the edition was built."""
    sizes = zip(GROUPS[:REGISTERED], edition.eligible, strict=False)
    return frozenset(group.key for group, size in sizes if not size)


def offer_groups(form: forms.Form, name: str, absent: Collection[str]) -> None:
    """Leave groups without members out of a list, but not the one that is chosen.

    The field takes them still: an address may name a group that another edition has.
    """
    widget = form.fields[name].widget
    assert isinstance(widget, forms.Select)
    none = [each for each in widget.choices if each[0] in ("", None)]
    widget.choices = none + group_choices(set(absent) - {form[name].value()})


def group_choices(without: Collection[str] = ()) -> Choices:
    """The groups under the names of their dimensions."""
    by_dimension: dict[str, list[Group]] = {}
    for group in GROUPS:
        if group.key not in without:
            by_dimension.setdefault(group.dimension, []).append(group)
    first = by_dimension.pop("all")[0]
    choices: Choices = [(first.key, first.label)]
    for dimension, groups in by_dimension.items():
        choices.append((DIMENSIONS[dimension], [(group.key, group.label) for group in groups]))
    return choices


def _words(edition: Edition) -> str:
    released = "" if edition.is_released else ", not released"
    return f"{edition.wave.year} survey, edition {edition.number}{released}"

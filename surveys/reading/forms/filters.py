"""Filters of the list of answers: all optional, a plain GET form."""

from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.questionnaires.structure import Question
from surveys.reading.queries.codebook import Codebook
from surveys.results.breakdowns import GROUPS, REGISTERED, Group

DIMENSIONS = {
    "nrf": "Neighbourhood Renewal Fund",
    "type": "Type of authority",
    "region": "Region",
    "nrf_type": "NRF by type of authority",
}
MINE, DONE, DIFFER, SETTLED = "waiting", "coded", "differ", "settled"
STATES = (
    ("", "All"),
    (MINE, "Waiting for my codes"),
    (DONE, "Coded by me"),
    (DIFFER, "Two coders differ"),
    (SETTLED, "Settled"),
)


class AnswerFilters(PortalForm):
    """Which answers to read."""

    q = forms.CharField(label="Words in the answer", max_length=80, required=False)
    question = forms.ChoiceField(label="Question", required=False)
    group = forms.ChoiceField(label="Partnerships", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    state = forms.ChoiceField(label="Coding", choices=STATES, required=False)

    def __init__(
        self, *args: Any, questions: tuple[Question, ...], book: Codebook, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [
            ("", "All text questions"),
            *((q.code, f"{q.code} {q.text}") for q in questions),
        ]
        self.fields["group"].choices = group_choices()
        self.fields["theme"].choices = [
            ("", "All themes"),
            *((theme.code, theme.label) for theme in book.themes.values() if theme.is_offered),
        ]

    @property
    def wanted(self) -> dict[str, str]:
        """The filters as given; none if they are wrong."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: value for name, value in given.items() if value}


def group_choices() -> list[tuple[str, Any]]:
    """The groups that the register knows, under the names of their dimensions."""
    by_dimension: dict[str, list[Group]] = {}
    for group in GROUPS[:REGISTERED]:
        by_dimension.setdefault(group.dimension, []).append(group)
    del by_dimension["all"]
    grouped = [
        (DIMENSIONS[d], [(g.key, g.label) for g in held]) for d, held in by_dimension.items()
    ]
    return [("", "All partnerships"), *grouped]

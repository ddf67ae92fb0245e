"""The forms of the dashboards: plain GET filters over closed lists."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from portal.web.forms import PortalForm
from surveys.questionnaires.structure import Form
from surveys.results.dashboards.breakdowns import BREAKDOWNS, MEASURES, leading_item
from surveys.results.forms import group_choices, offer_groups

MOST_GROUPS = 4
ORDINALS = ("First group", "Second group", "Third group", "Fourth group")
Choices = Sequence[tuple[Any, Any]]


class Filters(PortalForm):
    """A form whose every field may be left out: then its default stands.

    `chosen` is what the page shows; None when something was asked for that does not exist.
    """

    defaults: Mapping[str, Any] = {}

    def __init__(self, data: QueryDict):
        known = {name: data.getlist(name) for name in data if name in self.base_fields}
        given = QueryDict(mutable=True)
        for name in self.base_fields:
            given.setlist(name, known.get(name) or [self.start(name)])
        super().__init__(given)

    def start(self, name: str) -> Any:
        """The value of a field that the address does not name."""
        return self.defaults.get(name, "")

    @property
    def chosen(self) -> dict[str, Any] | None:
        """The choices with defaults filled in."""
        if not self.is_valid():
            return None
        return {
            name: value if value not in (None, "") else self.start(name)
            for name, value in self.cleaned_data.items()
        }

    def offer(self, name: str, choices: Choices) -> None:
        """What a list of choices holds."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


def choice(label: str, choices: Choices = (), what: str = "one of the list") -> forms.ChoiceField:
    """A list of choices that says in plain words when an address names something else."""
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        error_messages={"invalid_choice": f"There is no such choice. Choose {what}"},
    )


class PictureFile(Filters):
    """For which group a chart of the national picture is asked for."""

    group = choice("Partnerships", what="a group of the list")
    defaults = {"group": "all"}

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.offer("group", group_choices())


class ItemFilters(Filters):
    """By which breakdown one question is shown, and as what."""

    by = choice("Breakdown", list(BREAKDOWNS.items()), "a breakdown of the list")
    show = choice("Figures", list(MEASURES.items()), "per cents or numbers of the list")
    defaults = {"by": "nrf", "show": "valid"}


class SectionFilters(Filters):
    """By which breakdown the questions of a section are shown."""

    by = choice(
        "Breakdown",
        [each for each in BREAKDOWNS.items() if each[0] != "every"],
        "a breakdown of the list",
    )
    defaults = {"by": "type"}


class QuestionSearch(Filters):
    """Words of a question, and the section it stands in."""

    q = forms.CharField(
        label="Words of the question",
        required=False,
        max_length=200,
        error_messages={"max_length": "Search for at most 200 characters"},
    )
    section = choice("Section", what="a section of the list")

    def __init__(self, data: QueryDict, *, form: Form):
        super().__init__(data)
        self.offer("section", [("", "All sections"), *sections(form)])


class CompareFilters(Filters):
    """Two to four groups, and the section or theme to compare them on."""

    first = choice(ORDINALS[0], what="a group of the list")
    second = choice(ORDINALS[1], what="a group of the list")
    third = choice(f"{ORDINALS[2]} (optional)", what="a group of the list")
    fourth = choice(f"{ORDINALS[3]} (optional)", what="a group of the list")
    on = choice("Section or theme", what="a section or a theme of the list")
    defaults = {"first": "nrf", "second": "non_nrf"}

    def __init__(self, data: QueryDict, *, form: Form, absent: Collection[str] = ()):
        self.questionnaire = form
        super().__init__(data)
        for name in ("first", "second"):
            self.offer(name, group_choices())
        for name in ("third", "fourth"):
            self.offer(name, [("", "None"), *group_choices()])
        for name in ("first", "second", "third", "fourth"):
            offer_groups(self, name, absent)
        self.offer("on", topics(form))

    def start(self, name: str) -> Any:
        """The page begins with the section of the leading question."""
        return leading_topic(self.questionnaire) if name == "on" else super().start(name)

    def clean(self) -> dict[str, Any]:
        """A group beside itself tells nothing."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in ("first", "second", "third", "fourth"):
            group = cleaned.get(name) or self.defaults.get(name, "")
            if group and group in seen:
                self.add_error(name, "Choose another group: this one is already compared")
            seen.add(group)
        return cleaned

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups chosen, in order."""
        chosen = self.chosen or {}
        named = (chosen.get(name, "") for name in ("first", "second", "third", "fourth"))
        return tuple(group for group in named if group)


class TrendFilters(Filters):
    """Which section or theme is followed over the waves, and in which group."""

    group = choice("Partnerships", what="a group of the list")
    on = choice("Section or theme", what="a section or a theme of the list")
    defaults = {"group": "all"}

    def __init__(self, data: QueryDict, *, form: Form, absent: Collection[str] = ()):
        self.questionnaire = form
        super().__init__(data)
        self.offer("group", group_choices())
        offer_groups(self, "group", absent)
        self.offer("on", topics(form))

    def start(self, name: str) -> Any:
        """The page begins with the section of the leading question."""
        return leading_topic(self.questionnaire) if name == "on" else super().start(name)


class MapFilters(Filters):
    """Which answer to which question is mapped. `of`: the question whose answers were offered."""

    item = choice("Question", what="a question of the list")
    answer = choice("Answer", what="an answer to this question")
    of = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)

    def __init__(self, data: QueryDict, *, form: Form):
        asked = data.get("item") or leading_item(form)
        self.usual = asked
        if data.get("of") not in (None, "", asked):
            # Another question was chosen: the answer belongs to the one before.
            data = data.copy()
            data.pop("answer", None)
        data = data.copy()
        data["of"] = asked
        super().__init__(data)
        self.offer("item", countable(form))
        item = form.by_item.get(asked)
        inside = [o for o in item.options if o.in_base] if item else []
        self.offer("answer", [("", "The strongest answer"), *((o.code, o.label) for o in inside)])

    def start(self, name: str) -> Any:
        """The question that the page begins with."""
        return self.usual if name == "item" else ""


def leading_topic(form: Form) -> str:
    """The section of the leading question, as a topic."""
    leading = leading_item(form)
    question = form.item(leading).question if leading else ""
    section = form.question(question).section if question else form.sections[0].code
    return f"section:{section}"


def sections(form: Form) -> list[tuple[str, str]]:
    """Code and title of every section."""
    return [(section.code, f"{section.code}. {section.title}") for section in form.sections]


def topics(form: Form) -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections and themes, each under its heading; keys are "section:H", "theme:drivers"."""
    themes = sorted({question.theme for question in form.questions if question.theme})
    return [
        ("Sections", [(f"section:{code}", title) for code, title in sections(form)]),
        ("Themes", [(f"theme:{theme}", theme_words(theme)) for theme in themes]),
    ]


def topic_words(form: Form, topic: str) -> str:
    """A topic as the lists of choices name it."""
    return next(words for _, group in topics(form) for key, words in group if key == topic)


def theme_words(theme: str) -> str:
    """A theme's key as words: "spending_map" is "Spending map"."""
    acronyms = {"laa": "LAA", "lpsa": "LPSA", "ltp": "LTP", "vcs": "VCS"}
    words = [acronyms.get(word, word) for word in theme.replace("figure", "figure ").split("_")]
    plain = " ".join(words)
    return plain[:1].upper() + plain[1:]


def countable(form: Form) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every question with answers to choose from, by section."""
    return [
        (f"{section.code}. {section.title}", _items(section.questions))
        for section in form.sections
        if _items(section.questions)
    ]


def _items(questions: Iterable[Any]) -> list[tuple[str, str]]:
    return [
        (item.key, f"{item.key.split('.')[0]} {item.label}")
        for question in questions
        for item in question.items
        if item.kind in ("choice", "multi")
    ]

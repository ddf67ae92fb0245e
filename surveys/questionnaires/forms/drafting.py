"""Forms of a draft's sections, checks, figures and settings, and of copying a version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from portal.web.forms import PortalForm
from surveys.questionnaires import conditions
from surveys.questionnaires.drafting import parts
from surveys.questionnaires.drafting.lines import categories_text, read_categories
from surveys.questionnaires.forms.base import PartForm, TypedForm
from surveys.questionnaires.forms.fields import (
    CodeField,
    CodesField,
    ConditionField,
    LineField,
    ListField,
    ProseField,
)

VERSION_CODE = RegexValidator(
    r"^[A-Z][A-Z0-9-]{0,19}$",
    "Enter a code of capitals, digits and hyphens that begins with a capital, such as LSP2005",
)
YEAR = {"min_value": 1990, "max_value": 2100}


class CopyForm(TypedForm):
    """What the copy of a version is called."""

    code = forms.CharField(
        label="Code", help_text="For example LSP2005.", max_length=20, validators=[VERSION_CODE]
    )
    year = forms.IntegerField(label="Year of the survey", **YEAR)
    title = LineField("Title", max_length=200)


class RevisionForm(PortalForm):
    """An act on the whole draft as it was seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)


class SettingsForm(PartForm):
    """What stands at the top of the questionnaire."""

    kind = "settings"
    title = LineField("Title", max_length=200)
    code = forms.CharField(
        label="Code", help_text="For example LSP2005.", max_length=20, validators=[VERSION_CODE]
    )
    year = forms.IntegerField(label="Year of the survey", **YEAR)
    version = forms.IntegerField(
        label="Version",
        help_text="1 for the first questionnaire of a year. A correction gets the next number.",
        min_value=1,
        max_value=999,
    )
    reference_date = LineField(
        "Reference day",
        help_text="The day the answers speak of, as year-month-day, for example 2005-10-01.",
        max_length=10,
        required=False,
    )
    eligibility = ConditionField(
        "Which returns count?",
        "A return counts only if",
        help_text="A condition on the answers. Leave it empty if every return counts.",
        required=False,
    )
    status = LineField("What this document is, in a few words", required=False)
    notice = ProseField("Notice shown wherever the questionnaire is shown", required=False)
    attribution = ProseField("Where the content comes from", required=False)

    def clean_reference_date(self) -> str:
        """A day of the calendar."""
        day = self.cleaned_data["reference_date"]
        if day:
            try:
                day = date.fromisoformat(day).isoformat()
            except ValueError as error:
                raise forms.ValidationError(
                    "Enter a day as year-month-day, for example 2005-10-01"
                ) from error
        return day


class SectionForm(PartForm):
    """A section."""

    kind = "section"
    code = CodeField()
    title = LineField("Title")
    intro = LineField(
        "Introduction", max_length=1000, rows=2, required=False, help_text="A sentence or two."
    )
    show_if = ConditionField(
        "Who is asked this section?",
        "Asked only if",
        help_text="A condition on earlier sections or on the partnership. Leave it empty to ask"
        " everybody.",
        required=False,
    )


class CheckForm(PartForm):
    """A rule between answers."""

    kind = "check"
    code = forms.CharField(
        label="Code",
        max_length=10,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Z0-9]{0,9}$",
                "Enter a code of a capital letter and up to 9 capitals or digits, such as CK08",
            )
        ],
    )
    kind_of_check = forms.ChoiceField(
        label="Kind",
        choices=[
            ("hard", "Hard: a return cannot be sent while it fails"),
            ("soft", "Soft: the partnership confirms, with a note if it likes"),
        ],
        widget=forms.RadioSelect,
    )
    when = ConditionField(
        "When does it apply?",
        "It applies if",
        help_text="Leave it empty if it always applies.",
        required=False,
    )
    require = ConditionField("What must then hold?", "It must hold that")
    questions = CodesField(
        label="Questions",
        help_text="Codes with commas. People are sent to the first. Leave it empty to take those of"
        " the rule.",
        required=False,
        max_length=500,
    )
    message = LineField("What is wrong, for the person answering", rows=2)
    remedy = LineField("What to do about it", rows=2)
    rule = LineField("The rule in words", required=False)
    note = ProseField("Remark on the rule, such as its source", required=False, rows=2)

    def first_values(self, part: parts.Part) -> dict[str, Any]:
        """Codes as text; the kind under its own name."""
        shown = {**super().first_values(part), "kind_of_check": part.get("kind", "hard")}
        return {**shown, "questions": ", ".join(part.get("questions", ()))}

    def written(self) -> dict[str, Any]:
        """With the questions of the rule where none are named."""
        part = {**super().written(), "kind": self.cleaned_data.get("kind_of_check")}
        del part["kind_of_check"]
        if not part.get("questions"):
            used = conditions.references(part.get("require"))
            used |= conditions.references(part.get("when"))
            order = [question["code"] for question in self.document["questions"]]
            part["questions"] = sorted(used, key=order.index)
        return part


class FigureForm(PartForm):
    """A published figure."""

    kind = "figure"
    figure = forms.RegexField(
        label="Number",
        regex=r"^[A-Za-z0-9.-]{1,10}$",
        error_messages={"invalid": "Enter letters, digits, full stops and hyphens, 10 at most"},
    )
    title = LineField("Title")
    questions = CodesField(
        label="Questions", help_text="Codes of the questions it shows, with commas.", max_length=500
    )
    categories = ListField(
        "What is stacked, in order",
        read_categories,
        help_text="One a line: the code of an option, or “group CODE | label”.",
        rows=5,
    )

    def first_values(self, part: parts.Part) -> dict[str, Any]:
        """Lists as text."""
        codes = part.get("questions") or [part[key] for key in ("question",) if key in part]
        return {
            **super().first_values(part),
            "questions": ", ".join(codes),
            "categories": categories_text(part.get("categories", ())),
        }

    def written(self) -> dict[str, Any]:
        """One question stands alone, several in a list."""
        part = super().written()
        codes = part.pop("questions", [])
        part.pop("question", None)
        return {**part, "question": codes[0]} if len(codes) == 1 else {**part, "questions": codes}

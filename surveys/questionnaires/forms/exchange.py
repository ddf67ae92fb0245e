"""Forms of import and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.web import contents
from portal.web.forms import PortalForm
from portal.web.uploads import XLSX, Kind, accept
from surveys.questionnaires.forms.drafting import VERSION_CODE, YEAR

JSON = Kind("JSON", (".json",), "application/json", contents.text)
FILES = (JSON, XLSX)
LARGEST = 5 * 1024 * 1024  # bytes; the survey of 2004 has 0.1 million


class ImportForm(PortalForm):
    """A questionnaire as a file."""

    file = forms.FileField(
        label="Questionnaire file",
        help_text="The JSON document of a questionnaire, or an XLSForm saved as .xlsx. At most"
        " 5 MB.",
        widget=forms.FileInput(attrs={"accept": accept(FILES)}),
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty. Choose the file again.",
        },
    )
    year = forms.IntegerField(
        label="Year of the survey",
        help_text="Only for an XLSForm, which does not say it.",
        required=False,
        **YEAR,
    )
    code = forms.CharField(
        label="Code of the questionnaire",
        help_text="Only for an XLSForm, and only if its form_id should not be the code.",
        required=False,
        max_length=20,
        validators=[VERSION_CODE],
    )


class CompareForm(PortalForm):
    """Which two to compare."""

    before = forms.ChoiceField(label="Earlier")
    after = forms.ChoiceField(label="Later")

    def __init__(self, data: Any = None, *, choices: Sequence[tuple[str, str]]):
        super().__init__(data)
        for name in ("before", "after"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

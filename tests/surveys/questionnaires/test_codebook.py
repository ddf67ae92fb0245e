"""The codebook and its CSV."""

import csv
import io
from typing import Any

from surveys.questionnaires import form as forms
from surveys.questionnaires.codebook import (
    HEADINGS,
    Value,
    Variable,
    codebook,
    codebook_csv,
    csv_metadata,
    values_in_words,
)
from surveys.questionnaires.form import Form
from tests.surveys.questionnaires.test_mapping import entry, mapped


def test_a_variable_for_each_column(lsp2004_form: Form, small_form: Form) -> None:
    assert len(codebook(lsp2004_form)) == len(lsp2004_form.columns) == 359
    names = [variable.name for variable in codebook(small_form)]
    assert names == [
        "A1",
        *("A2.board", "A2.forum", "A2.group", "A2.none"),
        *("B1.led", "B1.fit", "B1.nrf"),
        *("B2", "B3", "B4", "B5"),
    ]
    assert len(set(names)) == len(names)


def test_variables(small: dict[str, Any]) -> None:
    mapped(small, entry("B1", "same", "X1"))
    found = {variable.name: variable for variable in codebook(forms.compile(small))}
    assert found["B1.nrf"] == Variable(
        name="B1.nrf",
        question="B1",
        section="B",
        label="How far do you agree? – It is funded",
        kind="One option for each row",
        values=(Value(1, "no", "Disagree"), Value(2, "yes", "Agree"), Value(3, "dk", "Don't know")),
        base="Returns that were asked and answered, without ‘Don't know’",
        asked="Only if you answered ‘Agree’ to A1, and if the area receives Neighbourhood Renewal"
        " Fund",
        earlier="Same question: X1 of BEFORE version 1",
    )
    assert found["A2.forum"].values == (Value(1, "", "Not ticked"), Value(2, "forum", "Ticked"))
    assert found["A2.forum"].label == "Which bodies? – Forum"
    assert found["A2.forum"].kind == "Any number of options. Choose up to 2 options."
    assert found["A2.forum"].asked == "Every partnership"
    assert found["A2.forum"].earlier == "New"
    assert found["B3"].values == (Value(1, "", "Answered; the number is kept beside it"),)
    assert found["B3"].kind == (
        "A number. Enter a number between 0 and 100; enter 0 if there are none."
    )
    assert values_in_words(found["B1.nrf"].values) == (
        "1 = Disagree (no); 2 = Agree (yes); 3 = Don't know (dk)"
    )


def test_csv_has_no_formula(small: dict[str, Any]) -> None:
    small["questions"][0]["text"] = "=HYPERLINK(0)"
    small["questions"][3]["text"] = "@SUM(1)"
    lines = list(csv.reader(io.StringIO(codebook_csv(forms.compile(small)))))
    assert lines[0] == list(HEADINGS)
    assert lines[1][3] == "'=HYPERLINK(0)"
    assert len(lines) == 13
    assert not [cell for line in lines for cell in line if cell[:1] in "=+@" and cell]
    assert lines[1][6] == "0 = Not answered; 250 = Not asked; 251 = Reported as not answerable"


def test_metadata_describes_the_csv(small_form: Form) -> None:
    described = csv_metadata(small_form, "codebook-SMALL-v1.csv")
    assert described["url"] == "codebook-SMALL-v1.csv"
    assert described["dc:title"] == "Codebook of SMALL version 1"
    titles = [column["titles"] for column in described["tableSchema"]["columns"]]
    assert titles == list(HEADINGS)
    assert described["tableSchema"]["primaryKey"] == "variable"

"""What a spreadsheet itself refuses in an answer cell: the rule of its drop-down or bounds."""

from typing import Any

from surveys.questionnaires import types
from surveys.returns.workbook.layout import NO, YES, Line

LONGEST = 255  # of a message, as Excel allows


def rule_of(line: Line, source: str) -> dict[str, Any]:
    """The data validation of a line's answer cell, as XlsxWriter takes it. `source`: the range of
    the options of a choice."""
    question = line.question
    how = types.of(question).how(question)[:LONGEST]
    if line.shape == "choice":
        title = "Not one of the options"
        how = "Choose one of the options in the list of this cell."
        rule: dict[str, Any] = {"validate": "list", "source": source}
    elif line.shape == "tick":
        title = "Yes or No"
        how = f"Choose {YES} if this applies, else {NO} or nothing."
        rule = {"validate": "list", "source": [YES, NO]}
    elif line.shape == "number":
        title = "Not a number that fits"
        rule = {
            "validate": "decimal" if question.decimals else "integer",
            "criteria": "between",
            "minimum": question.min,
            "maximum": question.max,
        }
    else:
        title = "Too long"
        rule = {"validate": "length", "criteria": "<=", "value": question.max_length}
    return {**rule, "error_title": title, "error_message": how}

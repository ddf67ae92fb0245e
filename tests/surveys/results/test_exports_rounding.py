"""Figures of files are rounded as pages round them: exactly, halves up."""

from dataclasses import replace
from typing import Any

import pytest

from surveys.questionnaires.form import compile as compile_form
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.exports.reading import subjects_of
from surveys.results.exports.table import lines_of
from tests.surveys.results.made_edition import cells_of


@pytest.mark.parametrize(
    ("mean", "value", "words"),
    [
        (2.25, 2.3, "2.3"),  # f"{2.25:.1f}" is 2.2
        (0.05, 0.1, "0.1"),
        (2.35, 2.4, "2.4"),  # a little less than that in binary
        (1234.45, 1234.5, "1,234.5"),
        (-0.04, 0.0, "0"),
        (-2.25, -2.3, "-2.3"),
    ],
)
def test_statistics_are_rounded_as_the_pages_round_them(
    document_2004: dict[str, Any], mean: float, value: float, words: str
) -> None:
    form = compile_form(document_2004)
    item = next(each for each in cells_of(form) if each.key == "B13")
    row = replace(item, bases=(40, *item.bases[1:]), mean=(mean, *item.mean[1:]))
    subject = subjects_of(form, [item])["B13"]
    lines = lines_of(subject, row, "all", 0, returns=240, settings=Thresholds())
    found = next(line for line in lines if line.statistic == "mean")
    assert (found.value, found.words) == (value, words)


def test_a_year_has_no_decimals_in_files_either(document_2004: dict[str, Any]) -> None:
    form = compile_form(document_2004)
    item = next(each for each in cells_of(form) if each.key == "A02")
    row = replace(item, bases=(40, *item.bases[1:]), median=(2001.45, *item.median[1:]))
    subject = subjects_of(form, [item])["A02"]
    lines = lines_of(subject, row, "all", 0, returns=240, settings=Thresholds())
    found = next(line for line in lines if line.statistic == "median")
    assert (found.value, found.words) == (2001.0, "2001")

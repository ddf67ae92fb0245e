"""What differs between two sets of answers, in words. Pure."""

import json
from typing import Any

import pytest

from surveys.questionnaires.form import compile as compile_form
from surveys.questionnaires.structure import Form
from surveys.returns.versions import Answers, Changed, answer_words, changes, count
from tests.surveys.returns.desk import DOCUMENT

CODES = frozenset({"A01", "A02", "B02", "B10", "B11", "B14", "M06"})


@pytest.fixture(scope="module")
def form() -> Form:
    return compile_form(json.loads(DOCUMENT.read_text("utf-8")))


def said(cannot: dict[str, Any] | None = None, **given: Any) -> Answers:
    return Answers(given, cannot or {}, CODES)


def one(form: Form, before: Answers, after: Answers) -> Changed:
    (section,) = changes(form, before, after)
    (changed,) = section.questions
    return changed


def test_what_is_the_same_is_not_there(form: Form) -> None:
    answers = said(A01="in_place", B11={"role": "1"}, M06="Words")
    assert changes(form, answers, answers) == ()


def test_under_sections_in_order(form: Form) -> None:
    found = changes(form, said(B02=5, A01="in_place", M06="x"), said(B02=6, A01="forming"))
    assert [(part.section.code, [c.question.code for c in part.questions]) for part in found] == [
        ("A", ["A01"]), ("B", ["B02"]), ("M", ["M06"]),
    ]  # fmt: skip
    assert count(found) == 3


@pytest.mark.parametrize(
    ("code", "was", "now", "words"),
    [
        ("A01", "in_place", "forming", ("In place and meeting", "In the process of being formed")),
        ("B14", 90_000, 95_000, ("£90,000", "£95,000")),
        ("B02", 5, None, ("5 members", "Not answered")),
        ("M06", None, "Words", ("Not answered", "Words")),
        ("B10", ["board"], ["board", "forum"], (
            "Board, executive or core group",
            "Board, executive or core group; Wider forum, assembly or conference",
        )),
    ],
)  # fmt: skip
def test_answers_in_words(form: Form, code: str, was: Any, now: Any, words: tuple) -> None:
    before, after = ({} if v is None else {code: v} for v in (was, now))
    changed = one(form, said(**before), said(**after))
    assert (changed.before, changed.after, changed.rows, changed.is_text) == (*words, (), False)


def test_texts_are_compared_word_by_word(form: Form) -> None:
    changed = one(form, said(M06="One two"), said(M06="One three"))
    assert (changed.before, changed.after, changed.is_text) == ("One two", "One three", True)


def test_grids_row_by_row(form: Form) -> None:
    before = said(B11={"role": "1", "seniority": "2"})
    after = said(B11={"role": "4", "seniority": "2", "membership": "1"})
    changed = one(form, before, after)
    assert (changed.before, changed.after) == ("", "")
    assert changed.rows == (
        ("Members share a clear understanding of the role and purpose of the LSP",
         "Strongly disagree", "Agree"),
        ("The membership is right for the LSP's tasks", "Not answered", "Strongly disagree"),
    )  # fmt: skip


def test_why_it_cannot_be_answered(form: Form) -> None:
    unable = {"B14": {"why": "not_yet", "note": "In May"}}
    changed = one(form, said(B14=90_000), said(unable))
    assert (changed.before, changed.after) == (
        "£90,000", "Cannot be answered: The information is not available yet (In May)",
    )  # fmt: skip
    half = {"B11": {"why": "other", "note": ""}}
    answers = said(half, B11={"role": "1"})
    words = answer_words(form.question("B11"), answers)
    assert words.endswith("; cannot be answered: Another reason")


def test_a_question_that_is_not_asked_any_more(form: Form) -> None:
    gone = Answers({}, {}, CODES - {"B02"})
    changed = one(form, said(B02=5), gone)
    assert (changed.before, changed.after) == ("5 members", "Not asked")

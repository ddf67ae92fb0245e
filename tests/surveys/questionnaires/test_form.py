"""Compiling: frozen, ordered, kept by hash."""

import dataclasses
from typing import Any

import pytest

from surveys.questionnaires import document
from surveys.questionnaires import form as forms
from surveys.questionnaires.form import Column, Form


def test_compile_lists_items_in_order(small_form: Form) -> None:
    assert [(item.key, item.kind, item.anchor) for item in small_form.items] == [
        ("A1", "choice", "id_A1_0"),
        ("A2", "multi", "id_A2_0"),
        ("B1.led", "choice", "id_B1.led_0"),
        ("B1.fit", "choice", "id_B1.fit_0"),
        ("B1.nrf", "choice", "id_B1.nrf_0"),
        ("B2", "number", "id_B2"),
        ("B3", "number", "id_B3"),
        ("B4", "number", "id_B4"),
        ("B5", "text", "id_B5"),
    ]


def test_compile_lays_out_columns(small_form: Form) -> None:
    assert small_form.columns == (
        Column(0, None),
        *(Column(1, option) for option in range(4)),
        *(Column(index, None) for index in range(2, 9)),
    )


def test_compile_numbers_questions_within_their_section(small_form: Form) -> None:
    numbers = {question.code: question.number for question in small_form.questions}
    assert numbers == {"A1": 1, "A2": 2, "B1": 1, "B2": 2, "B3": 3, "B4": 4, "B5": 5}


def test_compile_finds_dependencies_within_the_section(small_form: Form) -> None:
    local = {question.code: set(question.local) for question in small_form.questions}
    assert local == {
        "A1": set(),
        "A2": set(),
        "B1": set(),
        "B2": set(),
        "B3": {"B2"},
        "B4": {"B3"},
        "B5": {"B1"},
    }


def test_form_cannot_be_changed(small_form: Form) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        small_form.title = "Other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        small_form.by_code["A1"] = small_form.questions[1]  # type: ignore[index]
    with pytest.raises(TypeError):
        small_form.section("B").show_if["in"] = ["no"]  # type: ignore[index]


def test_form_look_ups(small_form: Form) -> None:
    assert small_form.question("B2").text == "How many members?"
    assert small_form.item("B1.fit").label == "It is fit"
    assert small_form.section("B").title == "Second"
    with pytest.raises(KeyError):
        small_form.section("Z")


def test_compile_binds_the_year(lsp2004_form: Form) -> None:
    (check,) = [check for check in lsp2004_form.checks if check.code == "CK07"]
    assert dict(check.require["le"][1]) == {"value": 2004}  # type: ignore[index]


def test_compiled_loads_once(small: dict[str, Any]) -> None:
    small["title"] = "Loaded once"
    loads: list[int] = []

    def load() -> dict[str, Any]:
        loads.append(1)
        return small

    sha = document.sha256(small)
    first = forms.compiled(sha, load)
    assert forms.compiled(sha, load) is first
    assert (first.sha256, loads) == (sha, [1])


def test_compiled_refuses_a_document_with_another_hash(small: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="the document's hash is"):
        forms.compiled("0" * 64, lambda: small)
    assert "0" * 64 not in forms._cache


def test_compiled_forgets_the_oldest(small: dict[str, Any]) -> None:
    for version in range(1, forms.KEPT + 3):
        small["version"] = version
        forms.compiled(document.sha256(small), lambda: small)
    assert len(forms._cache) == forms.KEPT

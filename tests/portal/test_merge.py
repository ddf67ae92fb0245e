"""Nobody's words are lost: laws of the three-way merge and of readable differences."""

import itertools
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal import merge as merging
from portal.merge import Change, Clash, Merged, merge, merge_text, word_changes

# Few different lines, blank ones among them, so that they repeat and move.
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "d e", " "]), max_size=9).map("\n".join)
FREE = st.text(st.sampled_from("ab \n.£é’-"), max_size=40)
SCALARS = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "x", "y"])
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
    ),
    max_leaves=8,
)


def lines(text: str) -> Counter[str]:
    """How often each line stands in a text."""
    return Counter(text.split("\n"))


@given(TEXTS, TEXTS)
def test_a_side_that_changed_nothing_gives_way(base: str, changed: str) -> None:
    assert merge_text(base, changed, base) == Merged(changed)
    assert merge_text(base, base, changed) == Merged(changed)


@given(TEXTS, TEXTS)
def test_the_same_text_on_both_sides_is_no_question(base: str, both: str) -> None:
    assert merge_text(base, both, both) == Merged(both)


@given(TEXTS, TEXTS, TEXTS)
def test_whose_side_is_whose_does_not_matter(base: str, theirs: str, mine: str) -> None:
    one, other = merge_text(base, theirs, mine), merge_text(base, mine, theirs)
    if isinstance(one, Merged):
        assert one == other
    else:
        assert (one, other) == (Clash(base, theirs, mine), Clash(base, mine, theirs))


@given(TEXTS, TEXTS, TEXTS)
@example("a\nb\nc", "a\nx\nb\nc", "a\nb\ny\nc")
def test_what_either_side_wrote_stands_in_the_merged_text(
    base: str, theirs: str, mine: str
) -> None:
    merged = merge_text(base, theirs, mine)
    if isinstance(merged, Merged):
        for side in (theirs, mine):
            assert lines(merged.value) >= lines(side) - lines(base)


@given(TEXTS, TEXTS, TEXTS)
def test_only_what_a_side_took_out_is_gone(base: str, theirs: str, mine: str) -> None:
    merged = merge_text(base, theirs, mine)
    if isinstance(merged, Merged):
        gone = lines(base) - lines(merged.value)
        assert gone <= (lines(base) - lines(theirs)) + (lines(base) - lines(mine))


@given(
    st.integers(1, 8),
    st.data(),
)
def test_clash_exactly_where_two_different_edits_overlap(size: int, data: st.DataObject) -> None:
    """Every line is unlike any other, so there is one reading of who did what."""
    base = [f"line {n}" for n in range(size)]
    spans = st.tuples(st.integers(0, size - 1), st.integers(1, 3)).map(
        lambda pair: (pair[0], min(size, pair[0] + pair[1]))
    )
    theirs, mine = data.draw(spans), data.draw(spans)
    texts = []
    for who, (start, end) in (("their", theirs), ("my", mine)):
        new = [f"{who} {n}" for n in range(data.draw(st.integers(0, 2)))]
        texts.append("\n".join([*base[:start], *new, *base[end:]]))
    merged = merge_text("\n".join(base), *texts)
    disjoint = theirs[1] <= mine[0] or mine[1] <= theirs[0]
    assert isinstance(merged, Merged) == (disjoint or texts[0] == texts[1])


def test_two_paragraphs_two_people() -> None:
    base = "The chair opened.\n\nLights were discussed.\n\nClose."
    theirs = "The chair opened at 2 pm.\n\nLights were discussed.\n\nClose."
    mine = "The chair opened.\n\nLights were discussed.\n\nMr Lowe objected.\n\nClose."
    assert merge_text(base, theirs, mine) == Merged(
        "The chair opened at 2 pm.\n\nLights were discussed.\n\nMr Lowe objected.\n\nClose."
    )


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("a\nB\nc", "a\nbb\nc"),  # one line, two ways
        ("a\nc", "a\nbb\nc"),  # taken out and changed
        ("a\nx\nb\nc", "a\ny\nb\nc"),  # two insertions at one place
        ("A\nC", "a\nb\nx\nc"),  # an insertion inside what was replaced
        ("a\nb\nc\nx", "a\nb\nc\ny"),  # both went on at the end
        ("", "a\nb\nC"),  # everything deleted
        ("a\nX\nc", "a\nX\nC"),  # equal in part only
    ],
)
def test_what_a_person_must_decide(theirs: str, mine: str) -> None:
    assert merge_text("a\nb\nc", theirs, mine) == Clash("a\nb\nc", theirs, mine)


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ("A\nb\nc", "a\nB\nc", "A\nB\nc"),  # neighbours
        ("A\nb\nc", "a\nx\nb\nc", "A\nx\nb\nc"),  # an insertion after a changed line
        ("a\nx\nb\nc", "a\nB\nc", "a\nx\nB\nc"),  # and before one
        ("a\nb", "A\nb\nc", "A\nb"),  # taken out elsewhere
    ],
)
def test_what_joins_without_a_question(theirs: str, mine: str, merged: str) -> None:
    assert merge_text("a\nb\nc", theirs, mine) == Merged(merged)


def test_equal_edits_join_once() -> None:
    assert merge_text("a\n\nb", "a\n\nx\n\nb", "a\n\nx\n\nb\n\nend") == Merged("a\n\nx\n\nb\n\nend")


def test_line_ends_of_browsers_are_no_change() -> None:
    assert merge_text("a\nb", "a\r\nb", "A\r\nb") == Merged("A\nb")
    assert merge_text("a\r\nb", "a\nb\nc", "a\rb") == Merged("a\nb\nc")


def test_a_vast_passage_is_compared_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coarser answer, but nothing is lost and nothing takes long."""
    base, theirs, mine = "a\nb\nc\nd\ne", "A\nb\nc\nd\nE", "a\nb\nC\nd\ne"
    assert merge_text(base, theirs, mine) == Merged("A\nb\nC\nd\nE")
    monkeypatch.setattr(merging, "MOST_PAIRS", 8)
    assert merge_text(base, theirs, mine) == Clash(base, theirs, mine)
    assert word_changes("a b\nc d e", "z b\nc d y") == [
        Change("removed", "a b\nc d e"),
        Change("added", "z b\nc d y"),
    ]


@given(JSON, JSON)
def test_values_identity(base: object, changed: object) -> None:
    """Compared as JSON: Python takes True for 1."""
    for merged in (merge(base, changed, base), merge(base, base, changed)):
        assert isinstance(merged, Merged)
        assert repr_of(merged.value) == repr_of(changed)
    assert repr_of(merge(base, changed, changed).value) == repr_of(changed)


@given(JSON, JSON, JSON)
def test_values_symmetry(base: object, theirs: object, mine: object) -> None:
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert type(one) is type(other)
    if isinstance(one, Merged):
        assert repr_of(one.value) == repr_of(other.value)
    else:
        assert (one.base, one.theirs, one.mine) == (base, theirs, mine)


def repr_of(value: object) -> str:
    """Exact text of a JSON value, objects in key order."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{k}:{repr_of(value[k])}" for k in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(repr_of, value)) + "]"
    return repr(value)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}),
        ({"a": 1, "b": 1}, {"b": 1}, {"a": 1, "b": 1, "c": 3}, {"b": 1, "c": 3}),
        (None, {"a": "x"}, {"b": "y"}, {"a": "x", "b": "y"}),
        ({}, {"g": {"r1": "x"}}, {"g": {"r2": "y"}}, {"g": {"r1": "x", "r2": "y"}}),
        ({"a": 1}, {}, {}, {}),
        (1, 1, True, True),
    ],
)
def test_objects_join_key_by_key(
    base: object, theirs: object, mine: object, merged: object
) -> None:
    assert merge(base, theirs, mine) == Merged(merged)


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("x", "y", "z"),
        (0, 1, True),
        (["a"], ["a", "b"], ["a", "c"]),
        ({"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a": 3, "b": 1}),
        ({"a": 1}, {}, {"a": 2}),
        ({"a": 1}, None, {"a": 2}),
        ("x", {"a": 1}, {"b": 1}),
    ],
)
def test_values_that_clash_keep_all_three(base: object, theirs: object, mine: object) -> None:
    assert merge(base, theirs, mine) == Clash(base, theirs, mine)


@given(FREE, FREE)
@example("a\nb", "a\nc")
@example("a b", "a  b")
def test_differences_are_both_texts_to_the_letter(before: str, after: str) -> None:
    changes = word_changes(before, after)
    assert "".join(c.text for c in changes if c.kind != "added") == before
    assert "".join(c.text for c in changes if c.kind != "removed") == after
    assert all(c.text for c in changes)
    assert all(a.kind != b.kind for a, b in itertools.pairwise(changes))


@given(FREE)
def test_no_difference_is_said_where_there_is_none(text: str) -> None:
    assert word_changes(text, text) == ([Change("same", text)] if text else [])


def test_differences_read_in_phrases() -> None:
    before = "The board agreed to pay £5,000 now.\nThanks."
    after = "The board agreed to lend £7,500 in June.\nThanks."
    assert word_changes(before, after) == [
        Change("same", "The board agreed to "),
        Change("removed", "pay £5,000 now"),
        Change("added", "lend £7,500 in June"),
        Change("same", ".\nThanks."),
    ]

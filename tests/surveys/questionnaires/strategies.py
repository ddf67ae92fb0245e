"""Random answers, attributes and conditions over the small questionnaire of conftest.py."""

from typing import Any

from hypothesis import strategies as st

CODES = ("no", "yes", "dk")
ROWS = ("led", "fit", "nrf")
BODIES = ("board", "forum", "group", "none")
NUMBERS = ("B2", "B3", "B4")
TYPES = ("county", "shire_district", "unitary", "metropolitan_district", "london_borough")
REGIONS = ("London", "North West")

some_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=3)
multi_values = st.one_of(
    st.just(["none"]),
    st.sets(st.sampled_from(BODIES[:3]), min_size=1, max_size=2).map(
        lambda chosen: [code for code in BODIES if code in chosen]
    ),
)


def answers() -> st.SearchStrategy[dict[str, Any]]:
    """Any subset of the questions, each with a valid value."""
    return st.fixed_dictionaries(
        {},
        optional={
            "A1": st.sampled_from(CODES),
            "A2": multi_values,
            "B1": st.dictionaries(st.sampled_from(ROWS), st.sampled_from(CODES), min_size=1),
            "B2": st.integers(1, 6),
            "B3": st.sampled_from([0.0, 0.5, 1.0, 2.0, 6.0]),
            "B4": st.integers(0, 4),
            "B5": st.just("Money"),
        },
    )


attributes = st.fixed_dictionaries(
    {
        "nrf": st.booleans(),
        "authority_type": st.sampled_from(TYPES),
        "region": st.sampled_from(REGIONS),
        "authority_codes": st.lists(st.sampled_from(["00AA", "17"]), min_size=1, max_size=2),
    }
)

expressions = st.one_of(
    st.builds(lambda code: {"number": code}, st.sampled_from(NUMBERS)),
    st.builds(
        lambda codes: {"sum": codes}, st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3)
    ),
    st.builds(lambda value: {"value": value}, st.integers(0, 8)),
    st.just({"wave": "year"}),
)
leaves = st.one_of(
    st.builds(lambda codes: {"question": "A1", "in": codes}, some_codes),
    st.builds(
        lambda codes: {"question": "A2", "includes_any": codes},
        st.lists(st.sampled_from(BODIES), min_size=1, max_size=2),
    ),
    st.builds(
        lambda row, codes: {"question": "B1", "row": row, "in": codes},
        st.sampled_from(ROWS),
        some_codes,
    ),
    st.builds(
        lambda code: {"question": code, "answered": True},
        st.sampled_from(["A1", "A2", "B1", "B2", "B3", "B4", "B5"]),
    ),
    st.builds(lambda row: {"question": "B1", "row": row, "answered": True}, st.sampled_from(ROWS)),
    st.builds(lambda value: {"lsp": "nrf", "eq": value}, st.booleans()),
    st.builds(
        lambda values: {"lsp": "authority_type", "in": values},
        st.lists(st.sampled_from(TYPES), min_size=1, max_size=3),
    ),
    st.builds(lambda value: {"lsp": "region", "eq": value}, st.sampled_from(REGIONS)),
    st.just({"lsp": "authority_codes", "includes_any": ["17"]}),
    st.builds(
        lambda name, left, right: {name: [left, right]},
        st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]),
        expressions,
        expressions,
    ),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)

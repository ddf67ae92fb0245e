"""Random answers to the small questionnaire of two_waves.py, with every kind of missing answer."""

import numpy as np
from hypothesis import strategies as st

from surveys.results.breakdowns import AUTHORITY_TYPES, REGIONS

SCALE = ("low", "mid", "high", "dk", "na")
NUMBERS = ("A02", "B02", "B03")
SCORES = {"low": 1, "mid": 2, "high": 3}
SINGLE = {
    "A01": ("in_place", "forming"),
    "A03": ("council", "other", "vacant", "dk"),
    "A05": SCALE,
    "B05": SCALE,
}
MULTI = {"A04": ("x", "y", "z"), "B06": ("p", "q")}
ALONE = {"A04": ("none", "dk"), "B06": ()}


def maybe(strategy):
    return st.none() | strategy


def ticks(code):
    several = st.lists(st.sampled_from(MULTI[code]), min_size=1, unique=True).map(
        lambda chosen: [option for option in MULTI[code] if option in chosen]
    )
    alone = [st.just([option]) for option in ALONE[code]]
    return st.one_of(several, *alone)


RETURN = st.fixed_dictionaries(
    {
        "nrf": st.booleans(),
        "kind": st.sampled_from(list(AUTHORITY_TYPES)),
        "region": st.sampled_from(list(REGIONS)),
        **{code: maybe(st.sampled_from(options)) for code, options in SINGLE.items()},
        **{code: maybe(ticks(code)) for code in MULTI},
        "B01.all": maybe(st.sampled_from(SCALE)),
        "B01.nrf": maybe(st.sampled_from(SCALE)),
        "A02": maybe(st.integers(1995, 2005)),
        "B02": maybe(st.integers(0, 990).map(lambda tenths: tenths / 10)),
        "B03": maybe(st.integers(0, 1_000_000)),
        "B04": maybe(st.text(st.characters(codec="ascii"), min_size=1, max_size=3)),
        "cannot": st.sets(st.sampled_from([*SINGLE, *MULTI, "B01", "B02"]), max_size=2),
    }
)


def many(size, seed):
    """A wave too large to draw answer by answer."""
    rng = np.random.default_rng(seed)

    def pick(options, missing=0.15):
        return None if rng.random() < missing else options[rng.integers(len(options))]

    def tick(code):
        if ALONE[code] and rng.random() < 0.2:
            return [pick(ALONE[code], 0)]
        return [option for option in MULTI[code] if rng.random() < 0.4] or None

    return [
        {
            "nrf": bool(rng.random() < 0.3),
            "kind": pick(list(AUTHORITY_TYPES), 0),
            "region": pick(list(REGIONS)[:4], 0),
            **{code: pick(options) for code, options in SINGLE.items()},
            "A01": pick(("in_place", "in_place", "in_place", "forming"), 0.05),
            **{code: tick(code) for code in MULTI},
            "B01.all": pick(SCALE),
            "B01.nrf": pick(SCALE),
            "A02": pick(range(1995, 2006)),
            "B02": pick([tenths / 10 for tenths in range(100)]),
            "B03": pick(range(0, 900_000, 7)),
            "B04": pick(("words",), 0.5),
            "cannot": {"A05"} if rng.random() < 0.05 else set(),
        }
        for _ in range(size)
    ]

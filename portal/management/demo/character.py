"""What a synthetic partnership is like: hidden traits from which its answers follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import NormalDist
from typing import Any

# Share of the demo's partnerships of each kind; centres the traits so that national shares keep
# their targets.
NRF, COUNTY, URBAN, LONDON, RURAL = 88 / 365, 34 / 365, 68 / 365, 32 / 365, 0.66


@dataclass(frozen=True)
class Character:
    """Hidden traits: four about standard normal over all partnerships, the others centred flags.

    maturity: how long and how well partners have worked together; capacity: staff, data and time
    to do it; inclusion: how far beyond the usual agencies it reaches; candour: how rosy its
    answers are.
    """

    key: str
    traits: Mapping[str, float]
    nrf: bool
    authority_type: str
    forming: bool
    skipping: float

    def bend(self, leans: Mapping[str, float]) -> tuple[float, float]:
        """The push of these leans, and the share of variance the hidden traits explain."""
        push = sum(size * self.traits[name] for name, size in leans.items())
        return push, sum(size * size for name, size in leans.items() if name in HIDDEN)


HIDDEN = ("maturity", "capacity", "inclusion", "candour")


def character(attributes: Mapping[str, Any], rng: Random) -> Character:
    """One partnership's traits from its attributes {nrf, authority_type, region} and chance.

    Areas of the Neighbourhood Renewal Fund are further on, counties behind: both are published
    findings.
    """
    kind = attributes["authority_type"]
    flags = {
        "nrf": bool(attributes["nrf"]) - NRF,
        "county": (kind == "county") - COUNTY,
        "urban": (kind in ("metropolitan_district", "london_borough")) - URBAN,
        "london": (kind == "london_borough") - LONDON,
        "rural": (kind in ("county", "shire_district")) - RURAL,
    }
    draws = [NormalDist().inv_cdf(min(max(rng.random(), 1e-9), 1 - 1e-9)) for _ in range(4)]
    maturity = (
        0.35 * _unit(flags["nrf"], NRF) - 0.15 * _unit(flags["county"], COUNTY) + 0.92 * draws[0]
    )
    traits = {
        "maturity": maturity,
        "capacity": 0.45 * _unit(flags["nrf"], NRF) + 0.3 * draws[0] + 0.84 * draws[1],
        "inclusion": 0.3 * _unit(flags["nrf"], NRF)
        + 0.2 * _unit(flags["urban"], URBAN)
        + 0.9 * draws[2],
        "candour": draws[3],
    }
    forming = not attributes["nrf"] and maturity < -1.75
    key = repr(rng.random())
    return Character(
        key, {**traits, **flags}, bool(attributes["nrf"]), kind, forming, 0.4 + 1.2 * rng.random()
    )


def _unit(flag: float, share: float) -> float:
    """A centred yes-or-no flag scaled to unit variance."""
    return flag / sqrt(share * (1 - share))

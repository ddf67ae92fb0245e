"""Synthetic numbers and money: first meeting, seats by sector, staff, cost, funding."""

from random import Random

from portal.management.demo.character import Character
from portal.management.demo.shape import Shape, amount, choose, ticked

FIRST_MET = {"1997": 2, "1999": 4, "2000": 8, "2001": 21, "2002": 42, "2003": 18, "2004": 5}
# Seats of the board by sector, per cent: councillors, officers, other public, private, voluntary,
# others.
SEATS = {"B03": 21.0, "B04": 11.0, "B05": 27.0, "B06": 13.0, "B07": 23.0, "B08": 5.0}
# Published for the areas of the Fund in London, January 2004: 32 per cent on average.
VOLUNTARY_IN_LONDON = 36.5


def first_met(who: Character, rng: Random) -> int:
    """The year of the first meeting; mature partnerships began earlier."""
    shape = Shape(tuple(FIRST_MET.values()), {"maturity": -0.6, "nrf": -0.3})
    return int(choose(shape, [{"code": year} for year in FIRST_MET], who, rng))


def board(who: Character, rng: Random) -> dict[str, int]:
    """Members of the board (B02) and how many come from each sector (B03 to B08), which add up."""
    size = min(max(round(amount(22, 0.38, who, rng, inclusion=0.3, nrf=0.4)), 7), 90)
    weights = {code: amount(share, 0.22, who, rng) for code, share in SEATS.items()}
    if who.authority_type == "county":
        weights["B03"] *= 1.5
    if who.nrf:
        in_london = who.authority_type == "london_borough"
        weights["B07"] *= (VOLUNTARY_IN_LONDON if in_london else 26.0) / SEATS["B07"]
    return {"B02": size, **_seats(size, weights)}


def _seats(size: int, weights: dict[str, float]) -> dict[str, int]:
    """Whole seats in proportion to the weights, by largest remainder."""
    exact = {code: size * weight / sum(weights.values()) for code, weight in weights.items()}
    seats = {code: int(value) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (seats[code] - exact[code], code))
    for code in by_remainder[: size - sum(seats.values())]:
        seats[code] += 1
    return seats


def meetings(who: Character, rng: Random) -> int:
    """Meetings of the board in the last twelve months."""
    return min(max(round(amount(5.6, 0.35, who, rng, maturity=0.3)), 1), 14)


def staff(who: Character, rng: Random) -> float:
    """Full-time equivalents in halves; some have none at all."""
    if ticked(Shape((9,), {"capacity": -0.5, "nrf": -1.2}), who, rng):
        return 0.0
    return min(round(2 * amount(1.7, 0.7, who, rng, capacity=0.4, nrf=1.5)) / 2 or 0.5, 30.0)


def running_cost(people: float | None, who: Character, rng: Random) -> int:
    """Pounds a year, in hundreds: mostly salaries."""
    paid = (people if people is not None else 2.0) * amount(35_000, 0.15, who, rng)
    return 100 * round((paid + amount(9_000, 0.6, who, rng, nrf=0.5)) / 100)


def pooled(who: Character, rng: Random) -> int:
    """Pounds pooled through the partnership, in thousands; nearly half pooled nothing."""
    if ticked(Shape((46,), {"maturity": -0.4, "nrf": -0.5}), who, rng):
        return 0
    return 1000 * round(min(amount(160_000, 1.1, who, rng, nrf=1.0), 20_000_000) / 1000)


def renewal_fund(who: Character, rng: Random) -> int:
    """An invented allocation of the Neighbourhood Renewal Fund in pounds, in thousands."""
    centre = (
        6_200_000
        if who.authority_type in ("metropolitan_district", "london_borough")
        else 2_700_000
    )
    return 1000 * round(min(max(amount(centre, 0.6, who, rng), 500_000), 45_000_000) / 1000)

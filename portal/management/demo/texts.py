"""Short synthetic free texts; each says so, and none can pass for a real quotation."""

from random import Random

MARK = "Synthetic example: "
PLACES = (
    "the estates",
    "the town centre",
    "our villages",
    "two priority wards",
    "the coalfield wards",
)
PARTNERS = (
    "the police and the housing associations",
    "the Primary Care Trust and the council",
    "the college and Jobcentre Plus",
    "the voluntary sector network",
    "the bus operators and the hospital",
)
TEXTS: dict[str, tuple[str, ...]] = {
    "I07": (
        "a joint team of {partners} works in {place}; burglary fell by a fifth in two years.",
        "{partners} share one advice centre in {place}, used by 1,200 people in its first year.",
        "a shared data base of {partners} moved home-safety visits to {place} first.",
        "{partners} agreed one plan for young people in {place} and paid for it together.",
        "a bus link planned with {partners} brought {place} within half an hour of the hospital.",
    ),
    "M06": (
        "a community strategy that {partners} have all signed and report on every quarter.",
        "trust: {partners} now bring their budgets to the table before they are settled.",
        "residents of {place} sit on the board and have changed its priorities.",
        "one set of targets in place of five plans, agreed with {partners}.",
    ),
    "M07": (
        "to keep {partners} at the table while preparing for a Local Area Agreement.",
        "to move mainstream money to {place} when every partner has national targets of its own.",
        "to run the partnership with a very small team and no certain funding after March.",
        "to show what the partnership adds, beyond what {partners} would have done anyway.",
        "to bring ward councillors and residents of {place} closer to the board.",
    ),
    "G08": (
        "travel to work and housing demand; with the neighbouring partnerships and the region.",
        "the economy of the wider conurbation; with the development agency and adjoining councils.",
        "hospital services used across the county boundary; with {partners}.",
        "flood risk along the river; with the districts upstream and the Environment Agency.",
    ),
}


def synthetic_text(code: str, rng: Random) -> str:
    """One marked sentence for a free-text question."""
    pattern = _pick(TEXTS[code], rng)
    words = pattern.format(partners=_pick(PARTNERS, rng), place=_pick(PLACES, rng))
    return MARK + words


def _pick(choices: tuple[str, ...], rng: Random) -> str:
    return choices[int(rng.random() * len(choices))]

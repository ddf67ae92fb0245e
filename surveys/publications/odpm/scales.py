"""Which answers of the questionnaire's scales the summary adds together."""

from surveys.publications.pieces import bars_of
from surveys.publications.reading import ALL, Reading
from surveys.results.figures import Bar, Category

AGREE = ("4", "5")
IMPORTANT = ("2", "3")
STRONG = ("2", "3")
MORE = ("more", "much_more")
MAJOR = Category("major", "Major progress", ("major",))
OUTCOMES = (("process", "I01"), ("governance", "I02"), ("service", "I03"))


def outcomes(reading: Reading, *options: str, group: str = ALL) -> list[Bar]:
    """Every process, governance and service outcome by the share of some options."""
    return [b for _, code in OUTCOMES for b in bars_of(reading, code, *options, group=group)]

"""The columns of the tidy tables: names, types, units and what they say."""

from dataclasses import dataclass

PER_CENT = "per cent, one decimal, halves up"
PARTNERSHIPS = "partnerships"


@dataclass(frozen=True)
class Column:
    """One column; `datatype` as CSVW names it. `key`: it tells the rows apart and is never empty."""

    name: str
    about: str
    datatype: str = "string"
    unit: str = ""
    key: bool = False


CELLS = (
    Column("item", "Key of the item: a question, or a row of a grid such as H02.crime", key=True),
    Column("question", "Code of the question"),
    Column("section", "Code of the section"),
    Column("question_text", "The question in words"),
    Column("part", "The row of a grid in words; empty for a whole question"),
    Column("kind", "choice, multi (tick all that apply), number or text"),
    Column("group", "Key of the group of partnerships", key=True),
    Column("group_label", "The group in words"),
    Column("dimension", "What the group belongs to: all, nrf, type, region, nrf_type or maturity"),
    Column(
        "option",
        "Code of the answer, or name of the statistic; not_answered, dont_know and not_applicable"
        " stand outside the base",
        key=True,
    ),
    Column("label", "The answer or the statistic in words"),
    Column(
        "statistic",
        "answers where partnerships are counted; otherwise mean, trimmed_mean, lower_quartile,"
        " median, upper_quartile, total or mean_score",
    ),
    Column("count", "Partnerships that gave the answer", "integer", PARTNERSHIPS),
    Column("per_cent", "Of valid answers (the base)", "decimal", PER_CENT),
    Column("per_cent_of_all", "Of all returns of the group", "decimal", PER_CENT),
    Column(
        "weighted_per_cent",
        "Of valid answers, weighted for non-response; empty where the edition has no weights",
        "integer",
        "per cent, whole",
    ),
    Column("value", "The statistic", "decimal", "the unit of the question"),
    Column("base", "Valid answers; empty where withheld", "integer", PARTNERSHIPS),
    Column("words", "The figure as it is printed: a whole per cent, a number or a symbol"),
    Column("status", "shown, withheld or not_asked"),
)

RESPONSE = (
    Column("group", "Key of the group of partnerships", key=True),
    Column("group_label", "The group in words"),
    Column("dimension", "What the group belongs to"),
    Column("complete", "Complete returns", "integer", PARTNERSHIPS),
    Column(
        "eligible",
        "Partnerships that were asked and are not ineligible; empty where nobody knows",
        "integer",
        PARTNERSHIPS,
    ),
    Column("per_cent", "Complete returns of those eligible", "decimal", PER_CENT),
    Column("words", "The rate as it is printed"),
    Column(
        "status",
        "shown, not_asked where nobody was eligible, not_computed where nobody knows who was",
    ),
)

CHANGE = (
    Column("item", "Key of the item in this survey", key=True),
    Column("earlier_item", "Key of the same item in the survey before"),
    Column("label", "The item in words"),
    Column("group", "Key of the group, by the classification of this survey", key=True),
    Column("group_label", "The group in words"),
    Column("option", "Code of the answer", key=True),
    Column("option_label", "The answer in words"),
    Column("count_now", "Of partnerships in both surveys, now", "integer", PARTNERSHIPS),
    Column("base_now", "Valid answers now", "integer", PARTNERSHIPS),
    Column("per_cent_now", "Of valid answers now", "decimal", PER_CENT),
    Column("words_now", "The per cent now as it is printed"),
    Column("count_then", "Of the same partnerships, the time before", "integer", PARTNERSHIPS),
    Column("base_then", "Valid answers then", "integer", PARTNERSHIPS),
    Column("per_cent_then", "Of valid answers then", "decimal", PER_CENT),
    Column("words_then", "The per cent then as it is printed"),
    Column("points", "Difference of the per cents", "decimal", "percentage points, one decimal"),
    Column("status", "shown, withheld or not_asked"),
)

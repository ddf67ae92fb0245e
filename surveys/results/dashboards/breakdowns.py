"""The breakdowns and measures that a reader may choose from: closed lists, no free drilling."""

from surveys.questionnaires.structure import Form, Option, Question
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, Group

BREAKDOWNS: dict[str, str] = {
    "nrf": "NRF and non-NRF areas",
    "type": "Type of authority",
    "region": "Region",
    "nrf_type": "NRF by type of authority",
    "maturity": "Maturity: when it first met",
    "every": "Every breakdown",
}
MEASURES: dict[str, str] = {
    "valid": "Per cent of valid answers",
    "all": "Per cent of all returns",
    "counts": "Numbers of partnerships",
    "weighted": "Weighted beside unweighted",
}
ALL = "all"


def groups_of(by: str) -> tuple[Group, ...]:
    """All partnerships, then the groups of the breakdown."""
    if by == "every":
        return GROUPS
    return (GROUPS[0], *(group for group in GROUPS if group.dimension == by))


def label_of(group: str) -> str:
    """The words for a group of this key."""
    return GROUPS[GROUP_INDEX[group]].label


def is_year(question: Question) -> bool:
    """Whether its numbers are years, which have no comma between thousands."""
    return question.unit == "year"


def unit_of(question: Question) -> str:
    """What a number counts: "£", "year", "" if the question does not say."""
    return "£" if question.currency == "GBP" else question.unit or question.currency


def strongest_first(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options of a scale from the highest score down; those of a mere list as they are asked."""
    inside = tuple(option for option in options if option.in_base)
    if any(option.score is None for option in inside):
        return inside
    return tuple(sorted(inside, key=lambda option: -(option.score or 0)))


def leading_item(form: Form) -> str:
    """The question that pages begin with: the first with a published figure, or the first."""
    asked = [figure["question"] for figure in form.figures if figure.get("question")]
    questions = [form.question(code) for code in asked] + list(form.questions)
    items = (item for question in questions for item in question.items)
    return next((item.key for item in items if item.kind in ("choice", "multi")), "")

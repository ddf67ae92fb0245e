"""Who can see and do what in a partnership, computed from the table of roles. Pure."""

from dataclasses import dataclass

from partnerships.membership.permissions import P
from partnerships.membership.roles import OBSERVER, PARTNERSHIP_ROLES, Role

# In the order of the page; a right belongs to the subject of its first word.
SUBJECTS = (
    ("The partnership and its people", ("PARTNERSHIP", "MEMBERS", "ROLES", "INTEREST", "DELIVERY")),
    (
        "Meetings, minutes and registers",
        (
            "MEETING",
            "PROPOSAL",
            "MINUTES",
            "DECISION",
            "ACTION",
            "ATTENDANCE",
            "RESTRICTED",
            "SEARCH",
        ),
    ),
    ("Protocols", ("PROTOCOL",)),
    ("The annual return and its summary", ("RETURN", "QUOTE", "SUMMARY")),
)
COLUMNS: tuple[Role, ...] = (*PARTNERSHIP_ROLES.values(), OBSERVER)
# Who has the wider right may do the narrower as well, which the table of roles need not repeat.
WIDER = {
    P.MINUTES_READ_CONFIRMED: P.MINUTES_READ,
    P.PROTOCOL_READ_IN_FORCE: P.PROTOCOL_READ,
    P.RETURN_READ_ACCEPTED: P.RETURN_READ,
}
# What a role is for, in one sentence: on the page of people, and beside each choice of a role.
GIST = {
    "coordinator": (
        "Runs the room: invites people, plans meetings, writes minutes and answers the survey."
    ),
    "chair": "Confirms minutes, signs protocols and signs off the return. Reads everything.",
    "member": "Takes part: reads the papers, proposes items, reports on actions, signs protocols.",
}


# What people may do without any right of a role, because of who they are. Keep it true to
# partnerships/meetings/reading.py, which decides.
BEYOND_ROLES = (
    (
        "Members of a body",
        (
            "Whoever holds a seat on a body today, or stands in for its holder, reads the body’s"
            " restricted items, papers, decisions and actions."
        ),
    ),
    (
        "The owner of an action",
        "Reads that action, restricted or not, whatever body it comes from. Not the item behind it.",
    ),
    (
        "Names in published minutes",
        (
            "Published minutes keep the names that they were frozen with. Taking a name off the"
            " public page later does not take it out of minutes published before."
        ),
    ),
)


class NoSubject(LookupError):
    """A right of a role that no subject of the page names: add its first word to SUBJECTS."""


@dataclass(frozen=True)
class Line:
    """One right and, column by column, whether the role carries it."""

    words: str
    held: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Subject:
    """Rights that belong together."""

    key: str
    title: str
    lines: tuple[Line, ...]


def matrix(columns: tuple[Role, ...] = COLUMNS) -> list[Subject]:
    """Every right that one of the roles carries, by subject, in the order of permissions.py.

    Raises NoSubject for a right that would be missing from the page.
    """
    known = [right for right in P if any(right in role.rights for role in columns)]
    subjects = {word for _, words in SUBJECTS for word in words}
    if lost := [right.name for right in known if _of(right) not in subjects]:
        raise NoSubject(", ".join(lost))
    return [
        Subject(
            f"subject-{place}",
            title,
            tuple(_line(right, columns) for word in words for right in known if _of(right) == word),
        )
        for place, (title, words) in enumerate(SUBJECTS, 1)
    ]


def _of(right: P) -> str:
    return right.name.partition("_")[0]


def _line(right: P, columns: tuple[Role, ...]) -> Line:
    words = right.value
    enough = {right, WIDER.get(right, right)}
    held = tuple((role.words, bool(enough & role.rights)) for role in columns)
    return Line(words[0].upper() + words[1:], held)

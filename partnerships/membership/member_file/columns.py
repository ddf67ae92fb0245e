"""The columns of the CSV file of members, and how cells are kept from being formulas.

One line is one member. Cells that a spreadsheet would take for a formula are written with an
apostrophe in front, which reading takes away again, so an exported file can be imported as it is.
"""

from dataclasses import dataclass

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it holds for the page that explains the file, and its room."""

    heading: str
    holds: str
    longest: int = 0
    needed: bool = False


ORGANISATION = Column("Organisation", "Its name as in the list of organisations", 160, True)
SECTOR = Column("Sector", "Needed for an organisation that is new here; else may be empty")
KIND = Column("Kind", "Kind of a new organisation; empty means “Other”")
NAME = Column("Name", "The member’s name", 120, True)
JOB_TITLE = Column("Job title", "May be empty", 120)
EMAIL = Column("Email", "May be empty. With the organisation it says who the member is", 254)
PHONE = Column("Phone", "May be empty", 40)
MAY_SIGN = Column("May sign", "Yes if the member signs protocols for the organisation, else No")
NAME_PUBLIC = Column("Name public", "Yes if the name may stand on the public page, else No")
SINCE = Column("Since", "First day as a member, such as 31/3/2004; may be empty")
COLUMNS = (
    ORGANISATION, SECTOR, KIND, NAME, JOB_TITLE, EMAIL, PHONE, MAY_SIGN, NAME_PUBLIC, SINCE,
)  # fmt: skip


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) or is_guarded(cell) else cell


def is_guarded(cell: str) -> bool:
    """Also a cell that only looks guarded gets an apostrophe, or reading would take its own."""
    return cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)

"""The registers' figures as pages show them."""

from partnerships.meetings.queries.actions import ActionCounts
from portal.web.components import Stat


def action_stats(counts: ActionCounts) -> list[Stat]:
    """The figures at the top of the register of actions."""
    late = f"{counts.mine_overdue} of them overdue" if counts.mine_overdue else "none overdue"
    return [
        Stat("Mine, open", f"{counts.mine:,}", late if counts.mine else "nothing to do"),
        Stat("Open", f"{counts.open:,}", "in the partnership"),
        Stat("Overdue", f"{counts.overdue:,}", "their day has passed"),
        Stat("Closed", f"{counts.closed:,}", "each with a note"),
    ]

"""Writing a CSV file of members, and the empty one to start from."""

import csv
import io
from collections.abc import Iterable

from partnerships.membership.member_file.columns import COLUMNS, guarded
from partnerships.membership.models import Member


def write(members: Iterable[Member]) -> str:
    """A file of these members (with their organisations), ready for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in COLUMNS])
    for m in members:
        cells = (
            m.organisation.name,
            m.organisation.get_sector_display(),
            m.organisation.get_kind_display(),
            m.name,
            m.job_title,
            m.email,
            m.phone,
            "Yes" if m.may_sign else "No",
            "Yes" if m.name_public else "No",
            m.since.strftime("%d/%m/%Y") if m.since else "",
        )
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()

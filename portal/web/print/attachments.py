"""The data behind a document as CSV files: one for each figure and each numbered table."""

import csv
import io
import re
from collections.abc import Iterator

from portal.web.print.document import Attachment, Document, Table

# A cell beginning so is run as a formula by spreadsheets; a plain number or a lone sign is not.
_FORMULA = re.compile(r"[=+\-@\t\r](?!\d+([.,]\d+)?%?$).", re.DOTALL)


def safe(cell: str) -> str:
    """`cell`, with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def csv_of(table: Table) -> bytes:
    """A table as CSV (UTF-8 with byte order mark): headings, then rows; the notes are not in it."""
    text = io.StringIO()
    csv.writer(text).writerows([safe(cell) for cell in row] for row in (table.head, *table.rows))
    return text.getvalue().encode("utf-8-sig")


def data_files(document: Document) -> Iterator[Attachment]:
    """figure-1.csv, table-1.csv and so on, then the files that the document itself carries."""
    for figure in document.figures():
        words = f"Data of figure {figure.number}: {figure.title}"
        yield Attachment(f"figure-{figure.number}.csv", words, csv_of(figure.table))
    for table in document.tables():
        if table.number:
            words = f"Data of table {table.number}: {table.caption}"
            yield Attachment(f"table-{table.number}.csv", words, csv_of(table))
    yield from document.attachments

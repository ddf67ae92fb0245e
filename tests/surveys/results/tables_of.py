"""The tables of a page as a reader sees them: each figure by the words of its row and column."""

from html.parser import HTMLParser


class _Tables(HTMLParser):
    """Collects every table as rows of cell texts; what only screen readers get is part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("th", "td") and self.tables:
            self.tables[-1][-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.tables[-1][-1][-1] += data


def tables_of(html: str) -> list[dict[tuple[str, str], str]]:
    """For each table: (first cell of the row, heading of the column) → text."""
    parser = _Tables()
    parser.feed(html)
    found = []
    for rows in parser.tables:
        head, *body = [[" ".join(cell.split()) for cell in row] for row in rows if row]
        found.append(
            {
                (row[0], heading): cell
                for row in body
                for heading, cell in zip(head[1:], row[1:], strict=False)
            }
        )
    return found

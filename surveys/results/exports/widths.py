"""How wide the columns of a sheet are, in characters: no word is cut, no line is endless."""

from surveys.results.exports.sheets import Sheet

NARROWEST, WIDEST_TEXT, NUMBERS = 12, 60, 16


def widths_of(sheet: Sheet) -> tuple[int, ...]:
    """Text columns by their longest text, up to a limit beyond which it wraps; numbers alike."""
    widths = []
    for column, name in enumerate(sheet.head):
        if column >= sheet.words:
            widths.append(max(NUMBERS, max(len(word) for word in name.split()) + 3))
            continue
        longest = max((len(str(row[column])) for row in sheet.rows), default=0)
        widths.append(min(WIDEST_TEXT, max(NARROWEST, longest + 2, len(name) + 4)))
    return tuple(widths)

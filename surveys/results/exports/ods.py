"""The sheets of an edition as an OpenDocument spreadsheet, by a writer of our own: a zip of XML.

Libraries take seconds to minutes for what these lines write in half a second.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from portal.web.print.attachments import safe
from surveys.results.exports.about import PUBLISHER, About
from surveys.results.exports.archive import archive
from surveys.results.exports.sheets import Cell, Sheet
from surveys.results.exports.widths import widths_of

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
INCH_A_CHARACTER = 0.085
_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "meta": "meta",
        "manifest": "manifest",
        "fo": "xsl-fo-compatible",
    }.items()
)
_ROOT = f'{_NAMES} {_LINKS} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
# What XML cannot hold at all; tabs and line ends would be taken for spaces anyway.
_UNSPEAKABLE = dict.fromkeys(range(32), " ")
_PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LOOKS = (
    '<style:style style:name="title" style:family="table-cell"><style:text-properties'
    ' style:font-name="Arial" fo:font-size="16pt" fo:font-weight="bold"/></style:style>'
    '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties'
    ' fo:wrap-option="wrap"/><style:text-properties style:font-name="Arial" fo:font-size="11pt"'
    ' fo:font-weight="bold"/></style:style>'
    '<style:style style:name="text" style:family="table-cell"><style:table-cell-properties'
    ' fo:wrap-option="wrap" style:vertical-align="top"/><style:text-properties'
    ' style:font-name="Arial" fo:font-size="11pt"/></style:style>'
    '<style:style style:name="plain" style:family="table-cell"><style:text-properties'
    ' style:font-name="Arial" fo:font-size="11pt"/></style:style>'
    '<style:style style:name="short" style:family="table-cell"><style:table-cell-properties'
    ' style:vertical-align="top"/><style:paragraph-properties fo:text-align="end"/>'
    '<style:text-properties style:font-name="Arial" fo:font-size="11pt"/></style:style>'
)


def write(sheets: tuple[Sheet, ...], about: About) -> bytes:
    """A table for each sheet, each with its database range, so that readers know where it is."""
    files = {
        "mimetype": MIMETYPE,
        "content.xml": _content(sheets),
        "meta.xml": _meta(about),
        "META-INF/manifest.xml": _manifest(),
    }
    return archive([(name, text.encode()) for name, text in files.items()], stored=["mimetype"])


def _content(sheets: tuple[Sheet, ...]) -> str:
    widths = sorted({width for sheet in sheets for width in widths_of(sheet)})
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * INCH_A_CHARACTER:.2f}in"/>'
        "</style:style>"
        for width in widths
    )
    tables = "".join(part for sheet in sheets for part in _table(sheet))
    ranges = "".join(_range(number, sheet) for number, sheet in enumerate(sheets, start=1))
    return (
        f"{_PROLOGUE}<office:document-content {_ROOT}><office:font-face-decls>"
        '<style:font-face style:name="Arial"/></office:font-face-decls>'
        f"<office:automatic-styles>{_LOOKS}{columns}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}"
        f"<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _table(sheet: Sheet) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
    for width in widths_of(sheet):
        yield f'<table:table-column table:style-name="w{width}"/>'
    yield _row([_text(sheet.title, "title")])
    for remark in sheet.remarks:
        yield _row([_text(remark, "plain")])
    heads = _row([_text(name, "head") for name in sheet.head])
    yield f"<table:table-header-rows>{heads}</table:table-header-rows>"
    memory: dict[Cell, str] = {}
    for row in sheet.rows:
        cells = [_cell(value, memory) for value in row]
        if sheet.links:
            cells[0] = _link(str(row[0]))
        yield _row(cells)
    yield "</table:table>"


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(value: Cell, memory: dict[Cell, str]) -> str:
    """A cell; the same text stands in thousands of them and is written once."""
    if not isinstance(value, str):
        return (
            f'<table:table-cell table:style-name="short" office:value-type="float"'
            f' office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        )
    if value not in memory:
        memory[value] = _text(value, "short" if value.startswith("[") else "text")
    return memory[value]


def _text(value: str, look: str) -> str:
    words = escape(safe(value.translate(_UNSPEAKABLE)))
    return (
        f'<table:table-cell table:style-name="{look}" office:value-type="string">'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def _link(name: str) -> str:
    """A cell that leads to the sheet of this name."""
    address = quoteattr(f"#'{name}'.A1")
    return (
        '<table:table-cell table:style-name="text" office:value-type="string"><text:p>'
        f'<text:a xlink:type="simple" xlink:href={address}>{escape(name)}</text:a></text:p>'
        "</table:table-cell>"
    )


def _range(number: int, sheet: Sheet) -> str:
    first = 2 + len(sheet.remarks)
    name = sheet.name.replace("'", "''")
    place = f"'{name}'.A{first}:'{name}'.{_letters(len(sheet.head))}{first + len(sheet.rows)}"
    filters = "true" if sheet.words > 2 else "false"
    return (
        f'<table:database-range table:name="table_{number}" table:contains-header="true"'
        f' table:target-range-address={quoteattr(place)} table:display-filter-buttons="{filters}"/>'
    )


def _letters(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _meta(about: About) -> str:
    built = f"{about.built_at:%Y-%m-%dT%H:%M:%S}"
    return (
        f"{_PROLOGUE}<office:document-meta {_ROOT}><office:meta>"
        f"<dc:title>{escape(about.words)}</dc:title><dc:creator>{escape(PUBLISHER)}</dc:creator>"
        f"<dc:description>{escape(' '.join(about.notices))}</dc:description>"
        f"<dc:language>en-GB</dc:language><dc:date>{built}</dc:date>"
        f"<meta:creation-date>{built}</meta:creation-date>"
        "</office:meta></office:document-meta>"
    )


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", MIMETYPE), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
    )
    names = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return (
        f'{_PROLOGUE}<manifest:manifest {names} manifest:version="1.3">{entries}'
        "</manifest:manifest>"
    )

"""An XLSForm workbook as a questionnaire document, with a list of what could not be taken over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData, xlsx_to_dict

from surveys.questionnaires import document as documents
from surveys.questionnaires.faults import Fault
from surveys.questionnaires.xlsform.building import Builder
from surveys.questionnaires.xlsform.naming import one_line

MOST_ROWS = 2_000  # of one sheet; what follows takes time by their square
MOST_UNPACKED = 20_000_000  # bytes; reading takes memory and time in proportion
SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file. `document` is None when there are `faults`.

    `left_out`: what the document lacks or assumes, in words, one line each.
    """

    document: dict[str, Any] | None
    left_out: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(data: bytes, *, year: int, code: str = "") -> Read:
    """Read an .xlsx file. `code`: of the questionnaire; empty: the form_id of the file."""
    try:
        form = _form(data)
    except PyXFormError as error:
        return Read(None, faults=(Fault("XLSForm", _first_line(str(error))),))
    # A mangled workbook makes the reader fail in more ways than it has names for.
    except Exception:  # noqa: BLE001
        message = "cannot be read; save it again as an Excel workbook (.xlsx)"
        return Read(None, faults=(Fault("file", message),))
    builder = Builder(str(form.get("default_language", "default")))
    builder.build(form["children"])
    document = _document(form, builder, year, code)
    faults = documents.validate(document)
    return Read(None if faults else document, tuple(builder.left_out), tuple(faults))


def _form(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
            raise PyXFormError("unpacks to more than 20 MB")
    sheets = xlsx_to_dict(io.BytesIO(data))
    if not sheets.get("survey"):
        raise PyXFormError("has no sheet called survey with a question in it")
    for sheet in ("survey", "choices"):
        if len(sheets.get(sheet, ())) > MOST_ROWS:
            raise PyXFormError(f"has more than {MOST_ROWS:,} rows on its sheet {sheet}")
    known = {key: value for key, value in sheets.items() if key.removesuffix("_header") in SHEETS}
    found: dict[str, Any] = workbook_to_json(
        DefinitionData(**known, sheet_names=sheets["sheet_names"], fallback_form_name="form"),
        warnings=[],
    )
    return found


def _document(form: Mapping[str, Any], builder: Builder, year: int, code: str) -> dict[str, Any]:
    form_id = str(form.get("id_string", ""))
    version = str(form.get("version", ""))
    title = one_line(form.get("title"), builder.language, 200, lambda: None)
    document = {
        "code": code or form_id.upper(),
        "year": year,
        "version": int(version) if version.isascii() and version.isdigit() else 1,
        "title": title or form_id,
        "sections": builder.sections,
        "questions": builder.questions,
    }
    if builder.notice:
        document["notice"] = builder.notice
    return document


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "is broken")[:300]

"""An extract as CSV with its codebook, as Parquet or for SPSS. Pure."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.web.print.attachments import safe
from surveys.questionnaires.structure import Form
from surveys.results.exports.about import RECONSTRUCTION, SYNTHETIC
from surveys.results.exports.archive import archive
from surveys.results.exports.sav import Variable, write_variables
from surveys.results.extracts.microdata import Measured
from surveys.results.models import Export

CONFIDENTIAL = (
    "Answers of single partnerships, given in confidence. Keep this file where only the evaluation"
    " team can read it, use it for the reason below and delete it afterwards."
)
HEADINGS = ("Variable", "Label", "Values", "Missing values", "Base", "Asked of", "Last time")


@dataclass(frozen=True)
class Origin:
    """What an extract says of itself. `at`: when it was asked for, the date its files carry."""

    year: int
    form: Form
    reason: str
    texts_reason: str
    asked_by: str
    at: datetime
    synthetic: bool

    def lines(self) -> tuple[str, ...]:
        """What a reader has to know, line by line."""
        return (
            f"Returns of the {self.year} survey of Local Strategic Partnerships",
            CONFIDENTIAL,
            RECONSTRUCTION,
            *((SYNTHETIC,) if self.synthetic else ()),
            f"Asked for by {self.asked_by} on {self.at:%-d %B %Y}.",
            f"Reason: {self.reason}",
            *((f"Free texts: {self.texts_reason}",) if self.texts_reason else ()),
            f"Questionnaire: {self.form.sha256}",
        )


def write_csv(variables: Sequence[Measured], origin: Origin) -> bytes:
    """returns.csv, codebook.csv, csv-metadata.json and README.txt in a zip."""
    metadata = json.dumps(_metadata(variables, origin), indent=1, ensure_ascii=False)
    return archive(
        [
            ("README.txt", "\r\n".join((*origin.lines(), "")).encode("utf-8-sig")),
            ("csv-metadata.json", metadata.encode()),
            ("returns.csv", _returns(variables)),
            ("codebook.csv", _codebook(variables)),
        ]
    )


def _returns(variables: Sequence[Measured]) -> bytes:
    columns = [
        [safe(value) for value in each.values] if each.kind == "text" else each.values
        for each in variables
    ]
    return _csv([each.name for each in variables], zip(*columns, strict=True))


def _codebook(variables: Sequence[Measured]) -> bytes:
    rows = []
    for each in variables:
        about = each.about
        said = (about.base, about.asked, about.earlier) if about else ("", "", "")
        cells = (each.name, each.label, _words(each.labels), _words(each.missing), *said)
        rows.append([safe(cell) for cell in cells])
    return _csv(HEADINGS, rows)


def _words(codes: Mapping[int, str]) -> str:
    """ "Yes (1); No (2)": a cell that begins with -9 would be taken for a formula."""
    return "; ".join(f"{words} ({code})" for code, words in codes.items())


def _csv(head: Sequence[str], rows: object) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(head)
    lines.writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode("utf-8-sig")


def _metadata(variables: Sequence[Measured], origin: Origin) -> dict[str, object]:
    kinds = {"text": "string", "code": "integer", "number": "decimal"}
    columns = [
        {
            "name": each.name,
            "titles": each.name,
            "dc:description": each.label,
            "datatype": kinds[each.kind],
            **({"notes": [{"code": c, "words": w} for c, w in {**each.labels, **each.missing}.items()]}
               if each.missing or each.labels else {}),
        }
        for each in variables
    ]  # fmt: skip
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": "returns.csv",
        "dc:title": origin.lines()[0],
        "dc:rights": CONFIDENTIAL,
        "dc:description": " ".join(origin.lines()[2:]),
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns, "primaryKey": "partnership"},
    }


def write_sav(variables: Sequence[Measured], origin: Origin) -> bytes:
    """With labels; the kinds of missing answers are missing values."""
    names = spss_names(each.name for each in variables)
    ready = [
        Variable(
            name, each.label, each.values, {**each.labels, **each.missing}, tuple(each.missing)
        )
        for name, each in zip(names, variables, strict=True)
    ]
    return write_variables(
        ready, title=f"Returns {origin.year}", notes=origin.lines(), at=origin.at
    )


def spss_names(names: object) -> list[str]:
    """Names as SPSS allows them: letters, digits, dots and underscores, each once."""
    found: list[str] = []
    for name in names:  # type: ignore[attr-defined]
        plain = "".join(c if c.isascii() and (c.isalnum() or c == ".") else "_" for c in name)
        plain = plain[:58].rstrip("._") or "v"
        number, wanted = 1, plain
        while wanted.lower() in {each.lower() for each in found}:
            number += 1
            wanted = f"{plain}_{number}"
        found.append(wanted)
    return found


def write_parquet(variables: Sequence[Measured], origin: Origin) -> bytes:
    """Typed columns; labels and missing codes stand in the metadata of each."""
    import pyarrow as pa  # noqa: PLC0415 optional
    from pyarrow import parquet  # noqa: PLC0415 optional

    kinds = {"text": pa.string(), "code": pa.int16(), "number": pa.float64()}
    fields, arrays = [], []
    for each in variables:
        described = {
            "label": each.label,
            "values": json.dumps(each.labels, ensure_ascii=False),
            "missing": json.dumps(each.missing),
        }
        fields.append(pa.field(each.name, kinds[each.kind], metadata=described))
        arrays.append(pa.array(each.values, kinds[each.kind]))
    schema = pa.schema(fields, metadata={"about": "\n".join(origin.lines())})
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Sequence[Measured], Origin], bytes]] = {
    Export.Format.CSV: write_csv,
    Export.Format.PARQUET: write_parquet,
    Export.Format.SAV: write_sav,
}
"""Those of the formats in which single returns can be taken out."""

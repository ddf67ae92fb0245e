"""The formats an edition can be taken away in: what each is for, and who writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from surveys.questionnaires.structure import Form
from surveys.results.exports import csvw, jsonstat, ods, parquet, sav, xlsx
from surveys.results.exports.about import About
from surveys.results.exports.sheets import sheets_of
from surveys.results.exports.table import View
from surveys.results.models import Export

Writer = Callable[[View, About, Form], bytes]
WITHOUT = (
    "This portal was installed without the packages that write {name} files. Ask its administrator"
    " to install the optional packages called exports, or take another format."
)


@dataclass(frozen=True)
class Format:
    """One format. `needs`: packages without which it cannot be written."""

    key: str
    words: str
    purpose: str
    extension: str
    content_type: str
    write: Writer
    needs: tuple[str, ...] = ()

    @property
    def why_not(self) -> str:
        """Why the format cannot be made here, and what to do; "" where it can."""
        if all(find_spec(package) for package in self.needs):
            return ""
        return WITHOUT.format(name=self.words)

    def file_name(self, about_name: str) -> str:
        """lsp-survey-2004-edition-1.xlsx"""
        return f"{about_name}{self.extension}"


FORMATS: Mapping[str, Format] = {
    each.key: each
    for each in (
        Format(
            Export.Format.CSV,
            Export.Format.CSV.label,
            "Every figure as one line, for any program; with the codebook and a description of"
            " every column, in a zip file.",
            "-csv.zip",
            "application/zip",
            csvw.write,
        ),
        Format(
            Export.Format.XLSX,
            Export.Format.XLSX.label,
            "For reading in Excel: a sheet for each section, groups side by side.",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda view, about, form: xlsx.write(sheets_of(view, about), about),
        ),
        Format(
            Export.Format.ODS,
            Export.Format.ODS.label,
            "The same sheets in the open format, for LibreOffice and others.",
            ".ods",
            ods.MIMETYPE,
            lambda view, about, form: ods.write(sheets_of(view, about), about),
        ),
        Format(
            Export.Format.JSON_STAT,
            Export.Format.JSON_STAT.label,
            "For programs that draw or compare statistics.",
            ".json",
            "application/json",
            lambda view, about, form: jsonstat.write(view, about),
        ),
        Format(
            Export.Format.PARQUET,
            Export.Format.PARQUET.label,
            "The lines of the CSV file with typed columns, for Python, R and databases.",
            ".parquet",
            "application/vnd.apache.parquet",
            parquet.write,
            ("pyarrow",),
        ),
        Format(
            Export.Format.SAV,
            Export.Format.SAV.label,
            "The lines of the CSV file with labels and missing values, for SPSS.",
            ".sav",
            "application/x-spss-sav",
            lambda view, about, form: sav.write(view, about),
            ("pandas", "pyreadstat"),
        ),
    )
}

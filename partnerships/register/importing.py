"""Reads a register file and says, line by line, what is wrong with it. Pure: no database."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from partnerships.register.models import AuthorityType, Region

COLUMNS = ("code", "name", "slug", "authority_type", "region", "county_code", "nrf")
ALIASES = {"15UH": "00HF"}  # the Isles of Scilly's code before April 2009
REGION_KEYS = {label: key for key, label in Region.choices}
NRF = {"true": True, "false": False}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Row:
    """One authority as the file has it; `county_code` is empty outside shire districts."""

    line: int
    code: str
    name: str
    slug: str
    authority_type: str
    region: str
    county_code: str
    nrf: bool


@dataclass(frozen=True)
class Fault:
    """Why a line cannot be read, in plain English. Line 1 holds the column names."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


def read_register(text: str) -> tuple[list[Row], list[Fault]]:
    """Rows of the file and everything wrong with it; use the rows only if nothing is wrong."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
    if missing:
        return [], [Fault(1, f"the column {', '.join(missing)} is missing")]
    rows: list[Row] = []
    faults: list[Fault] = []
    for record in reader:
        read = _row(reader.line_num, record)
        if isinstance(read, Row):
            rows.append(read)
        else:
            faults.extend(read)
    if not rows and not faults:
        faults.append(Fault(2, "the file has no authorities"))
    faults.extend(_faults_between(rows))
    return rows, sorted(faults, key=lambda fault: (fault.line, fault.reason))


def _row(line: int, record: dict[str | None, str | list[str] | None]) -> Row | list[Fault]:
    if None in record or any(record[c] is None for c in COLUMNS):
        return [Fault(line, f"expected {len(COLUMNS)} values, one for each column")]
    value = {c: str(record[c]).strip() for c in COLUMNS}
    problems = list(_problems(value))
    if problems:
        return [Fault(line, problem) for problem in problems]
    return Row(
        line=line,
        code=ALIASES.get(value["code"], value["code"]),
        name=value["name"],
        slug=value["slug"],
        authority_type=value["authority_type"],
        region=REGION_KEYS[value["region"]],
        county_code=value["county_code"],
        nrf=NRF[value["nrf"]],
    )


def _problems(value: dict[str, str]) -> Iterator[str]:
    for column in ("code", "name", "slug"):
        if not value[column]:
            yield f"the {column} is empty"
    if not value["code"].isalnum() or len(value["code"]) > 6:
        yield f"the code '{value['code']}' is not an ONS code of up to 6 letters and digits"
    if not SLUG.fullmatch(value["slug"]):
        yield f"the slug '{value['slug']}' has more than lower-case letters, digits and hyphens"
    yield from _unknown(value)
    district = value["authority_type"] == AuthorityType.SHIRE_DISTRICT
    if district and not value["county_code"]:
        yield "a shire district needs the code of its county"
    if value["county_code"] and not district:
        yield "only a shire district has a county code"


def _unknown(value: dict[str, str]) -> Iterator[str]:
    if value["authority_type"] not in AuthorityType.values:
        yield f"the authority type '{value['authority_type']}' is unknown"
    if value["region"] not in REGION_KEYS:
        yield f"the region '{value['region']}' is not one of the nine regions"
    if value["nrf"] not in NRF:
        yield f"nrf is '{value['nrf']}', expected true or false"


def _faults_between(rows: list[Row]) -> Iterator[Fault]:
    for column in ("code", "name", "slug"):
        first: dict[str, int] = {}
        for row in rows:
            value = getattr(row, column)
            if value in first:
                yield Fault(row.line, f"the {column} '{value}' is already on line {first[value]}")
            else:
                first[value] = row.line
    counties = {r.code: r for r in rows if r.authority_type == AuthorityType.COUNTY}
    for row in rows:
        if not row.county_code:
            continue
        county = counties.get(row.county_code)
        if county is None:
            yield Fault(row.line, f"there is no county with code '{row.county_code}' in the file")
        elif county.region != row.region:
            yield Fault(row.line, f"its county {county.name} lies in another region")

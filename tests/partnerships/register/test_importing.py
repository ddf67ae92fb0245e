"""Reading a register file: every kind of fault has its line and its reason. No database."""

from pathlib import Path

import pytest

from partnerships.register.importing import COLUMNS, Row, read_register

REGISTER = Path("partnerships/register/data/register.csv")
COUNTY = "33,Norfolk,norfolk,county,East of England,,false"
DISTRICT = "33UB,Breckland,breckland,shire_district,East of England,33,false"
UNITARY = "00HF,Isles of Scilly,isles-of-scilly,unitary,South West,,false"


def read(*lines: str) -> tuple[list[Row], list[str]]:
    rows, faults = read_register("\n".join((",".join(COLUMNS), *lines)) + "\n")
    return rows, [str(fault) for fault in faults]


def test_good_rows_have_keys_not_labels() -> None:
    rows, faults = read(COUNTY, DISTRICT)
    assert faults == []
    assert rows[1] == Row(
        line=3,
        code="33UB",
        name="Breckland",
        slug="breckland",
        authority_type="shire_district",
        region="east_of_england",
        county_code="33",
        nrf=False,
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (COUNTY.replace("33,", ",", 1), "line 2: the code is empty"),
        (COUNTY.replace("Norfolk", ""), "line 2: the name is empty"),
        (COUNTY.replace(",norfolk,", ",,"), "line 2: the slug is empty"),
        (
            COUNTY.replace("33,", "33-A,"),
            "line 2: the code '33-A' is not an ONS code of up to 6 letters and digits",
        ),
        (
            COUNTY.replace("33,", "3333333,"),
            "line 2: the code '3333333' is not an ONS code of up to 6 letters and digits",
        ),
        (
            COUNTY.replace(",norfolk,", ",Norfolk County,"),
            "line 2: the slug 'Norfolk County' has more than lower-case letters, digits and hyphens",
        ),
        (COUNTY.replace("county", "parish"), "line 2: the authority type 'parish' is unknown"),
        (
            COUNTY.replace("East of England", "east_of_england"),
            "line 2: the region 'east_of_england' is not one of the nine regions",
        ),
        (COUNTY.replace("false", "no"), "line 2: nrf is 'no', expected true or false"),
        (COUNTY.replace(",,false", ",33,false"), "line 2: only a shire district has a county code"),
        (
            DISTRICT.replace(",33,false", ",,false"),
            "line 2: a shire district needs the code of its county",
        ),
        (DISTRICT, "line 2: there is no county with code '33' in the file"),
        ("33,Norfolk", "line 2: expected 7 values, one for each column"),
        (COUNTY + ",more", "line 2: expected 7 values, one for each column"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(line: str, reason: str) -> None:
    assert reason in read(line)[1]


def test_lines_that_contradict_each_other() -> None:
    twin = COUNTY.replace("Norfolk", "Northfolk").replace("norfolk", "northfolk")
    assert read(COUNTY, twin)[1] == ["line 3: the code '33' is already on line 2"]
    assert read(COUNTY, COUNTY.replace("33,", "34,"))[1] == [
        "line 3: the name 'Norfolk' is already on line 2",
        "line 3: the slug 'norfolk' is already on line 2",
    ]
    abroad = DISTRICT.replace("East of England", "London")
    assert read(COUNTY, abroad)[1] == ["line 3: its county Norfolk lies in another region"]


def test_every_fault_of_a_file_is_told_in_the_order_of_its_lines() -> None:
    faults = read(DISTRICT, COUNTY.replace("county", "parish"), "x")[1]
    assert [fault.partition(":")[0] for fault in faults] == ["line 3", "line 4"] or [
        fault.partition(":")[0] for fault in faults
    ] == ["line 2", "line 3", "line 4"]


def test_a_missing_column_and_an_empty_file() -> None:
    rows, faults = read_register("code,name,slug\n1,a,b\n")
    assert rows == []
    assert [str(f) for f in faults] == [
        "line 1: the column authority_type, region, county_code, nrf is missing"
    ]
    assert next(str(f) for f in read_register("")[1]).startswith("line 1: the column code, name")
    assert read()[1] == ["line 2: the file has no authorities"]


def test_a_byte_order_mark_and_blanks_do_no_harm() -> None:
    text = "\ufeff" + ",".join(COLUMNS) + "\r\n" + COUNTY.replace("Norfolk", " Norfolk ") + "\r\n"
    rows, faults = read_register(text)
    assert (rows[0].name, faults) == ("Norfolk", [])


@pytest.mark.parametrize("code", ["15UH", "00HF"])
def test_the_isles_of_scilly_have_one_code(code: str) -> None:
    rows, faults = read(UNITARY.replace("00HF", code))
    assert (rows[0].code, faults) == ("00HF", [])
    both = read(UNITARY, UNITARY.replace("00HF", "15UH"))[1]
    assert "line 3: the code '00HF' is already on line 2" in both


def test_the_committed_register_by_type_and_region() -> None:
    rows, faults = read_register(REGISTER.read_text("utf-8"))
    assert faults == []
    kinds = [row.authority_type for row in rows]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "county": 34,
        "shire_district": 238,
        "unitary": 47,
        "metropolitan_district": 36,
        "london_borough": 33,
    }
    assert (len(rows), sum(row.nrf for row in rows)) == (388, 88)
    counties = {row.code for row in rows if row.authority_type == "county"}
    assert {row.county_code for row in rows} - {""} == counties
    assert len({row.region for row in rows}) == 9

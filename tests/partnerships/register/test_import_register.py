"""manage.py import_register on the real file and on broken ones."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partnerships.register.domain import (
    NewPartnership,
    create_partnerships,
    import_register,
    register_clashes,
)
from partnerships.register.importing import read_register
from partnerships.register.models import Authority, Partnership
from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Refused
from portal.tenancy.context import in_national

REGISTER = Path("partnerships/register/data/register.csv")
BY = System("tests")
pytestmark = pytest.mark.django_db


def changed(tmp_path: Path, **by_code: dict[str, str]) -> Path:
    """The real file with some values changed: code → column → value."""
    rows = list(csv.DictReader(io.StringIO(REGISTER.read_text("utf-8"))))
    for row in rows:
        row.update(by_code.get(f"c{row['code']}", {}))
    file = tmp_path / "register.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return file


def run(file: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_register", str(file), *options, stdout=out)
    return out.getvalue()


def state() -> list[tuple]:
    fields = ("code", "name", "slug", "authority_type", "region", "nrf", "county__code")
    return list(Authority.objects.order_by("code").values_list(*fields))


def test_real_register_has_388_authorities_88_nrf_and_238_districts_with_a_county() -> None:
    assert run(REGISTER).splitlines()[-1] == (
        "388 added, 0 changed, 0 unchanged, 0 in the register but not in the file (kept)."
    )
    assert Authority.objects.count() == 388
    assert Authority.objects.filter(nrf=True).count() == 88
    assert Authority.objects.filter(county__isnull=False).count() == 238
    lancashire = Authority.objects.get(name="Lancashire")
    assert lancashire.districts.count() == 12


def test_second_import_changes_nothing_and_writes_no_event() -> None:
    run(REGISTER)
    before = state()
    assert run(REGISTER) == (
        "0 added, 0 changed, 388 unchanged, 0 in the register but not in the file (kept).\n"
    )
    assert state() == before
    with in_national():
        assert AuditEvent.objects.filter(name="register.imported").count() == 1


def test_dry_run_prints_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    run(REGISTER)
    before = state()
    file = changed(tmp_path, c00CF={"nrf": "false"})
    assert run(file, "--dry-run") == (
        "~ 00CF Rotherham: nrf was True, now False\n"
        "0 would be added, 1 would be changed, 387 unchanged,"
        " 0 in the register but not in the file (kept).\n"
    )
    assert state() == before


def test_bad_rows_are_named_by_line_and_reason_and_nothing_is_written(tmp_path: Path) -> None:
    file = changed(
        tmp_path, c00AB={"region": "Londn"}, c00AC={"nrf": "yes"}, c00AD={"county_code": "09"}
    )
    with pytest.raises(CommandError) as refused:
        run(file)
    assert str(refused.value).splitlines() == [
        f"Nothing was imported. Mend these lines of {file}:",
        "  line 3: the region 'Londn' is not one of the nine regions",
        "  line 4: nrf is 'yes', expected true or false",
        "  line 5: only a shire district has a county code",
    ]
    assert Authority.objects.count() == 0


def test_old_code_of_the_isles_of_scilly_is_understood(tmp_path: Path) -> None:
    run(REGISTER)
    assert "388 unchanged" in run(changed(tmp_path, c00HF={"code": "15UH"}))


def test_partnerships_follow_what_they_cover(tmp_path: Path) -> None:
    run(REGISTER)
    with in_national():
        create_partnerships(partnerships=[NewPartnership("R", "r", ("00CF",))], by=BY)
    run(changed(tmp_path, c00CF={"nrf": "false"}))
    assert Partnership.objects.get(slug="r").nrf is False
    with in_national():
        assert AuditEvent.objects.filter(name="partnership.reclassified").count() == 1


def test_a_changed_code_is_refused_by_line_in_the_dry_run_too(tmp_path: Path) -> None:
    run(REGISTER)
    before = state()
    file = changed(tmp_path, c00CF={"code": "99CF"})
    for options in ((), ("--dry-run",)):
        with pytest.raises(CommandError, match="'Rotherham' is in the register with the code 00CF"):
            run(file, *options)
    assert state() == before
    rows, _ = read_register(file.read_text("utf-8"))
    assert [fault.line for fault in register_clashes(rows)] == [52]
    with in_national(), pytest.raises(Refused, match="Nothing was imported: line 52"):
        import_register(rows=rows, by=BY)


def test_two_authorities_may_exchange_names(tmp_path: Path) -> None:
    run(REGISTER)
    file = changed(
        tmp_path,
        c00CF={"name": "Sheffield", "slug": "sheffield"},
        c00CG={"name": "Rotherham", "slug": "rotherham"},
    )
    run(file)
    names = dict(Authority.objects.filter(code__in=["00CF", "00CG"]).values_list("code", "name"))
    assert names == {"00CF": "Sheffield", "00CG": "Rotherham"}


def test_a_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="line 1: the column code, name, slug"):
        run(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="cannot be read as UTF-8 text"):
        run(file)

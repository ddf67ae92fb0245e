"""What can happen to the register: import authorities, create partnerships."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from partnerships.register.importing import Row
from partnerships.register.models import Authority, Coverage, Partnership
from portal.audit.record import Actor, record
from portal.errors import Refused

COPIED = ("name", "slug", "authority_type", "region", "nrf")


@dataclass
class Difference:
    """What an import would change, in words, one line an authority."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unchanged: int = 0


def compare_register(rows: Iterable[Row]) -> Difference:
    """What importing these rows would do. Authorities absent from the file are named and kept:
    returns and partnerships may hang on them."""
    stored = {a.code: a for a in Authority.objects.select_related("county")}
    difference = Difference()
    codes = set()
    for row in rows:
        codes.add(row.code)
        authority = stored.get(row.code)
        if authority is None:
            difference.added.append(f"{row.code} {row.name}")
        elif changes := _changes(authority, row):
            difference.changed.append(f"{row.code} {row.name}: {'; '.join(changes)}")
        else:
            difference.unchanged += 1
    difference.absent = [f"{a.code} {a.name}" for code, a in stored.items() if code not in codes]
    return difference


@transaction.atomic
def import_register(*, rows: list[Row], by: Actor) -> Difference:
    """Write all rows or none. Importing the same file again changes nothing."""
    difference = compare_register(rows)
    if not difference.added and not difference.changed:
        return difference
    _write(rows)
    _link_districts(rows)
    record(
        "register.imported",
        on=None,
        by=by,
        added=len(difference.added),
        changed=len(difference.changed),
        absent=len(difference.absent),
    )
    return difference


@dataclass(frozen=True)
class NewPartnership:
    """A partnership to be created; the first authority code is the lead's."""

    name: str
    slug: str
    authority_codes: tuple[str, ...]


@transaction.atomic
def create_partnerships(
    *, partnerships: Iterable[NewPartnership], by: Actor, reason: str = ""
) -> list[Partnership]:
    """Create all of them or none. Refuses unknown authorities and ones already covered."""
    planned = list(partnerships)
    authorities = {a.code: a for a in Authority.objects.select_related("coverage__partnership")}
    for plan in planned:
        _refuse_uncoverable(plan, authorities)
    created = Partnership.objects.bulk_create(_partnership(p, authorities) for p in planned)
    Coverage.objects.bulk_create(
        Coverage(partnership=made, authority=authorities[code])
        for made, plan in zip(created, planned, strict=True)
        for code in plan.authority_codes
    )
    record("partnerships.created", on=None, by=by, reason=reason, slugs=[p.slug for p in created])
    return created


def _partnership(plan: NewPartnership, authorities: dict[str, Authority]) -> Partnership:
    covered = [authorities[code] for code in plan.authority_codes]
    lead = covered[0]
    return Partnership(
        name=plan.name,
        slug=plan.slug,
        lead=lead,
        authority_type=lead.authority_type,
        region=lead.region,
        nrf=any(a.nrf for a in covered),
    )


def _refuse_uncoverable(plan: NewPartnership, authorities: dict[str, Authority]) -> None:
    if not plan.authority_codes:
        raise Refused(f"{plan.name} covers no authority. Give it at least one.")
    for code in plan.authority_codes:
        authority = authorities.get(code)
        if authority is None:
            raise Refused(f"There is no authority with code {code}. Import the register first.")
        if hasattr(authority, "coverage"):
            other = authority.coverage.partnership
            raise Refused(f"{authority} is already covered by {other}. Remove it there first.")


def _changes(authority: Authority, row: Row) -> list[str]:
    changes = [
        f"{name} was {getattr(authority, name)}, now {getattr(row, name)}"
        for name in COPIED
        if getattr(authority, name) != getattr(row, name)
    ]
    county = authority.county.code if authority.county else ""
    if county != row.county_code:
        changes.append(f"county was {county or 'none'}, now {row.county_code or 'none'}")
    return changes


def _write(rows: list[Row]) -> None:
    Authority.objects.bulk_create(
        (Authority(code=r.code, **{name: getattr(r, name) for name in COPIED}) for r in rows),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=COPIED,
    )


def _link_districts(rows: list[Row]) -> None:
    ids = dict(Authority.objects.values_list("code", "id"))
    Authority.objects.bulk_update(
        [Authority(id=ids[r.code], county_id=ids.get(r.county_code)) for r in rows], ["county"]
    )

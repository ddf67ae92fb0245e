"""What can happen to the register: import authorities, create partnerships."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Lower

from partnerships.register.importing import Fault, Row
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


def register_clashes(rows: Iterable[Row]) -> list[Fault]:
    """Rows that take the name or slug of a stored authority which the file does not have: its
    code was changed, or it should have been renamed in the same file."""
    rows = list(rows)
    codes = {row.code for row in rows}
    kept = Authority.objects.exclude(code__in=codes)
    names = {a.name: a.code for a in kept}
    slugs = {a.slug: a.code for a in kept}
    faults = []
    for row in rows:
        other = names.get(row.name) or slugs.get(row.slug)
        if other:
            faults.append(
                Fault(
                    row.line,
                    f"'{row.name}' is in the register with the code {other}, which the file does"
                    f" not have; a code cannot change, so use {other} or rename that authority",
                )
            )
    return faults


@transaction.atomic
def import_register(*, rows: list[Row], by: Actor) -> Difference:
    """Write all rows or none. Importing the same file again changes nothing.

    Partnerships follow what they cover: type and region of the lead, NRF of any. Raises Refused
    for rows that register_clashes names.
    """
    if clashes := register_clashes(rows):
        raise Refused("Nothing was imported: " + "; ".join(str(fault) for fault in clashes))
    difference = compare_register(rows)
    if not difference.added and not difference.changed:
        return difference
    _write(rows)
    _link_districts(rows)
    _reclassify(by)
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
    """Create all of them or none. Refuses unknown authorities and ones already covered, and names
    and slugs that are taken."""
    planned = list(partnerships)
    _refuse_twice(planned)
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
    return Partnership(name=plan.name, slug=plan.slug, lead=lead, **_place(lead, covered))


def _refuse_twice(planned: list[NewPartnership]) -> None:
    """Whatever may be there once only, among the planned ones and beside those that exist."""
    wanted = {
        "the name": [p.name for p in planned] + _taken("name", planned),
        "the slug": [p.slug for p in planned] + _taken("slug", planned),
        "the authority": [code for p in planned for code in p.authority_codes],
    }
    for what, values in wanted.items():
        twice = [value for value, times in Counter(values).items() if times > 1]
        if twice:
            raise Refused(f"Two partnerships cannot share {what} {twice[0]}. Change one of them.")


def _taken(field_name: str, planned: list[NewPartnership]) -> list[str]:
    values = [getattr(plan, field_name) for plan in planned]
    stored = Partnership.objects.filter(**{f"{field_name}__in": values})
    return list(stored.values_list(field_name, flat=True))


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


def _reclassify(by: Actor) -> None:
    """Bring partnerships whose authorities changed up to date."""
    for partnership in Partnership.objects.select_related("lead").prefetch_related("authorities"):
        now = _place(partnership.lead, partnership.authorities.all())
        if any(getattr(partnership, name) != value for name, value in now.items()):
            Partnership.objects.filter(pk=partnership.pk).update(**now)
            record("partnership.reclassified", on=partnership, by=by, **now)


def _place(lead: Authority, covered: Iterable[Authority]) -> dict[str, Any]:
    return {
        "authority_type": lead.authority_type,
        "region": lead.region,
        "nrf": any(a.nrf for a in covered),
    }


def _write(rows: list[Row]) -> None:
    # Two authorities may exchange names: stand-ins first, because each name is unique at all times.
    Authority.objects.filter(code__in=[r.code for r in rows]).update(
        name=Concat(Value("code "), "code"), slug=Concat(Value("code-"), Lower("code"))
    )
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

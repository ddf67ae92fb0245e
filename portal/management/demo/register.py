"""Which partnerships the demo creates on the 388 authorities: an invented grouping.

About 365 Local Strategic Partnerships stood in January 2004 on 388 principal authorities, so some
areas shared one and a few had none. Which ones is not known to us: the sixteen joint partnerships
and the five authorities without a partnership below are SYNTHETIC, chosen by hand so that the demo
shows both cases. Every joint partnership lies in one region, is of one type of authority and
outside the Neighbourhood Renewal Fund, so the 88 areas of the Fund keep one partnership each; the
South West keeps 45 on its 51 authorities, as was published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from zlib import crc32

# (area, slug, authority codes; the first authority leads)
JOINT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Bournemouth and Poole", "bournemouth-and-poole", ("00HN", "00HP")),
    ("Mid and South Bedfordshire", "mid-and-south-bedfordshire", ("09UC", "09UE")),
    ("Chiltern and South Bucks", "chiltern-and-south-bucks", ("11UC", "11UE")),
    ("Eden and South Lakeland", "eden-and-south-lakeland", ("16UG", "16UF")),
    ("Northern Devon", "northern-devon", ("18UE", "18UK")),
    ("South Hams and West Devon", "south-hams-and-west-devon", ("18UG", "18UL")),
    ("Boston and South Holland", "boston-and-south-holland", ("32UB", "32UF")),
    ("Greater Norwich", "greater-norwich", ("33UG", "33UC", "33UH")),
    ("Daventry and South Northamptonshire", "daventry-and-south-northants", ("34UC", "34UG")),
    ("Alnwick and Berwick-upon-Tweed", "alnwick-and-berwick", ("35UB", "35UC")),
    ("South and Vale", "south-and-vale", ("38UD", "38UE")),
    ("Babergh and Mid Suffolk", "babergh-and-mid-suffolk", ("42UB", "42UE")),
    ("West Suffolk", "west-suffolk", ("42UF", "42UC")),
    ("Adur and Worthing", "adur-and-worthing", ("45UH", "45UB")),
    ("Kennet and North Wiltshire", "kennet-and-north-wiltshire", ("46UC", "46UB")),
    ("South Worcestershire", "south-worcestershire", ("47UE", "47UC", "47UF")),
)
# City of London, Isles of Scilly, Purbeck, Oadby and Wigston, Epsom and Ewell.
WITHOUT: frozenset[str] = frozenset({"00AA", "00HF", "19UG", "31UJ", "43UC"})


class Authority(Protocol):
    """What the plan needs of an authority; a model row or a line of the register will do."""

    code: str
    name: str
    slug: str


@dataclass(frozen=True)
class Planned:
    """One partnership to create; `authority_codes` begins with `lead_code`."""

    name: str
    slug: str
    authority_codes: tuple[str, ...]
    lead_code: str


def partnerships(authorities: Iterable[Authority]) -> list[Planned]:
    """The demo's partnerships by their lead authority's code; 365 for the whole register."""
    shared = {code for _, _, codes in JOINT for code in codes}
    planned = [Planned(_name(area, codes[0]), slug, codes, codes[0]) for area, slug, codes in JOINT]
    planned += [
        Planned(_name(each.name, each.code), each.slug, (each.code,), each.code)
        for each in authorities
        if each.code not in shared and each.code not in WITHOUT
    ]
    return sorted(planned, key=lambda one: one.lead_code)


def _name(area: str, lead_code: str) -> str:
    """Three in four say "Local"; the checksum of the code decides, so a name never changes."""
    kind = (
        "Strategic Partnership"
        if crc32(lead_code.encode()) % 4 == 0
        else "Local Strategic Partnership"
    )
    return f"{area} {kind}"

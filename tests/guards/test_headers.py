"""Rules for headers bite, and a file is a download; tests/guards/test_addresses.py asks everybody."""

import logging
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from tests.guards.headers import EVERYWHERE, header_faults
from tests.guards.test_addresses import ask
from tests.guards.truth import TRUTH
from tests.guards.world import ANONYMOUS, World
from tests.support.tenancy import NATION
from tests.support.urls import Address, addresses, sample

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
READ = [a for a in addresses() if "get" in TRUTH.get(a.name, {})]
POLICY = "; ".join(
    [
        "default-src 'none'; object-src 'none'; frame-ancestors 'none'",
        "script-src 'self'; style-src 'self'",
    ]
)
WELL = EVERYWHERE | {
    "X-Request-ID": "0123456789",
    "Content-Security-Policy": POLICY,
    "Cache-Control": "private, no-store",
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("missing", WELL)
def test_a_header_that_is_missing_is_a_fault(missing: str) -> None:
    assert header_faults(HttpResponse(headers=WELL), "home", "evaluator") == []
    others = {name: value for name, value in WELL.items() if name != missing}
    assert header_faults(HttpResponse(headers=others), "home", "evaluator") != []


@pytest.mark.parametrize(
    ("kept", "instead"),
    [
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        ("style-src 'self'", "style-src *"),
        ("frame-ancestors 'none'", "frame-ancestors 'self'"),
        ("default-src 'none'; ", ""),
    ],
)
def test_a_looser_policy_is_a_fault(kept: str, instead: str) -> None:
    looser = WELL | {"Content-Security-Policy": POLICY.replace(kept, instead)}
    assert len(header_faults(HttpResponse(headers=looser), "home", ANONYMOUS)) >= 1


# One wave has no chart of trends; its answer is the file of every other chart, from plates.file_of.
NOT_DRAWN = {"results:trends_svg_download"}
FILES = [a for a in READ if a.name.endswith(("_download", "_file")) and a.name not in NOT_DRAWN]
OF_TEXT = ("text/csv; charset=utf-8", "application/json", "application/csvm+json")


@pytest.mark.parametrize("address", FILES, ids=lambda a: a.name)
def test_a_file_is_a_download_and_nothing_else(world: World, address: Address) -> None:
    place, person = ("alpha", "alpha_coordinator") if address.in_room else (NATION, "evaluator")
    response = ask(world, person, "get", address.path(**sample(address, world, place)))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    kind = response["Content-Type"]
    assert kind in OF_TEXT or (kind, response.all_bytes[:4]) in (
        ("application/pdf", b"%PDF"),
        ("application/zip", b"PK\x03\x04"),
        ("image/svg+xml; charset=utf-8", b"<?xm"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    )

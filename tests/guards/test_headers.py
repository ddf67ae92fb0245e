"""Headers that every answer carries, whatever the address and whoever asks."""

import logging
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from tests.guards.test_addresses import ask
from tests.guards.truth import TRUTH
from tests.guards.world import ANONYMOUS, UNKNOWN, World
from tests.support.tenancy import NATION
from tests.support.urls import Address, addresses, sample

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
READ = [a for a in addresses() if "get" in TRUTH.get(a.name, {})]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# The one page that draws itself with scripts and styles of another package.
OWN_POLICY = {"api_docs"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def directives(response: HttpResponse) -> dict[str, str]:
    """The content security policy by directive."""
    parts = (part.strip() for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in (part.partition(" ") for part in parts if part)}


@pytest.mark.parametrize("person", [ANONYMOUS, "alpha_coordinator", "evaluator"])
@pytest.mark.parametrize("address", READ, ids=lambda a: a.name)
def test_every_answer_carries_the_headers(world: World, address: Address, person: str) -> None:
    place = "alpha" if address.in_room else NATION
    response = ask(world, person, "get", address.path(**sample(address, world, place)))
    assert {name: response.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert len(response["X-Request-ID"]) >= 8
    policy = directives(response)
    if address.name not in OWN_POLICY:
        assert "unsafe" not in str(policy)
        assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
    if person not in UNKNOWN:
        assert response["Cache-Control"] == "private, no-store"


OF_TEXT = ("text/csv; charset=utf-8", "application/json", "application/csvm+json")


@pytest.mark.parametrize(
    "address", [a for a in READ if a.name.endswith(("_download", "_file"))], ids=lambda a: a.name
)
def test_a_file_is_a_download_and_nothing_else(world: World, address: Address) -> None:
    place, person = ("alpha", "alpha_coordinator") if address.in_room else (NATION, "evaluator")
    response = ask(world, person, "get", address.path(**sample(address, world, place)))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    kind = response["Content-Type"]
    assert kind in OF_TEXT or (kind, response.all_bytes[:4]) in (
        ("application/pdf", b"%PDF"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    )

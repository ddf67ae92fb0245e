"""/api/v1/authorities/ and /api/v1/partnerships/: the register, open to everybody."""

import pytest

from partnerships.register.domain import NewPartnership, create_partnerships
from partnerships.register.models import Authority, Partnership
from portal.tenancy.context import in_national
from tests.conftest import Cast
from tests.support.api import Api, cost, wrong

pytestmark = pytest.mark.django_db
ALPHA = {
    "slug": "alpha",
    "name": "Alpha Partnership",
    "authority_type": "metropolitan_district",
    "region": "west_midlands",
    "nrf": True,
    "lead": "00CN",
    "authorities": ["00CN"],
}


def more(cast: Cast, count: int) -> None:
    """That many further partnerships, each with an authority."""
    with in_national():
        start = Authority.objects.count()
        codes = [f"Z{start + n:03}" for n in range(count)]
        Authority.objects.bulk_create(
            Authority(code=c, name=f"Town {c}", slug=f"town-{c.lower()}", authority_type="unitary",
                      region="south_west", nrf=False)
            for c in codes
        )  # fmt: skip
        planned = [NewPartnership(f"Town {c}", f"town-{c.lower()}", (c,)) for c in codes]
        create_partnerships(partnerships=planned, by=cast.by)


def test_authorities(cast: Cast) -> None:
    body = Api().get("authorities/")
    assert (body["count"], body["pages"], body["links"]) == (2, 1, {"next": None, "previous": None})
    assert body["results"][0] == {
        "code": "00CN",
        "name": "Alphaton",
        "slug": "alphaton",
        "authority_type": "metropolitan_district",
        "region": "west_midlands",
        "county": None,
        "nrf": True,
        "partnership": "alpha",
    }


def test_partnerships(cast: Cast) -> None:
    body = Api().get("partnerships/")
    assert [row["slug"] for row in body["results"]] == ["alpha", "beta"]
    assert body["results"][0] == ALPHA
    assert Api().get("partnerships/alpha/") == ALPHA


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("q=alphat", ["alpha"]),
        ("region=south_west", ["beta"]),
        ("authority_type=unitary&region=south_west", ["beta"]),
        ("q=nothing", []),
    ],
)
def test_filters(cast: Cast, query: str, slugs: list[str]) -> None:
    assert [row["slug"] for row in Api().get(f"partnerships/?{query}")["results"]] == slugs


def test_wrong_filters_are_named(cast: Cast) -> None:
    body = Api().get("partnerships/?region=atlantis&authority_type=castle", 400)
    errors = wrong(body)
    assert list(errors) == ["#/region", "#/authority_type"]
    assert "atlantis" in errors["#/region"]


@pytest.mark.parametrize(
    "path", ["partnerships/nowhere/", "partnerships/?page=9", "partnerships/?page=x"]
)
def test_missing(cast: Cast, path: str) -> None:
    Api().get(path, 404)


def test_a_closed_partnership_is_gone(cast: Cast) -> None:
    with in_national():
        Partnership.objects.filter(slug="beta").update(is_active=False)
    Api().get("partnerships/beta/", 404)
    assert Api().get("partnerships/")["count"] == 1


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes(cast: Cast, method: str) -> None:
    Api(cast.administrator).send(method, "partnerships/alpha/", {}, 405)


def test_pages_have_a_limit(cast: Cast) -> None:
    more(cast, 201)
    body = Api().get("partnerships/?page_size=100000")
    assert (len(body["results"]), body["pages"], body["count"]) == (200, 2, 203)
    assert body["links"]["next"].endswith("/api/v1/partnerships/?page=2&page_size=100000")
    assert len(Api().get("partnerships/")["results"]) == 50


@pytest.mark.parametrize("path", ["authorities/", "partnerships/"])
def test_cost_does_not_grow(cast: Cast, path: str) -> None:
    api = Api()
    before = cost(lambda: api.get(path))
    more(cast, 3)
    assert cost(lambda: api.get(path)) == before <= 7

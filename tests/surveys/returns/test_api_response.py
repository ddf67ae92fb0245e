"""The response of a wave over the API, on committed rows."""

import pytest

from portal.tenancy.context import in_national
from surveys.returns.domain.waves import close_wave
from tests.support.api import Api, cost, wrong
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.test_api_national import LIST

pytestmark = pytest.mark.slow


def test_the_response(committed: Desk) -> None:
    desk, api = committed, Api(committed.cast.evaluator)
    desk.ready(desk.cast.alpha)
    body = api.get(LIST)
    assert body["count"] == 2
    first, second = body["results"]
    assert first == {
        "partnership": {
            "slug": "alpha",
            "name": "Alpha Partnership",
            "region": "west_midlands",
            "authority_type": "metropolitan_district",
            "nrf": True,
        },
        "state": "ready",
        "submitted_at": None,
        "due_on": "2004-12-17",
        "extension_reason": "",
        "late": True,
        "role": "Chair",
        "names": ["Alpha Chair"],
        "task": "sign off the return",
    }
    assert (second["state"], second["names"]) == ("not_started", ["Beta Coordinator"])
    for query, slugs in {
        "state=ready": ["alpha"],
        "state=out": ["alpha", "beta"],
        "state=in": [],
        "region=south_west": ["beta"],
        "nrf=yes": ["alpha"],
        "authority_type=unitary&nrf=yes": [],
        "q=beta": ["beta"],
        "page_size=1&page=2": ["beta"],
    }.items():
        found = api.get(f"{LIST}?{query}")["results"]
        assert [row["partnership"]["slug"] for row in found] == slugs, query
    assert list(wrong(api.get(f"{LIST}?state=lost&nrf=1", 400))) == ["#/state", "#/nrf"]
    assert api.get("response/1999/", 404)["detail"].startswith("There is no wave of 1999")
    one = cost(lambda: api.get(f"{LIST}?page_size=1"))
    assert one == cost(lambda: api.get(LIST)) <= 16
    for name in ("odpm", "observer", "alpha_chair", "nobody"):
        Api(desk.cast.users[name]).get(LIST, 403)
    Api().get(LIST, 401)
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    assert api.get(LIST)["count"] == 2

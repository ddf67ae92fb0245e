"""Values that no link of ours holds: whatever stands in an address, a query or a body, no crash."""

import json
import logging
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import get_resolver

from tests.guards.code import modules
from tests.guards.test_addresses import JSON, ask, may, undone
from tests.guards.truth import TRUTH, entry
from tests.guards.world import PERSONAS, UNKNOWN, World
from tests.support.tenancy import NATION
from tests.support.urls import Address, addresses, sample

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
ALL = [a for a in addresses() if a.name in TRUTH]
HOSTILE = {
    "IntConverter": [0, 10**9, 10**20],
    "SlugConverter": ["-", "x" * 300, "UPPER_case", "0"],
    "StringConverter": ["\x00", "x" * 3000, "é…", "..", "%00", "' OR 1=1 --", "<script>"],
    "UUIDConverter": [UUID(int=0), UUID(int=2**128 - 1)],
}
QUERY_VALUES = ("\x00", "x" * 2000, "-1", "9" * 30, "' OR 1=1 --")
BODIES = (b"", b"[]", b"null", b'"x"', b"{", b"\xff\xfe", b'{"a": ' * 200, b'{"answers": [1]}')


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def insider(address: Address, method: str) -> str:
    """Somebody who may use the method."""
    rule = entry(address.name, method)
    return next(p for p in PERSONAS if p not in UNKNOWN and may(rule.who, p, address))


def values_of(address: Address, world: World) -> dict[str, object]:
    return sample(address, world, "alpha" if address.in_room else NATION)


def converters(address: Address) -> dict[str, str]:
    """Parameter → name of its converter class; none for regular expressions."""
    found: dict[str, str] = {}
    for pattern in _patterns(get_resolver().url_patterns, address):
        found |= {n: type(c).__name__ for n, c in getattr(pattern, "converters", {}).items()}
    return found


def _patterns(entries: list, address: Address, prefix: str = "") -> list:
    for each in entries:
        route = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            below = _patterns(each.url_patterns, address, route)
            if below:
                return [each.pattern, *below]
        elif route == address.route and each.callback is address.view:
            return [each.pattern]
    return []


@pytest.mark.parametrize(
    "address", [a for a in ALL if set(a.parameters) - {"slug"}], ids=lambda a: a.name
)
def test_no_value_in_an_address_is_a_crash(world: World, address: Address) -> None:
    known, kinds = values_of(address, world), converters(address)
    for method in TRUTH[address.name]:
        for name in set(kinds) - {"slug"}:
            for value in HOSTILE[kinds[name]]:
                path = address.path(**(known | {name: value}))
                code = ask(world, insider(address, method), method, path).status_code
                assert code < 500, (method, name, value)


def parameters_read() -> list[str]:
    """Every name that some view or form looks for in a query."""
    names = {"page", "page_size", "format", "q"}
    for module in modules():
        names |= set(
            re.findall(r"(?:GET|query_params)(?:\.get|\.getlist)?[(\[]\"(\w+)\"", module.text)
        )
        if module.is_in_room_part("forms"):
            names |= set(re.findall(r"^    (\w+) = forms\.", module.text, re.MULTILINE))
    return sorted(names)


@pytest.mark.parametrize(
    "address", [a for a in ALL if "get" in TRUTH[a.name]], ids=lambda a: a.name
)
def test_no_value_in_a_query_is_a_crash(world: World, address: Address) -> None:
    path, person = address.path(**values_of(address, world)), insider(address, "get")
    for value in QUERY_VALUES:
        response = ask(world, person, "get", path, dict.fromkeys(parameters_read(), value))
        assert response.status_code < 500, value


@pytest.mark.parametrize(
    ("address", "method"),
    [(a, m) for a in ALL if a.is_api for m in ("post", "put", "patch") if m in TRUTH[a.name]],
    ids=lambda x: getattr(x, "name", x),
)
def test_no_body_sent_to_the_api_is_a_crash(world: World, address: Address, method: str) -> None:
    path, person = address.path(**values_of(address, world)), insider(address, method)
    answers = _answers(world) if address.name == "api:return_answers" else []
    for sent in (*BODIES, *answers):
        with undone():
            send = getattr(world.client(person), method)
            response = send(path, sent, content_type=JSON)
        assert response.status_code < 500, sent
        said = response.get("Content-Type") if response.status_code != 204 else JSON
        assert said in {"application/problem+json", JSON}, sent


def _answers(world: World) -> list[bytes]:
    """Answers to each kind of question that nobody could have typed."""
    kinds = {q.type: q.code for q in world.story.form.questions}
    values = ("a\0b", "\ud800", {"deep": [1]}, [None], 10**400, -1e308, True, "x" * 10**6)
    sent = [
        {"answers": {code: {"value": value, "revision": revision}}}
        for code in kinds.values()
        for value, revision in (*((v, 0) for v in values), ("1", 10**20), ("1", -1), ("1", "x"))
    ]
    return [json.dumps(each).encode() for each in sent]


@pytest.mark.parametrize(
    "address",
    [a for a in ALL if not a.is_api and "post" in TRUTH[a.name] and a.name != "account_logout"],
    ids=lambda a: a.name,
)
def test_no_value_in_a_form_is_a_crash(world: World, address: Address) -> None:
    """Every field that the page itself shows, and those of our forms, with each hostile value."""
    path, person = address.path(**values_of(address, world)), insider(address, "post")
    fields = set(parameters_read()) | _fields_shown(world, person, path)
    for value in QUERY_VALUES:
        response = ask(world, person, "post", path, dict.fromkeys(fields, value))
        assert response.status_code < 500, value


def _fields_shown(world: World, person: str, path: str) -> set[str]:
    page = ask(world, person, "get", path)
    return set(re.findall(r'\bname="([^"]+)"', page.content.decode())) - {"csrfmiddlewaretoken"}

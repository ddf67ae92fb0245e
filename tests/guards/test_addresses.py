"""Every address × every method × every way to stand to a partnership, against the table of truth."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from rest_framework.views import APIView

from partnerships.membership.permissions import P
from portal.audit.models import AuditEvent
from portal.tenancy.checks import tenant_models
from portal.tenancy.models import HeldModel
from portal.web.closed import Closed
from tests.guards.headers import header_faults
from tests.guards.truth import (
    BY_LOGIN_MIDDLEWARE,
    PUBLIC,
    SHOWS_OTHER_PLACES,
    SIGNED_IN,
    TRUTH,
    entry,
    everybody_who,
)
from tests.guards.world import ANONYMOUS, PERSONAS, UNKNOWN, World
from tests.partnerships.membership.test_roles import NATIONAL_MATRIX, ROOM_MATRIX, rights
from tests.support.tenancy import NATION
from tests.support.urls import ROOM, Address, addresses, sample

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
# Everybody tries what the table names; these try all seven methods.
KEY_PERSONAS = (ANONYMOUS, "alpha_coordinator", "beta_coordinator", "evaluator")
# Nothing in alpha's room is theirs.
STRANGERS = tuple(persona for persona, (room, _) in PERSONAS.items() if not room)
NEIGHBOUR = "beta_coordinator"  # the stranger who tries every room that does not exist
UNSAFE = ("post", "put", "patch", "delete")
JSON = "application/json"
GHOST = "no-such-partnership"
ALL = [a for a in addresses() if a.name in TRUTH]
IN_ROOMS = [a for a in ALL if a.in_room]

# A name that the table lacks is told by one test, not by hundreds.
WRITTEN_TO = [a for a in ALL if set(UNSAFE) & set(TRUTH.get(a.name, {}))]

every_address = pytest.mark.parametrize("address", ALL, ids=lambda a: a.name)
every_room_address = pytest.mark.parametrize("address", IN_ROOMS, ids=lambda a: a.name)


def body(response: HttpResponse) -> bytes:
    """All bytes of an answer, files included; to be asked again and again."""
    if not hasattr(response, "all_bytes"):
        whole = b"".join(response.streaming_content) if response.streaming else response.content
        for close in response._resource_closers:  # close() would end the test's connection too
            close()
        response.all_bytes = whole
    return response.all_bytes


def shown(response: HttpResponse) -> str:
    """Body and headers, for looking for words that must not be there."""
    return (body(response).decode("utf-8", "replace") + str(dict(response.headers))).lower()


@pytest.fixture(autouse=True)
def refusals_are_no_news() -> Iterator[None]:
    """Thousands of refusals are asked for; formatting each one's traceback costs a third."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(world: World, persona: str, method: str, path: str, data: Any = None) -> HttpResponse:
    """One request; never an exception, never a trace."""
    send = getattr(world.client(persona), method)
    with undone():
        if method in ("post", "put", "patch") and path.startswith("/api/"):
            response = send(path, json.dumps(data or {}), content_type=JSON)
        else:
            response = send(path, data or {})
        body(response)
    return response


def home_place(address: Address) -> str:
    return "alpha" if address.in_room else NATION


def held(persona: str, address: Address) -> set[P]:
    room, national = PERSONAS[persona]
    return rights(ROOM_MATRIX, room) if address.in_room else rights(NATIONAL_MATRIX, national)


def may(who: str | P, persona: str, address: Address) -> bool:
    if who == PUBLIC:
        return True
    return persona not in UNKNOWN and (who == SIGNED_IN or who in held(persona, address))


def expected(address: Address, persona: str, method: str) -> frozenset[int]:
    """Codes that the table of truth allows."""
    whos = everybody_who(address.name)
    if persona in UNKNOWN and PUBLIC not in whos:
        return frozenset({401} if address.is_api else {302})
    if address.in_room and persona not in UNKNOWN and not PERSONAS[persona][0]:
        return frozenset({404})
    rule = entry(address.name, method)
    if rule is not None and may(rule.who, persona, address):
        # A view for GET and POST may leave HEAD out.
        return (
            rule.codes | {405} if method == "head" and "post" in TRUTH[address.name] else rule.codes
        )
    if rule is not None:
        return frozenset({403})
    allowed = {may(who, persona, address) for who in whos}
    return frozenset(({405} if True in allowed else set()) | ({403} if False in allowed else set()))


def test_every_address_is_in_the_table_of_truth_and_nothing_else() -> None:
    assert sorted(a.name for a in addresses()) == sorted(TRUTH)


def test_every_room_has_the_prefix_that_the_middleware_knows() -> None:
    strays = [a.route for a in addresses() if re.match(r"(api/v1/)?p/", a.route) and not a.in_room]
    assert (strays, len(ROOM)) == ([], 2)


def declares_what_the_table_says(address: Address) -> bool:
    declared, whos = address.access, everybody_who(address.name)
    if address.name in BY_LOGIN_MIDDLEWARE:
        return (declared, address.is_public, whos) == (None, False, {SIGNED_IN})
    if whos == {PUBLIC} and address.api_view is None:
        return (declared, address.is_public) == (None, True)
    return declared in whos and not address.is_public


def test_the_view_declares_what_the_table_says() -> None:
    assert [a.name for a in ALL if not declares_what_the_table_says(a)] == []


def test_api_views_name_their_own_permission() -> None:
    """An empty list of permissions is an open door, the default one a forgotten line."""
    named = {
        a.name: [c.__name__ for c in a.permission_classes] for a in ALL if a.api_view is not None
    }
    assert named
    assert [name for name, classes in named.items() if classes in ([], ["Closed"])] == []


@every_address
def test_each_person_gets_what_the_table_says(world: World, address: Address) -> None:
    """Strangers to a partnership's rooms are the next test's."""
    path = address.path(**sample(address, world, home_place(address)))
    found = {}
    for persona in PERSONAS:
        if not (address.in_room and persona in STRANGERS):
            for method in methods(address, persona):
                wrong = faults_of(ask(world, persona, method, path), address, persona, method)
                if wrong:
                    found[persona, method] = wrong
    assert not found, found


def methods(address: Address, persona: str) -> Iterable[str]:
    """Everybody tries what the table names, some try all seven."""
    return METHODS if persona in KEY_PERSONAS else TRUTH[address.name]


def faults_of(response: HttpResponse, address: Address, persona: str, method: str) -> list[str]:
    """What the answer gives away, refuses or leaves out against the table of truth."""
    found = header_faults(response, address.name, persona)
    code, allowed = response.status_code, expected(address, persona, method)
    if code not in allowed:
        found.append(f"{code}, not {sorted(allowed)}")
    foreign = not persona.startswith("beta") and address.name not in SHOWS_OTHER_PLACES
    if foreign and "canary-beta" in shown(response):
        found.append("words of beta's")
    sent_away = persona in UNKNOWN and code == 302 and PUBLIC not in everybody_who(address.name)
    if sent_away and not response["Location"].startswith("/account/sign-in/?next="):
        found.append(f"sent to {response['Location']}")
    return found


@every_room_address
def test_a_foreign_room_is_like_no_room(world: World, address: Address) -> None:
    """Whoever asks, by whatever method."""
    values = sample(address, world, "alpha")
    there, ghost = address.path(**values), address.path(**(values | {"slug": GHOST}))
    found = {}
    for persona in STRANGERS:
        for method in dict.fromkeys(("get", "post", *methods(address, persona))):
            foreign = ask(world, persona, method, there)
            wrong = faults_of(foreign, address, persona, method)
            if _plain(foreign, there) != nowhere(world, persona, method, ghost):
                wrong.append("unlike a room that does not exist")
            if wrong:
                found[persona, method] = wrong
    for method in dict.fromkeys(("get", "post", *TRUTH[address.name])):
        no_room = _plain(ask(world, NEIGHBOUR, method, ghost), ghost)
        if no_room != nowhere(world, NEIGHBOUR, method, ghost):
            found[NEIGHBOUR, method, ghost] = ["unlike the answer at other addresses"]
    assert not found, found


def nowhere(world: World, persona: str, method: str, ghost: str) -> tuple[object, ...]:
    """The answer in a room that does not exist: to those signed in the same at every address, which
    each test sees for itself by every method that is used there, as one of them; others are told
    to sign in before anybody looks."""
    if persona not in UNKNOWN:
        ghost = f"{'/api/v1' if ghost.startswith('/api/') else ''}/p/{GHOST}/"
    key = (world, persona, method, ghost)
    if key not in _NOWHERE:
        _NOWHERE[key] = _plain(ask(world, persona, method, ghost), ghost)
    return _NOWHERE[key]


_NOWHERE: dict[tuple[object, ...], tuple[object, ...]] = {}


def _plain(response: HttpResponse, path: str) -> tuple[int, bytes, dict[str, str]]:
    """The answer without what differs between any two requests; the address asked for may be
    echoed in the way back from the sign-in page only."""
    # A mask drawn anew for each page; of equal length.
    same = re.sub(rb'(name="csrfmiddlewaretoken" value=")\w{64}', rb"\1", body(response))
    headers = {k: v for k, v in response.headers.items() if k != "X-Request-ID"}
    if "Location" in headers:
        headers["Location"] = headers["Location"].replace(f"?next={path}", "?next=…")
    return response.status_code, same, headers


def fingerprint(world: World, place: str) -> str:
    """Hash of every row of this place, as the application itself sees it."""
    with world.scope(place), connection.cursor() as cursor:
        cursor.execute(_hash_of_rows(place == NATION))
        return str(cursor.fetchall())


@cache
def _hash_of_rows(nations: bool) -> str:
    """One statement for all tables: each one's name, how many rows there are, and their hash."""
    models = [m for m in tenant_models() if issubclass(m, HeldModel) or not nations]
    return " UNION ALL ".join(
        f"SELECT '{table}', count(*), md5(string_agg(t::text, ',' ORDER BY t::text))"
        f' FROM "{table}" t'
        for table in (model._meta.db_table for model in models)
    )


def names_a_row(address: Address, world: World) -> bool:
    values = [sample(address, world, place) for place in ("alpha", "beta")]
    return any(values[0][n] != values[1][n] for n in address.parameters if n != "slug")


# Years, sections and numbers that begin with 1 in each return are the same in every partnership:
# only what is left names somebody's row.
EVERYWHERE = {"slug", "year", "code", "question", "version_number", "query_number"}
NAMING_A_ROW = [a for a in IN_ROOMS if set(a.parameters) - EVERYWHERE]


@pytest.mark.parametrize("address", NAMING_A_ROW, ids=lambda a: a.name)
def test_a_foreign_row_in_the_own_room_is_missing_and_untouched(
    world: World, address: Address
) -> None:
    assert names_a_row(address, world)
    path = address.path(**(sample(address, world, "beta") | {"slug": "alpha"}))
    before = fingerprint(world, "beta")
    for persona in ("alpha_coordinator", "alpha_chair", "alpha_member", "observer"):
        for method in METHODS:
            client = world.client(persona)
            response = getattr(client, method)(path, {"title": "taken", "reason": "taken"})
            safe_options = method == "options" and address.is_api
            assert response.status_code in {403, 404, 405} or safe_options, (persona, method)
            assert "canary-beta" not in shown(response)
    assert fingerprint(world, "beta") == before


@pytest.mark.parametrize("address", [a for a in WRITTEN_TO if a.in_room], ids=lambda a: a.name)
def test_a_form_cannot_name_a_foreign_partnership_or_parent(world: World, address: Address) -> None:
    """Mass assignment: every id that beta owns, under every name that a form might take."""
    path = address.path(**sample(address, world, "alpha"))
    beta = world.cast.beta
    foreign = {"partnership": beta.pk, "partnership_id": beta.pk, "slug": "beta", "tenant": beta.pk}
    for model in tenant_models():
        key = str(world.row(model, "beta").pk)
        foreign |= {model._meta.model_name: key, f"{model._meta.model_name}_id": key}
    before = fingerprint(world, "beta"), fingerprint(world, NATION)
    for persona in ("alpha_coordinator", "alpha_chair"):
        for method in UNSAFE:
            if method in TRUTH[address.name]:
                with transaction.atomic():
                    send = getattr(world.client(persona), method)
                    kind = {"content_type": JSON} if address.is_api else {}
                    response = send(path, json.dumps(foreign) if kind else foreign, **kind)
                    assert response.status_code != 500
                    assert "canary-beta" not in shown(response)
                    after = fingerprint(world, "beta"), fingerprint(world, NATION)
                    assert after == before, (persona, method)
                    transaction.set_rollback(True)


@pytest.mark.parametrize(
    "address",
    [a for a in WRITTEN_TO if "post" in TRUTH[a.name] and a.name != "account_logout"],
    ids=lambda a: a.name,
)
def test_a_form_without_its_token_is_refused(world: World, address: Address) -> None:
    """Cross-site requests; API calls by session are held to it as well."""
    rule = entry(address.name, "post")
    path = address.path(**sample(address, world, home_place(address)))
    client = world.client(
        next(p for p in PERSONAS if p not in UNKNOWN and may(rule.who, p, address)),
        enforce_csrf_checks=True,
    )
    with undone():
        assert client.post(path, {}, content_type=JSON).status_code == 403


def test_an_unknown_address_is_a_plain_404_for_everybody(world: World) -> None:
    for persona in PERSONAS:
        for path in ("/nowhere/", "/p/", "/p/alpha", "/national/nowhere/", "/api/v1/nowhere/"):
            assert ask(world, persona, "get", path).status_code in {404, 301, 302}, (persona, path)


@pytest.mark.parametrize("slug", ["ALPHA", "Alpha", "al_pha", "a" * 81, "-", "alpha-", "0"])
def test_a_slug_of_any_shape_is_no_room(world: World, slug: str) -> None:
    for persona in PERSONAS:
        if persona not in UNKNOWN:
            for prefix in ("/p/", "/api/v1/p/"):
                response = ask(world, persona, "get", f"{prefix}{slug}/")
                assert response.status_code == 404, (persona, prefix)


def test_the_apis_default_is_closed() -> None:
    """A view that forgets to name its permission lets nobody in."""
    assert [c.__name__ for c in APIView.permission_classes] == ["Closed"]
    assert Closed().has_permission(None, None) is False


UNRELEASED = {
    "results:edition": ("odpm", "dft"),
    "results:items": ("odpm", "dft"),
    "results:item": ("odpm", "dft"),
    "api:edition": ("odpm", "dft"),
    "api:edition_items": ("odpm", "dft"),
    "api:edition_cells": ("odpm", "dft"),
}


@pytest.mark.parametrize("name", UNRELEASED)
def test_departments_see_nothing_before_its_release(world: World, name: str) -> None:
    address = next(a for a in ALL if a.name == name)
    values = sample(address, world, NATION) | {"edition_id": world.story.draft.pk}
    path = address.path(**values)
    assert ask(world, "evaluator", "get", path).status_code == 200
    for persona in UNRELEASED[name]:
        assert ask(world, persona, "get", path).status_code == 404


def test_the_evaluators_reading_of_a_return_is_told_to_its_partnership(world: World) -> None:
    def readings() -> int:
        with world.scope("alpha"):
            return AuditEvent.objects.filter(name="return.read").count()

    before = readings()
    assert world.client("evaluator").get("/national/response/2003/alpha/").status_code == 200
    assert readings() == before + 1


def test_the_evaluator_reads_no_return_that_is_still_being_answered(world: World) -> None:
    assert ask(world, "evaluator", "get", "/national/response/2004/alpha/").status_code == 404

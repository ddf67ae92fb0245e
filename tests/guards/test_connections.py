"""Real transactions on a connection that lives on, as behind a pool: nothing stays behind."""

from typing import Any

import pytest
from django.db import Error, connection, connections, transaction

from partnerships.membership.domain.roles import end_role, give_role
from partnerships.membership.models import RoleAssignment
from partnerships.register.models import Partnership
from portal.audit.models import AuditEvent
from portal.tenancy.context import current_scope, in_national, in_partnership
from tests.guards.probe_urls import settings_now
from tests.guards.world import World


@pytest.fixture(autouse=True)
def probes(settings: Any) -> None:
    """Addresses of views that misbehave."""
    settings.ROOT_URLCONF = "tests.guards.probe_urls"


def state() -> tuple[int, bool]:
    """Backend process, and whether the next transaction on it has any scope."""
    with transaction.atomic(), connection.cursor() as cursor:
        left = any(settings_now())
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0], left


def events(world: World, place: str, name: str) -> int:
    with world.scope(place):
        return AuditEvent.objects.filter(name=f"probe.{name}").count()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/p/alpha/", 200),
        ("/p/alpha/probe/write/crash/", 500),
        ("/p/alpha/probe/write/refuse/", 409),
        ("/p/alpha/probe/write/bad/", 400),
        ("/p/alpha/probe/stream/", 500),
        ("/p/beta/", 404),
        ("/", 200),
        ("/probe/write/crash/", 500),
        ("/national/editions/", 403),
        ("/nowhere/", 404),
    ],
)
def test_the_next_transaction_on_the_connection_has_no_scope(
    unwrapped: World, path: str, code: int
) -> None:
    before = state()
    response = unwrapped.client("alpha_coordinator").get(path)
    assert (response.status_code, before[1]) == (code, False)
    assert state() == before
    assert current_scope() is None


@pytest.mark.parametrize("place", ["alpha", "nation"])
@pytest.mark.parametrize("how", ["crash", "refuse", "bad", "gone", "broken"])
def test_whatever_went_wrong_is_rolled_back(unwrapped: World, place: str, how: str) -> None:
    room = "/p/alpha" if place == "alpha" else ""
    response = unwrapped.client("alpha_coordinator").get(f"{room}/probe/write/{how}/")
    code = {"crash": 500, "refuse": 409, "bad": 400, "gone": 404, "broken": 500}[how]
    assert (response.status_code, events(unwrapped, place, how)) == (code, 0)


@pytest.mark.parametrize("place", ["alpha", "nation"])
def test_what_went_well_is_kept(unwrapped: World, place: str) -> None:
    """Without this, rolling back everything would pass the tests above."""
    room = "/p/alpha" if place == "alpha" else ""
    before = events(unwrapped, place, "well")
    assert unwrapped.client("alpha_coordinator").get(f"{room}/probe/write/well/").status_code == 200
    assert events(unwrapped, place, "well") == before + 1


def test_the_request_runs_in_the_scope_of_its_address(unwrapped: World) -> None:
    person = unwrapped.cast.alpha_coordinator.pk
    client = unwrapped.client("alpha_coordinator")
    own = str(unwrapped.cast.alpha.pk)
    room = client.get("/p/alpha/probe/scope/").json()
    assert room["settings"] == [own, own, str(person)]
    assert client.get("/probe/scope/").json()["settings"] == ["", "0", str(person)]


def test_nothing_but_the_address_chooses_the_partnership(unwrapped: World) -> None:
    """Not a header, not a field, not a cookie, not the session."""
    client, beta = unwrapped.client("alpha_coordinator"), unwrapped.cast.beta.pk
    client.cookies["partnership"] = "beta"
    response = client.get(
        f"/p/alpha/probe/scope/?slug=beta&partnership={beta}&partnership_id={beta}",
        headers={"X-Partnership": "beta", "X-Tenant": str(beta), "X-Forwarded-Prefix": "/p/beta"},
    )
    assert response.json()["settings"][0] == str(unwrapped.cast.alpha.pk)


def test_a_template_renders_inside_the_scope(unwrapped: World) -> None:
    response = unwrapped.client("alpha_coordinator").get("/p/alpha/probe/lazily/")
    assert response.status_code == 200
    assert b"[canary-alpha" in response.content


@pytest.mark.parametrize("path", ["/p/alpha/probe/stream/", "/probe/stream/"])
def test_a_streamed_answer_is_refused(unwrapped: World, path: str) -> None:
    response = unwrapped.client("alpha_coordinator").get(path)
    assert response.status_code == 500
    assert not response.streaming


def test_an_undeclared_view_asks_for_sign_in(unwrapped: World) -> None:
    """Closed by default: a view without any mark is not public."""
    response = unwrapped.client("anonymous").get("/probe/undeclared/")
    assert (response.status_code, response["Location"]) == (
        302,
        "/account/sign-in/?next=/probe/undeclared/",
    )


def test_two_partnerships_take_turns_on_one_connection(unwrapped: World) -> None:
    clients = {place: unwrapped.client(f"{place}_coordinator") for place in ("alpha", "beta")}
    for _ in range(20):
        for place, client in clients.items():
            seen = client.get(f"/p/{place}/probe/scope/").json()["settings"][0]
            assert seen == str(unwrapped.row("membership.RoleAssignment", place).partnership_id)
    assert state()[1] is False


def test_a_role_that_ended_ends_the_next_request(unwrapped: World) -> None:
    client = unwrapped.client("alpha_member")
    assert client.get("/p/alpha/").status_code == 200
    member, by = unwrapped.cast.alpha_member, unwrapped.cast.by
    with in_partnership(unwrapped.cast.alpha.pk):
        held = RoleAssignment.objects.get(user=member, ended_at=None)
        end_role(assignment_id=held.pk, by=by, reason="test")
    try:
        assert client.get("/p/alpha/").status_code == 404
    finally:
        with in_partnership(unwrapped.cast.alpha.pk):
            give_role(user=member, role="member", by=by)
    assert client.get("/p/alpha/").status_code == 200


def test_a_partnership_that_is_switched_off_is_no_room(unwrapped: World) -> None:
    client = unwrapped.client("alpha_coordinator")
    with in_national():
        Partnership.objects.filter(slug="alpha").update(is_active=False)
    try:
        assert client.get("/p/alpha/").status_code == 404
    finally:
        with in_national():
            Partnership.objects.filter(slug="alpha").update(is_active=True)
    assert client.get("/p/alpha/").status_code == 200


def test_an_exception_in_a_scope_leaves_no_scope(unwrapped: World) -> None:
    for scope in (in_partnership(unwrapped.cast.alpha.pk), in_national()):
        with pytest.raises(ZeroDivisionError), scope:
            raise ZeroDivisionError
        assert (state()[1], current_scope()) == (False, None)


def test_the_evaluators_role_writes_nowhere_even_when_its_default_is_lifted(
    unwrapped: World,
) -> None:
    with connections["evaluator"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        )
        tables = [name for (name,) in cursor.fetchall()]
    assert len(tables) > 15
    for table in tables:
        for statement in (f'INSERT INTO "{table}" DEFAULT VALUES', f'DELETE FROM "{table}"'):
            with pytest.raises(Error, match="permission denied"), transaction.atomic("evaluator"):
                with connections["evaluator"].cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ WRITE")
                    cursor.execute(statement)


def test_an_orm_write_through_the_evaluators_alias_fails(unwrapped: World) -> None:
    with pytest.raises(Error, match="permission denied|read-only"), transaction.atomic("evaluator"):
        unwrapped.row("jobs.Job", "alpha").save(using="evaluator")

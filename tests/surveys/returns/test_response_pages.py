"""The response monitor and the evaluator's page of one return, on committed rows."""

import csv
import io
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.errors import Missing
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.national import read_return
from tests.portal.web.markup import parsed, with_class, words
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.slow
MONITOR = "/national/response/"
READ = f"{MONITOR}2004/alpha/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def nation(django_db_setup: None, django_db_blocker) -> Iterator[Desk]:
    """Alpha has signed off, beta has answers but has not."""
    from tests.conftest import Cast
    from tests.support.committed import close_all, copied_database, leading_to

    with django_db_blocker.unblock(), copied_database("response") as name, leading_to(name):
        desk = Desk(Cast())
        desk.signed(desk.cast.alpha)
        desk.answer(desk.cast.beta, {"A01": "in_place", "M06": "Beta's secret draft"})
        yield desk
        close_all()


@pytest.fixture
def desk(nation: Desk, django_db_blocker) -> Iterator[Desk]:
    with django_db_blocker.unblock():
        yield nation


def _today() -> str:
    return date_format(timezone.localdate(), "j M Y")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def evaluator(desk: Desk) -> Client:
    return client_of(desk.cast.evaluator)


def page(client: Client, path: str = MONITOR) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def rows(html: str) -> list[list[str]]:
    (table,) = with_class(parsed(html), "portal-table--stacking")
    lines = list(table.iter("tr"))[1:]
    return [[words(cell) for cell in line] for line in lines]


def test_counts_and_rates(evaluator: Client) -> None:
    html = page(evaluator)
    stats = [words(stat) for stat in with_class(parsed(html), "portal-stat")]
    assert stats[:3] == [
        "Returns signed off 1 of 2 asked",
        "Response rate 50% NRF areas 100%, others 0%",
        "Outstanding 1 not signed off yet",
    ]
    tables = [" ".join(words(cell) for cell in line) for line in parsed(html).iter("tr")]
    assert "West Midlands 1 1 100%" in tables
    assert "South West 1 0 0%" in tables
    assert "North East 0 0 –" in tables


def test_lists_partnerships_without_a_word_of_their_answers(evaluator: Client) -> None:
    html = page(evaluator)
    shown = rows(html)
    assert [line[:4] for line in shown] == [
        ["Alpha Partnership", "West Midlands", "Metropolitan district, NRF", "Submitted"],
        ["Beta Partnership", "South West", "Unitary authority", "In progress Late"],
    ]
    assert [line[4:] for line in shown] == [
        ["Evaluation team Read the return", f"Signed off {_today()}"],
        [
            "Co-ordinator: Beta Coordinator Finish the return",
            "Last day 17 Dec 2004 Give more time to Beta Partnership",
        ],
    ]
    assert f'href="{READ}"' in html
    assert f'href="{MONITOR}2004/beta/"' not in html
    assert "secret" not in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=in", ["Alpha Partnership"]),
        ("state=out", ["Beta Partnership"]),
        ("q=betash", ["Beta Partnership"]),
        ("region=west_midlands", ["Alpha Partnership"]),
        ("authority_type=unitary&state=out", ["Beta Partnership"]),
        ("state=in_progress", ["Beta Partnership"]),
        ("state=late", ["Beta Partnership"]),
        ("state=submitted", ["Alpha Partnership"]),
        ("nrf=yes", ["Alpha Partnership"]),
        ("nrf=no", ["Beta Partnership"]),
        ("page=99", ["Alpha Partnership", "Beta Partnership"]),
        ("year=nonsense", ["Alpha Partnership", "Beta Partnership"]),
    ],
)
def test_filters(evaluator: Client, query: str, names: list[str]) -> None:
    assert [line[0] for line in rows(page(evaluator, f"{MONITOR}?{query}"))] == names


@pytest.mark.parametrize("state", ["not_started", "ready", "accepted", "queried", "not-eligible"])
def test_states_that_nobody_is_in(evaluator: Client, state: str) -> None:
    assert "No partnership fits" in page(evaluator, f"{MONITOR}?state={state}")


def test_late_returns_and_states_stand_above_the_list(evaluator: Client) -> None:
    html = page(evaluator)
    assert "1 return is late. See which" in words(parsed(html))
    tables = [" ".join(words(cell) for cell in line) for line in parsed(html).iter("tr")]
    assert {"Not started 0", "In progress 1", "Submitted 1", "Reopened 0"} <= set(tables)


def test_the_file_holds_what_the_filters_leave(evaluator: Client) -> None:
    response = evaluator.get(f"{MONITOR}response.csv?state=late")
    assert response["Content-Disposition"] == 'attachment; filename="response-2004.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        ["Partnership", "Region", "Type of authority", "NRF", "Return", "Late", "Last day",
         "More time because", "Signed off", "Who acts next", "Names", "What for"],
        ["Beta Partnership", "South West", "Unitary authority", "no", "In progress", "yes",
         "2004-12-17", "", "", "Co-ordinator", "Beta Coordinator", "finish the return"],
    ]  # fmt: skip


def test_no_cell_of_the_file_is_a_formula(desk: Desk, evaluator: Client) -> None:
    person = desk.cast.beta_coordinator
    User.objects.filter(pk=person.pk).update(name='=HYPERLINK("http://x")')
    text = evaluator.get(f"{MONITOR}response.csv").content.decode("utf-8-sig")
    User.objects.filter(pk=person.pk).update(name=person.name)
    names = [line[10] for line in csv.reader(io.StringIO(text))]
    assert names == ["Names", "", '\'=HYPERLINK("http://x")']


def test_nothing_fits(evaluator: Client) -> None:
    assert "No partnership fits" in page(evaluator, f"{MONITOR}?q=zzz")


def test_wrong_filter_is_explained(evaluator: Client) -> None:
    html = page(evaluator, f"{MONITOR}?region=atlantis")
    assert "There is a problem" in html


@pytest.mark.parametrize(
    "who",
    ["alpha_coordinator", "alpha_chair", "observer", "odpm", "dft", "administrator", "nobody"],
)
def test_for_evaluators_only(desk: Desk, who: str) -> None:
    client = client_of(desk.cast.users[who])
    for path in (MONITOR, READ, f"{MONITOR}response.csv"):
        assert client.get(path).status_code == 403
    assert client.post(f"{READ}accept/").status_code == 403


def test_reading_shows_the_frozen_answers_and_is_written_down(
    desk: Desk, evaluator: Client
) -> None:
    before = desk.events(desk.cast.alpha, of="return.read")
    html = page(evaluator, READ)
    assert "In place and meeting" in html
    with in_partnership(desk.cast.alpha.pk):
        assert desk.row().document_sha256 in html
    after = desk.events(desk.cast.alpha, of="return.read")
    assert after == [*before, ("return.read", "Evaluator")]


@pytest.mark.parametrize(
    "path", [f"{MONITOR}2004/beta/", f"{MONITOR}2004/gamma/", f"{MONITOR}1999/alpha/"]
)
def test_a_draft_is_nobody_elses_affair(desk: Desk, evaluator: Client, path: str) -> None:
    response = evaluator.get(path)
    assert response.status_code == 404
    assert "secret" not in response.content.decode()
    assert evaluator.post(f"{path}accept/").status_code == 404
    assert desk.events(desk.cast.beta, of="return.read") == []


def test_the_domain_keeps_drafts_closed_too(desk: Desk) -> None:
    with in_national(), pytest.raises(Missing):
        read_return(partnership=desk.cast.beta, year=2004, by=desk.cast.evaluator)


def test_queries_do_not_grow_with_partnerships(desk: Desk, evaluator: Client) -> None:
    """One row of the list, or two: the same number of queries."""
    counts = []
    for query in ("?state=in", ""):
        evaluator.get(MONITOR + query)
        seen = 0
        with (
            CaptureQueriesContext(connections["default"]) as default,
            CaptureQueriesContext(connections["evaluator"]) as national,
        ):
            evaluator.get(MONITOR + query)
        seen = len(default) + len(national)
        counts.append(seen)
    assert 5 < counts[0] == counts[1] <= 20


def test_each_look_at_the_monitor_is_written_down(desk: Desk, evaluator: Client) -> None:
    def events() -> list[tuple[str, str]]:
        with in_national():
            found = AuditEvent.objects.filter(name="response.read").order_by("id")
            return list(found.values_list("target", "actor_words"))

    before = events()
    page(evaluator)
    client_of(desk.cast.odpm).get(MONITOR)
    assert events() == [*before, (f"returns.wave:{desk.wave.pk}", "Evaluator")]


def test_accepting(desk: Desk, evaluator: Client) -> None:
    """Last: it changes what the others look at."""
    assert "Accept this return" in page(evaluator, READ)
    read = desk.read(desk.cast.alpha)
    assert f'name="seen" value="{read["seen"]}"' in page(evaluator, READ)
    response = evaluator.post(f"{READ}accept/", read)
    assert (response.status_code, response["Location"]) == (302, MONITOR)
    assert desk.state(desk.cast.alpha) == "accepted"
    assert "The return of Alpha Partnership is accepted." in page(evaluator)
    assert "Accept this return" not in page(evaluator, READ)
    again = evaluator.post(f"{READ}accept/", read)
    assert again.status_code == 409
    assert "Only a return that has been submitted can be accepted." in again.content.decode()

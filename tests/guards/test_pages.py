"""Every page that anybody can open, held to the rules of tests/support/pages.py."""

import logging
from collections.abc import Iterator

import pytest

from partnerships.membership.roles import PARTNERSHIP_ROLES
from tests.guards.test_addresses import undone
from tests.guards.truth import TRUTH, Entry, allow
from tests.guards.world import ANONYMOUS, World
from tests.support.pages import Page, Pages
from tests.support.tenancy import NATION
from tests.support.urls import Address, addresses, sample

pytestmark = pytest.mark.django_db(databases=["default", "evaluator"])
READERS = (ANONYMOUS, "alpha_coordinator", "alpha_chair", "observer", "evaluator", "odpm")
# Reading these is itself an event in the audit trail.
AUDITED = {
    "response:read",
    "response:monitor",
    "response:version",
    "response:ask",
    "response:reopen",
    "response:history",
    "response:close_reopening",
    "reading:answers",
    "reading:answer",
    "reading:quote_new",
}
MEASURED = {"returns:section": ("returns_effort",)}
DOWNLOADS = {n for n in TRUTH if n.endswith("_download")}
PLAIN = {
    "web:healthz",
    "room_job_state",
    "national_job_state",
    "questionnaires:draft_words",
    "meetings:meeting_calendar",
}  # text, JSON and iCalendar
PAGES = [
    a
    for a in addresses()
    if not a.is_api and "get" in TRUTH.get(a.name, {}) and a.name not in DOWNLOADS | PLAIN
]
# Pages with a form of ours; django-allauth's are tested in portal/accounts.
FORMS = [a for a in PAGES if not isinstance(TRUTH[a.name].get("post", allow("")), Entry)]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are expected here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("address", PAGES, ids=lambda a: a.name)
def test_the_page_keeps_the_rules(world: World, address: Address) -> None:
    """Refusals and missing pages are pages too."""
    path = address.path(**sample(address, world, "alpha" if address.in_room else NATION))
    may_write = ("audit_auditevent",) if address.name in AUDITED else MEASURED.get(address.name, ())
    found = {}
    for reader in READERS:
        try:
            with undone():
                page = Pages(world.client(reader), may_write=may_write).get(path)
            assert page.status in {200, 403, 404, 409}
        except AssertionError as fault:
            found[reader] = str(fault)
    assert not found, found


@pytest.mark.parametrize("address", FORMS, ids=lambda a: a.name)
def test_a_refused_form_is_still_a_page(world: World, address: Address) -> None:
    place = "alpha" if address.in_room else NATION
    person = _who_may(TRUTH[address.name]["post"]) if address.in_room else "evaluator"
    page = Pages(world.client(person)).post(address.path(**sample(address, world, place)), {})
    assert page.status in {200, 400, 409, 422}


def _who_may(right: object) -> str:
    """The co-ordinator, or whoever in the room has this right instead."""
    holders = (key for key in ("coordinator", "chair", "member") if right in _rights(key))
    return f"alpha_{next(holders)}"


def _rights(key: str) -> frozenset[object]:
    return PARTNERSHIP_ROLES[key].rights


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h1>a</h1><h1>b</h1>", "2 h1 headings"),
        ("<h1>a</h1><p id=x></p><p id=x></p>", "id 'x' twice"),
        ('<h1>a</h1><a href="#no">x</a>', "#no leads nowhere"),
        ('<h1 style="color:red">a</h1>', "style= on <h1>"),
        ('<h1 onclick="x()">a</h1>', "onclick= on <h1>"),
        ("<h1>a</h1><script>x()</script>", "inline <script>"),
        ("<h1>a</h1><style>p{}</style>", "inline <style>"),
        ('<h1>a</h1><a href="javascript:x()">x</a>', "javascript: in href"),
        ('<h1>a</h1><input name="q">', "<input name=q> has no label"),
        (
            '<h1>a</h1><div class="govuk-error-summary"></div>',
            "an error summary and a title that starts 'Error: ' go together",
        ),
    ],
)
def test_the_rules_bite(html: str, fault: str) -> None:
    from django.http import HttpResponse

    whole = (
        f'<!DOCTYPE html><html lang="en-GB"><title>x – LSP Portal</title><body>{html}</body></html>'
    )
    assert Page(HttpResponse(whole)).faults() == [fault]

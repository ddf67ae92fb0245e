"""One return from its first answer to its receipt, with forms alone: no script, no domain calls."""

from django.test import Client

from portal.accounts.models import User
from portal.tenancy.context import in_partnership
from surveys.questionnaires.rendering import raw_of
from tests.portal.web.markup import parsed, words
from tests.surveys.returns.desk import A, Desk

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_from_first_answer_to_receipt(desk: Desk) -> None:
    """An NRF metropolitan partnership; each page is sent with the hidden fields it came with."""
    answers = desk.complete(desk.cast.alpha)
    coordinator = _client(desk.cast.alpha_coordinator)
    place = coordinator.get("/p/alpha/return/")["Location"]
    place = f"{place}sections/A/"
    visited = []
    while "/sections/" in place:
        visited.append(place)
        page = coordinator.get(place)
        fields = _fields(page.content.decode())
        typed = raw_of(desk.form, {q: v for q, v in answers.items() if q in fields["codes"]})
        response = coordinator.post(place, {**fields["hidden"], **typed, "then": "next"})
        assert response.status_code == 302, _problems(response.content.decode())
        place = response["Location"]
    assert [p.removeprefix(f"{A}sections/")[:1] for p in visited] == list("ABCDEFGHIJKLM")
    assert place == f"{A}review/"
    assert desk.values(desk.cast.alpha) == answers

    fields = {"sure": "on", **_seen(coordinator)}
    assert coordinator.post(f"{A}declare/", fields)["Location"] == A
    chair = _client(desk.cast.alpha_chair)
    fields = {"sure": "on", **_seen(chair)}
    assert chair.post(f"{A}sign-off/", fields)["Location"] == f"{A}receipt/"
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
    assert (row.state, row.document["answers"]) == ("submitted", answers)
    assert row.document_sha256 in chair.get(f"{A}receipt/").content.decode()
    assert [name for name, _ in desk.events(desk.cast.alpha)] == [
        *["return.answered"] * 13, "return.declared_ready", "return.signed_off",
    ]  # fmt: skip


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def _seen(client: Client) -> dict[str, str]:
    """The hidden fields of the review page's form."""
    tree = parsed(client.get(f"{A}review/").content.decode())
    hidden = {e.get("name"): e.get("value") for e in tree.iter("input")}
    return {name: hidden[name] for name in ("seen", "said") if name in hidden}


def _fields(html: str) -> dict[str, object]:
    """Question codes drawn on the page and its hidden fields."""
    tree = parsed(html)
    hidden = {
        e.get("name"): e.get("value")
        for e in tree.iter("input")
        if (e.get("name") or "").startswith("revision.")
    }
    codes = {e.get("data-question") for e in tree.iter() if e.get("data-question")}
    return {"hidden": hidden, "codes": codes}


def _problems(html: str) -> list[str]:
    return [
        words(e) for e in parsed(html).iter()
        if "govuk-error-message" in (e.get("class") or "").split()
    ]  # fmt: skip

"""Request ids, headers and the pages of refusals."""

import logging
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.errors import Conflict, Denied, Missing, Refused
from portal.web.middleware import Refusals, RequestId, RequestIdFilter, SecurityHeaders


def asked(path: str = "/p/alpha/", **headers: str) -> HttpRequest:
    """An anonymous request."""
    request = RequestFactory().get(path, headers=headers)
    request.user = AnonymousUser()
    return request


def answered(request: HttpRequest) -> HttpResponse:
    """The innermost answer."""
    return HttpResponse("ok")


def test_request_id_of_a_proxy_is_kept() -> None:
    request = asked(**{"X-Request-ID": "abc-123-def"})
    response = RequestId(answered)(request)
    assert (request.id, response["X-Request-ID"]) == ("abc-123-def", "abc-123-def")


@pytest.mark.parametrize("given", ["short", "new\nline-in-the-log", "<script>", "x" * 65])
def test_request_id_that_could_spoil_a_log_is_replaced(given: str) -> None:
    response = RequestId(answered)(asked(**{"X-Request-ID": given}))
    assert len(response["X-Request-ID"]) == 32
    assert response["X-Request-ID"] != given


def test_log_lines_carry_the_request_id() -> None:
    record = logging.makeLogRecord({"msg": "x"})

    def logs(request: HttpRequest) -> HttpResponse:
        RequestIdFilter().filter(record)
        return HttpResponse()

    request = asked()
    RequestId(logs)(request)
    assert record.request_id == request.id
    RequestIdFilter().filter(record)
    assert record.request_id == "-"


def test_nothing_a_signed_in_person_sees_is_stored() -> None:
    request = asked()
    request.user = SimpleNamespace(is_authenticated=True)
    response = SecurityHeaders(answered)(request)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Permissions-Policy"].startswith("camera=()")


def test_public_pages_may_be_stored() -> None:
    assert not SecurityHeaders(answered)(asked()).has_header("Cache-Control")


@pytest.mark.parametrize(
    ("refusal", "status"), [(Refused, 409), (Conflict, 409), (Denied, 403), (Missing, 404)]
)
def test_each_refusal_has_its_page(refusal: type[Exception], status: int) -> None:
    response = Refusals(answered).process_exception(asked(), refusal("Close the wave first."))
    assert response is not None
    assert response.status_code == status
    # Whether a thing exists is nobody's business who may not see it.
    assert ("Close the wave first." in response.content.decode()) is (status != 404)


def test_refusal_leads_back_to_where_the_person_was() -> None:
    request = asked(Referer="http://testserver/p/alpha/return/?page=2")
    page = Refusals(answered).process_exception(request, Refused("No.")).content.decode()
    assert 'href="/p/alpha/return/?page=2"' in page


def test_refusal_never_leads_to_another_site() -> None:
    request = asked(Referer="https://evil.example/p/alpha/")
    page = Refusals(answered).process_exception(request, Refused("No.")).content.decode()
    assert "evil.example" not in page
    assert 'href="/">Go back' in page


def test_refusal_of_the_api_is_a_problem_document() -> None:
    response = Refusals(answered).process_exception(asked("/api/v1/x/"), Refused("Not yet."))
    assert response is not None
    assert response["Content-Type"] == "application/problem+json"


def test_other_exceptions_are_left_alone() -> None:
    assert Refusals(answered).process_exception(asked(), RuntimeError("a bug")) is None

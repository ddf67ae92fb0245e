"""ETag, If-Match and If-None-Match."""

from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from portal.web.preconditions import (
    PreconditionMissing,
    PreconditionStale,
    created,
    etag_of,
    read,
    require_match,
)

DATA = {"name": "Acorn", "kind": None}
TAG = etag_of(DATA)


def asked(**headers: str) -> Request:
    return Request(RequestFactory().get("/", headers=headers))


def test_the_etag_stands_for_every_value() -> None:
    assert etag_of(dict(DATA)) == TAG
    assert len({TAG, etag_of(DATA | {"kind": ""}), etag_of([DATA])}) == 3
    assert (TAG[0], TAG[-1], len(TAG)) == ('"', '"', 34)


@pytest.mark.parametrize("given", [TAG, f"W/{TAG}", f'"x", {TAG}', "*"])
def test_who_has_it_already_gets_no_body(given: str) -> None:
    answer = read(asked(**{"If-None-Match": given}), DATA)
    assert (answer.status_code, answer.data, answer["ETag"]) == (304, None, TAG)


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": '"x"'}, {"If-None-Match": " , "}])
def test_everybody_else_does(headers: dict[str, str]) -> None:
    answer = read(asked(**headers), DATA)
    assert (answer.status_code, answer.data, answer["ETag"]) == (200, DATA, TAG)


@pytest.mark.parametrize("given", [TAG, f'"x" , {TAG}', "*"])
def test_what_was_read_may_be_changed(given: str) -> None:
    require_match(asked(**{"If-Match": given}), DATA)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ("", PreconditionMissing),
        (" , ", PreconditionMissing),
        ('"x"', PreconditionStale),
        (f"W/{TAG}", PreconditionStale),  # a weak comparison is none (RFC 9110, 13.1.1)
        (TAG.strip('"'), PreconditionStale),
    ],
)
def test_anything_else_may_not(given: str, refusal: Any) -> None:
    with pytest.raises(refusal):
        require_match(asked(**{"If-Match": given}), DATA)


def test_what_was_made_has_an_address() -> None:
    answer = created(DATA, "/api/v1/x/1/")
    assert (answer.status_code, answer["Location"], answer["ETag"]) == (201, "/api/v1/x/1/", TAG)

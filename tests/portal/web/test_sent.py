"""What clients send: unknown names, ids and moments."""

from typing import Any

import pytest
from rest_framework import serializers

from portal.web.sent import Filters, KeyField, MomentField, Sent, checked, chosen


class Shape(Sent):
    name = serializers.CharField(max_length=5)
    key = KeyField(required=False)
    at = MomentField(required=False)


class Narrow(Filters):
    name = serializers.CharField(required=False)


def faults(data: Any, shape: type[serializers.Serializer] = Shape) -> dict[str, list[str]]:
    with pytest.raises(serializers.ValidationError) as caught:
        checked(shape, data)
    return {name: [str(each) for each in said] for name, said in caught.value.detail.items()}


def test_a_misspelt_name_is_told() -> None:
    words = "There is no such value. Send only the names in the API’s description."
    assert faults({"name": "a", "nmae": "b"}) == {"nmae": [words]}
    assert checked(Shape, {}, partial=True) == {}
    assert checked(Narrow, {"name": "a", "page": "2"}) == {"name": "a"}


@pytest.mark.parametrize("data", [[], "x", 3])
def test_something_else_than_an_object(data: Any) -> None:
    assert set(faults(data)) == {"non_field_errors"}


@pytest.mark.parametrize("key", [0, -1, 2**31, "x", None, 10**30, "1" * 2000])
def test_what_is_no_id(key: Any) -> None:
    assert set(faults({"name": "a", "key": key})) == {"key"}


def test_moments_need_their_offset() -> None:
    said = "Say which offset from UTC it has, for example 2004-06-03T14:00:00+01:00."
    assert faults({"name": "a", "at": "2004-10-31T01:30:00"}) == {"at": [said]}
    both = [
        checked(Shape, {"name": "a", "at": f"2004-10-31T01:30:00{o}"})["at"]
        for o in ("+01:00", "Z")
    ]
    assert (both[1] - both[0]).total_seconds() == 3600
    assert set(faults({"name": "a", "at": "9999-12-31T23:59:59-14:00"})) == {"at"}


def test_an_id_of_nothing() -> None:
    with pytest.raises(serializers.ValidationError) as caught:
        chosen(None, "body", "body")
    assert caught.value.detail == {"body": ["There is no such body here."]}
    assert chosen(7, "body", "body") == 7

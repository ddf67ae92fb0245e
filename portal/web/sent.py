"""What clients of the API send: shapes that take no value they do not know."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

LARGEST = 2**31 - 1


class Sent(serializers.Serializer):
    """The body or the query of a request. A name that it does not know is a mistake to be told,
    not to be passed over: a misspelt field would change nothing in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Raises ValidationError for every unknown name, with its place."""
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in self.fields]
            if unknown:
                words = "There is no such value. Send only the names in the API’s description."
                raise serializers.ValidationError({name: [words] for name in unknown})
        return super().to_internal_value(data)


class Filters(serializers.Serializer):
    """Filters of a list in its address. Names that it does not know may be the pager's."""


def checked(
    shape: type[serializers.Serializer], data: Any, *, partial: bool = False
) -> dict[str, Any]:
    """The values of a request. Raises ValidationError (400) for wrong ones."""
    sent = shape(data=data, partial=partial)
    sent.is_valid(raise_exception=True)
    return sent.validated_data


class KeyField(serializers.IntegerField):
    """The id of something in this partnership."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": LARGEST} | more)


class MomentField(serializers.DateTimeField):
    """A moment with its offset, in UTC. A time by the clock on the wall would come twice in the
    night when the clocks go back, and not at all in another."""

    def enforce_timezone(self, value: datetime) -> datetime:
        """Raises ValidationError where no offset was sent."""
        if value.tzinfo is None:
            raise serializers.ValidationError(
                "Say which offset from UTC it has, for example 2004-06-03T14:00:00+01:00."
            )
        # Two local times of one zone are compared by the clock on the wall: UTC has none.
        return super().enforce_timezone(value).astimezone(UTC)


def chosen(row: Any, field: str, what: str) -> Any:
    """The row that an id in a body names. Raises ValidationError at this field for None."""
    if row is None:
        raise serializers.ValidationError({field: [f"There is no such {what} here."]})
    return row

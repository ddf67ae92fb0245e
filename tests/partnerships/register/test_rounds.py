"""Going round the partnerships."""

import logging

import pytest

from partnerships.register.models import Partnership
from partnerships.register.rounds import for_each_partnership
from portal.audit.models import AuditEvent
from portal.audit.record import record
from portal.tenancy.context import current_partnership_id, current_scope, in_partnership
from tests.conftest import Cast


def events(partnership: Partnership) -> list[str]:
    with in_partnership(partnership.pk):
        return list(AuditEvent.objects.filter(name="round.came").values_list("reason", flat=True))


def test_each_active_partnership_is_visited_in_its_own_scope(cast: Cast) -> None:
    seen = []
    for_each_partnership(lambda place: seen.append((place.slug, current_partnership_id())))
    assert seen == [("alpha", cast.alpha.pk), ("beta", cast.beta.pk)]
    assert current_scope() is None
    Partnership.objects.filter(pk=cast.alpha.pk).update(is_active=False)
    seen.clear()
    for_each_partnership(lambda place: seen.append(place.slug))
    assert seen == ["beta"]


def test_what_fails_is_rolled_back_and_told_and_the_others_go_on(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    def work(place: Partnership) -> None:
        record("round.came", on=None, by=cast.by, reason=place.slug)
        if place.slug == "alpha":
            raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        for_each_partnership(work)
    assert (events(cast.alpha), events(cast.beta)) == ([], ["beta"])
    assert "the round failed in alpha" in caplog.text
    assert "ZeroDivisionError" in caplog.text

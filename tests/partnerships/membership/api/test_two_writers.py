"""Two clients change one organisation at the same moment: one of them is told to read again."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest

from partnerships.membership.domain.organisations import add_organisation
from portal.tenancy.context import in_partnership
from tests.conftest import Cast
from tests.support.api import ROOT, Api
from tests.support.committed import close_all, copied_database, leading_to

pytestmark = pytest.mark.slow


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast in a database of its own, with real transactions."""
    with django_db_blocker.unblock(), copied_database("two_writers") as name, leading_to(name):
        yield Cast()
        close_all()


def test_one_of_two_wins(committed: Cast) -> None:
    with in_partnership(committed.alpha.pk):
        acorn = add_organisation(name="Acorn", sector="voluntary", by=committed.alpha_coordinator)
    path = f"p/alpha/organisations/{acorn.pk}/"
    clients = [Api(committed.alpha_coordinator) for _ in range(4)]
    seen, start, codes = clients[0].tag(path), Barrier(len(clients)), []

    def change(api: Api, number: int) -> None:
        try:
            start.wait(20)
            answer = api.client.patch(
                ROOT + path,
                {"name": f"Acorn {number}"},
                content_type="application/json",
                headers={"If-Match": seen},
            )
            codes.append(answer.status_code)
        finally:
            close_all()

    threads = [Thread(target=change, args=(api, n)) for n, api in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(codes) == [200, 412, 412, 412]

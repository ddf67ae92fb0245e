"""Two people, two connections, one link or two last co-ordinators: one of them wins."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from typing import Any

import pytest

from partnerships.membership.domain import joining
from partnerships.membership.domain.roles import end_role, give_role
from partnerships.membership.models import RoleAssignment
from portal.accounts.models import User
from portal.errors import PortalError
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast
from tests.partnerships.membership.desk import PASSWORD, Desk
from tests.support.committed import close_all, copied_database, leading_to

pytestmark = pytest.mark.slow


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """The desk in a database of its own, with real transactions."""
    with django_db_blocker.unblock(), copied_database("roles") as name, leading_to(name):
        yield Desk(Cast())
        close_all()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do them at the same moment; how each ended, sorted."""
    start, ends = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(20)
            act()
            ends.append("done")
        except PortalError as refusal:
            ends.append(refusal.message)
        finally:
            close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


def held(desk: Desk) -> list[tuple[str, str]]:
    """(name, role) of everybody who came in by the invitation."""
    with desk.room():
        found = RoleAssignment.objects.filter(title="Acorn").select_related("user")
        return [(each.user.name, each.role) for each in found]


def test_one_link_gives_one_role(committed: Desk) -> None:
    desk, cast = committed, committed.cast
    desk.invite()
    with in_national():
        offer = joining.offer_of(slug="alpha", secret=desk.secret())
    secret = desk.secret()

    def accept(user: User) -> Callable[[], object]:
        def act() -> None:
            with in_national(user_id=user.pk):
                joining.accept(offer=offer, secret=secret, by=user)

        return act

    ends = at_once(accept(cast.nobody), accept(cast.beta_member))
    assert ends == ["This invitation has been accepted already. If it was you, sign in.", "done"]
    assert len(held(desk)) == 1


def test_one_link_opens_one_account(committed: Desk) -> None:
    desk = committed
    desk.invite()
    with in_national():
        offer = joining.offer_of(slug="alpha", secret=desk.secret())
    secret = desk.secret()

    def join() -> None:
        with in_national():
            joining.join(offer=offer, secret=secret, name="Ann Lee", password=PASSWORD)

    assert at_once(join, join) == [
        "An account with this address was opened a moment ago. Open the link again and sign in.",
        "done",
    ]
    assert (held(desk), User.objects.filter(email=offer.invitation.email).count()) == (
        [("Ann Lee", "member")],
        1,
    )


def test_two_coordinators_cannot_end_each_other(committed: Desk) -> None:
    desk, cast = committed, committed.cast
    with desk.room():
        give_role(user=cast.nobody, role="coordinator", by=cast.by)
        pairs = dict(RoleAssignment.objects.filter(role="coordinator").values_list("user", "pk"))

    def end(by: User, whose: User) -> Callable[[], object]:
        def act() -> None:
            with in_partnership(cast.alpha.pk, user_id=by.pk):
                end_role(assignment_id=pairs[whose.pk], by=by, reason="Enough")

        return act

    one, other = cast.alpha_coordinator, cast.nobody
    ends = at_once(end(one, other), end(other, one))
    assert len(ends) == 2
    assert sum(words == "done" for words in ends) == 1
    assert any("the only LSP co-ordinator of Alpha Partnership" in words for words in ends)
    with desk.room():
        left = RoleAssignment.objects.filter(role="coordinator", ended_at=None)
        assert left.count() == 1

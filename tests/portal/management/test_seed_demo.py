import io
from collections import Counter
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from partnerships.membership.models import NationalRole, RoleAssignment
from partnerships.register.models import Authority, Partnership
from portal.accounts.models import User
from portal.management.demo.people import PASSWORD, PEOPLE
from portal.management.demo.seed import seed_survey
from portal.tenancy.context import in_partnership
from surveys.questionnaires.models import Questionnaire
from surveys.returns.models import Return, Wave
from tests.portal.management.demo import answers_of, questionnaire
from tests.support.committed import close_all, copied_database, leading_to

pytestmark = pytest.mark.slow


def seeded() -> str:
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def return_of(slug: str) -> Return:
    return Return.objects.select_related("ready_by", "submitted_by").get(
        partnership__slug=slug, wave__year=2004
    )


def counts() -> tuple[int, ...]:
    models = (Authority, Partnership, User, NationalRole, Questionnaire, Wave)
    return tuple(model.objects.count() for model in models)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of its own: the evaluators of the demo read what has been committed."""
    with django_db_blocker.unblock(), copied_database("seed") as name, leading_to(name):
        yield
        close_all()


@pytest.mark.timeout(900, func_only=True)  # its own limit is of processor time
def test_seed_demo_fills_an_empty_portal_and_does_nothing_the_second_time(
    committed: None,
) -> None:
    start = process_time()
    said = seeded()
    assert process_time() - start < 60
    assert "388 authorities, 365 partnerships." in said
    assert "The 2003 survey: 229 of 365 returns are in (synthetic answers)." in said
    assert "The 2004 survey: 316 of 365 returns are in (synthetic answers)." in said
    assert "5 of 5 board rooms furnished" in said
    assert "12 themes, 120 codings and 2 quotes, all synthetic." in said
    # 26 people, the two clerks in whose names the other returns were signed, and eleven members of
    # board rooms as whom nobody can sign in.
    assert counts() == (388, 365, 39, 6, 2, 2)
    states = all_states()
    assert states == {
        (2003, "submitted"): 229,
        (2003, "not_started"): 136,
        (2004, "submitted"): 312,
        (2004, "accepted"): 1,
        (2004, "queried"): 1,
        (2004, "reopened"): 1,
        (2004, "ineligible"): 1,
        (2004, "ready"): 1,
        (2004, "in_progress"): 1,
        (2004, "not_started"): 47,
    }
    again = seeded()
    assert "The surveys are there already and stay as they are." in again
    assert "0 of 5 board rooms furnished" in again
    assert counts() == (388, 365, 39, 6, 2, 2)
    assert all_states() == states


def all_states() -> dict[tuple[int, str], int]:
    """(Year, state) → returns."""
    states: Counter[tuple[int, str]] = Counter()
    for partnership_id in Partnership.objects.values_list("pk", flat=True):
        with in_partnership(partnership_id):
            states.update(Return.objects.values_list("wave__year", "state"))
    return dict(states)


@pytest.mark.django_db
def test_partnerships_with_people_are_at_different_stages() -> None:
    seed_survey(say=print)
    ids = dict(Partnership.objects.values_list("slug", "pk"))
    with in_partnership(ids["rotherham"]):
        left = return_of("rotherham")
        given = dict(left.answers.filter(carried_from=None).values_list("question", "value"))
        assert left.state == "in_progress"
        assert {q["section"] for q in questionnaire()["questions"] if q["code"] not in given} >= {
            "L",
            "M",
        }
        assert given == {k: v for k, v in answers_of("rotherham").items() if k[0] not in "LM"}
    with in_partnership(ids["lancashire"]):
        waiting = return_of("lancashire")
        assert (waiting.state, waiting.ready_by.email, waiting.submitted_by) == (
            "ready",
            "coordinator@lancashire.example",
            None,
        )
    with in_partnership(ids["burnley"]):
        accepted = return_of("burnley")
        assert (accepted.state, accepted.submitted_by.email) == (
            "accepted",
            "chair@burnley.example",
        )
    for slug, state in (("leeds", "queried"), ("cornwall", "reopened"), ("rutland", "ineligible")):
        with in_partnership(ids[slug]):
            assert return_of(slug).state == state
    with in_partnership(ids["york"]):
        assert (return_of("york").state, return_of("york").answers.count()) == ("not_started", 0)


@pytest.mark.django_db
def test_people_can_sign_in_and_hold_their_roles() -> None:
    seed_survey(say=print)
    users = {user.email: user for user in User.objects.all()}
    assert all(users[person.email].check_password(PASSWORD) for person in PEOPLE[:2])
    assert not users["chairs@synthetic.example"].has_usable_password()
    ids = dict(Partnership.objects.values_list("slug", "pk"))
    held = set()
    for slug in ("lancashire", "burnley"):
        with in_partnership(ids[slug]):
            held |= {
                (slug, each.role, each.title)
                for each in RoleAssignment.objects.filter(user=users["police@lancashire.example"])
            }
    assert held == {
        ("lancashire", "member", "Lancashire Constabulary"),
        ("burnley", "member", "Lancashire Constabulary"),
    }
    assert set(NationalRole.objects.values_list("user__email", "role", "region", "department")) == {
        ("evaluator@evaluation.example", "evaluator", "", ""),
        ("coder@evaluation.example", "evaluator", "", ""),
        ("reader@odpm.example", "department_reader", "", "odpm"),
        ("reader@dft.example", "department_reader", "", "dft"),
        ("observer@go-north-west.example", "observer", "north_west", ""),
        ("administrator@portal.example", "administrator", "", ""),
    }


@override_settings(SYNTHETIC_DEMO=False)
@pytest.mark.django_db
def test_seed_demo_refuses_outside_a_synthetic_demo() -> None:
    with pytest.raises(CommandError, match="only where SYNTHETIC_DEMO is true"):
        seeded()
    assert counts() == (0, 0, 0, 0, 0, 0)

"""Audit events: an actor or nothing, appended in the same transaction, never changed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, IntegrityError, connection, transaction

from portal.audit.models import AuditEvent
from portal.audit.record import NoActor, System, record, record_many
from portal.tenancy.context import in_national, in_partnership
from tests.conftest import Cast


def test_an_event_says_who_what_why_and_where(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk):
        record(
            "return.reopened",
            on=cast.alpha,
            by=cast.alpha_chair,
            reason="Wrong year",
            section="A",
            count=3,
        )
        event = AuditEvent.objects.get(name="return.reopened")
    assert (event.partnership_id, event.actor_id, event.actor_words) == (
        cast.alpha.pk,
        cast.alpha_chair.pk,
        "Alpha Chair",
    )
    assert (event.target, event.reason, event.facts) == (
        f"register.partnership:{cast.alpha.pk}",
        "Wrong year",
        {"section": "A", "count": 3},
    )
    assert str(event) == "return.reopened by Alpha Chair"


def test_a_system_is_an_actor_by_name(cast: Cast) -> None:
    with in_national():
        event = record("register.imported", on=None, by=System("import_register"))
    assert (event.actor_id, event.actor_words, event.target, event.partnership_id) == (
        None,
        "system: import_register",
        "",
        None,
    )


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_without_an_actor_nothing_is_written(cast: Cast, nobody: object) -> None:
    with in_national():
        before = AuditEvent.objects.count()
        with pytest.raises(NoActor, match=r"^return.opened needs an actor$"):
            record("return.opened", on=None, by=nobody)
        with pytest.raises(NoActor):
            record_many("return.opened", on=[cast.alpha], by=nobody)
        assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("column", ["name", "actor_words"])
def test_the_database_refuses_an_event_without_a_name_or_an_actor(cast: Cast, column: str) -> None:
    row = {"name": "x", "actor_words": "y", column: ""}
    with in_national(), pytest.raises(IntegrityError, match="audit_event_has_actor"):
        with transaction.atomic():
            AuditEvent.objects.create(**row)


def test_an_event_goes_with_the_change_it_tells_of(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), in_national():
        record("thing.happened", on=None, by=cast.evaluator)
        raise ZeroDivisionError
    with in_national():
        assert not AuditEvent.objects.filter(name="thing.happened").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET reason = 'better'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "ALTER TABLE audit_auditevent DISABLE ROW LEVEL SECURITY",
        "INSERT INTO audit_auditevent (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET reason = ''",
    ],
)
def test_the_application_cannot_rewrite_the_past(cast: Cast, statement: str) -> None:
    with (
        in_partnership(cast.alpha.pk),
        pytest.raises(Error, match="permission denied|must be owner"),
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_event_cannot_be_written_into_another_partnership(cast: Cast) -> None:
    with in_partnership(cast.alpha.pk), pytest.raises(Error, match="row-level security"):
        with transaction.atomic():
            AuditEvent.objects.create(partnership_id=cast.beta.pk, name="x", actor_words="y")


def test_many_events_take_one_insert(cast: Cast, django_assert_num_queries: object) -> None:
    with in_national(), django_assert_num_queries(1):
        record_many("partnership.seen", on=[cast.alpha, cast.beta], by=cast.evaluator)
    with in_national():
        targets = AuditEvent.objects.filter(name="partnership.seen").order_by("id")
        assert [e.target for e in targets] == [
            f"register.partnership:{cast.alpha.pk}",
            f"register.partnership:{cast.beta.pk}",
        ]


def test_a_long_name_is_cut_not_refused(cast: Cast) -> None:
    with in_national():
        assert len(record("x.y", on=None, by=System("s" * 300)).actor_words) == 200

"""A comparison moves on in whole steps; its page after sign-off. On committed rows."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connections
from django.test import Client
from django.urls import reverse

from partnerships.membership.domain.roles import give_role
from partnerships.register.stratum import stratum_of
from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_partnership
from surveys.results.models import Snapshot
from surveys.returns.models import Return
from tests.surveys.results.compared import whole

OUTSIDE = [
    stratum_of(False, kind, region)
    for kind, region in (
        ("county", "south_west"),
        ("unitary", "south_west"),
        ("london_borough", "london"),
    )
]


def newest_of(wave):
    rows = Return.objects.using("owner").filter(wave=wave, state="submitted", stratum__gte=45)
    return rows.order_by("-submitted_at", "-id")


@contextmanager
def trigger_off():
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return DISABLE TRIGGER return_stays")
        yield
        cursor.execute("ALTER TABLE returns_return ENABLE TRIGGER return_stays")


def leaves(pk: int) -> None:
    """Out of NRF, to one of several types so that none of them becomes a closer group."""
    there = OUTSIDE[pk % len(OUTSIDE)]
    Return.objects.using("owner").filter(pk=pk).update(stratum=there)


def test_a_return_taken_back_and_signed_again_moves_nothing(own_nation) -> None:
    before = whole(own_nation)
    first = newest_of(own_nation.wave).last()
    leaves(first.pk)
    assert whole(own_nation) == before
    later = newest_of(own_nation.wave).first().submitted_at + timedelta(days=1)
    with trigger_off():
        Return.objects.using("owner").filter(pk=first.pk).update(
            stratum=first.stratum, submitted_at=later
        )
    assert whole(own_nation) == before
    assert Snapshot.objects.using("owner").count() == 1


def test_figures_move_on_by_whole_steps(own_nation) -> None:
    spare = newest_of(own_nation.wave).count() % 10
    gone = list(newest_of(own_nation.wave)[: spare + 1])
    for each in gone:
        leaves(each.pk)
    before = whole(own_nation)
    for each in gone[:-1]:
        Return.objects.using("owner").filter(pk=each.pk).update(stratum=each.stratum)
    Return.objects.using("owner").filter(pk=gone[-1].pk).update(stratum=gone[-1].stratum)
    assert whole(own_nation).returns == before.returns + 10
    assert Snapshot.objects.using("owner").count() == 2


def test_after_sign_off_the_page_shows_the_kind(own_nation) -> None:
    signed = Return.objects.using("owner").filter(wave=own_nation.wave, state="submitted").first()
    document = {"questionnaire": own_nation.wave.questionnaire.sha256, "answers": {"A01": "none"}}
    with trigger_off():
        Return.objects.using("owner").filter(pk=signed.pk).update(document=document)
    person = User.objects.create(email="reader@room.example", name="Reader", password="!")
    with in_partnership(signed.partnership_id):
        give_role(user=person, role="member", by=System("tests"))
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("comparison:comparison", args=[signed.partnership.slug, 2004])
    text = " ".join(client.get(address).content.decode().split())
    assert "How you compare" in text
    assert "move on in steps of 10 returns" in text
    assert "Gave the same" in text

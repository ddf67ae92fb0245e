"""A comparison moves on in whole steps; its page after sign-off. On committed rows."""

from django.db import connections
from django.test import Client
from django.urls import reverse

from partnerships.membership.domain.roles import give_role
from partnerships.register.stratum import stratum_of
from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_partnership
from surveys.returns.models import Return
from tests.surveys.results.compared import whole

OTHER_COUNTY = stratum_of(False, "county", "south_west")


def newest_of(wave):
    rows = Return.objects.using("owner").filter(wave=wave, state="submitted", stratum__gte=45)
    return rows.order_by("-submitted_at", "-id")


def leaves(pk: int) -> None:
    Return.objects.using("owner").filter(pk=pk).update(stratum=OTHER_COUNTY)


def test_one_more_return_changes_nothing_until_a_step_is_full(own_nation) -> None:
    before = whole(own_nation)
    spare = newest_of(own_nation.wave).count() - before.returns
    for pk in list(newest_of(own_nation.wave).values_list("pk", flat=True)[:spare]):
        leaves(pk)
        assert whole(own_nation) == before
    leaves(newest_of(own_nation.wave).first().pk)
    assert whole(own_nation).returns == before.returns - 5


def test_after_sign_off_the_page_shows_the_kind(own_nation) -> None:
    signed = Return.objects.using("owner").filter(wave=own_nation.wave, state="submitted").first()
    document = {"questionnaire": own_nation.wave.questionnaire.sha256, "answers": {"A01": "none"}}
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return DISABLE TRIGGER return_stays")
    Return.objects.using("owner").filter(pk=signed.pk).update(document=document)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return ENABLE TRIGGER return_stays")
    person = User.objects.create(email="reader@room.example", name="Reader", password="!")
    with in_partnership(signed.partnership_id):
        give_role(user=person, role="member", by=System("tests"))
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("comparison:comparison", args=[signed.partnership.slug, 2004])
    text = " ".join(client.get(address).content.decode().split())
    assert "How you compare" in text
    assert "move on in steps of 5 returns" in text
    assert "Gave the same" in text

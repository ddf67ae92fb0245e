"""A partnership's return beside its kind: which kind, what steps, what is withheld, who sees it."""

import pytest
from django.urls import reverse

from partnerships.membership.domain.roles import give_role
from partnerships.register.models import Partnership
from partnerships.register.stratum import stratum_of
from portal.accounts.models import User
from portal.audit.record import System
from portal.tenancy.context import in_national, in_partnership
from surveys.results import comparison
from surveys.results.comparison import kind_of
from surveys.results.queries import first_codes
from surveys.returns.models import Return
from tests.surveys.results.compared import whole

NRF_MET = stratum_of(True, "metropolitan_district", "north_west")
OTHER_MET = stratum_of(False, "metropolitan_district", "north_west")
NRF_LONDON = stratum_of(True, "london_borough", "london")
OTHER_COUNTY = stratum_of(False, "county", "south_west")


@pytest.mark.parametrize(
    ("by_stratum", "kind"),
    [
        ({}, None),
        ({NRF_MET: 9}, None),
        ({NRF_MET: 10}, "all"),
        ({NRF_MET: 30}, "nrf:metropolitan_district"),
        ({NRF_MET: 29, OTHER_MET: 1}, "metropolitan_district"),
        ({NRF_MET: 20, NRF_LONDON: 10}, "nrf"),
        ({NRF_MET: 20, OTHER_COUNTY: 10}, "all"),
    ],
)
def test_the_closest_kind_with_enough_returns_is_chosen(by_stratum, kind) -> None:
    assert kind_of(by_stratum, (), nrf=True, authority_type="metropolitan_district") == kind


def test_a_kind_that_was_shown_stays_whatever_is_taken_back() -> None:
    shown = {"nrf:metropolitan_district"}
    found = kind_of({NRF_MET: 29}, shown, nrf=True, authority_type="metropolitan_district")
    assert found == "nrf:metropolitan_district"


@pytest.mark.parametrize(
    ("counts", "most"),
    [
        ({"a": 20, "b": 10, "c": 0}, "a"),
        ({"a": 14, "b": None, "c": None}, ""),
        ({"a": 16, "b": None, "c": None}, "a"),
        ({"a": None, "b": None}, ""),
    ],
)
def test_the_most_frequent_answer_is_named_only_where_it_is_sure(counts, most) -> None:
    assert comparison._most(counts, 30) == most


pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])


def test_a_comparison_counts_whole_steps_and_answers_only(nation) -> None:
    found = whole(nation)
    assert found.group == "nrf"
    in_group = Return.objects.using("owner").filter(
        wave=nation.wave, state="submitted", stratum__gte=45
    )
    assert found.returns == in_group.count() // 10 * 10
    assert [each.question.code for each in found.questions] == ["A01", "H02"]
    assert [line.label for line in found.questions[1].lines] == ["Crime and community safety"]


def test_first_codes_are_those_signed_off_first(nation) -> None:
    with in_national():
        found = first_codes(nation.wave, [*range(90)], 3)
    first = Return.objects.using("owner").filter(wave=nation.wave, state="submitted")
    expected: dict[int, bytes] = {}
    for each in first.order_by("submitted_at", "id")[:3]:
        expected[each.stratum] = expected.get(each.stratum, b"") + bytes(each.codes)
    assert found == expected


def reader_of(partnership: Partnership, client) -> object:
    person = User.objects.create(email="reader@room.example", name="Reader", password="!")
    with in_partnership(partnership.pk):
        give_role(user=person, role="member", by=System("tests"))
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page_of(client, partnership, year=2004) -> str:
    address = reverse("comparison:comparison", args=[partnership.slug, year])
    return " ".join(client.get(address).content.decode().split())


def test_before_sign_off_the_page_says_when_it_comes(nation, client) -> None:
    waiting = Return.objects.using("owner").filter(wave=nation.wave, state="in_progress").first()
    text = page_of(reader_of(waiting.partnership, client), waiting.partnership)
    assert "You see this as soon as your return is signed off" in text
    assert "Gave the same" not in text


def test_a_year_without_a_return_is_not_found(nation, client) -> None:
    signed = Return.objects.using("owner").filter(wave=nation.wave, state="submitted").first()
    reader = reader_of(signed.partnership, client)
    address = reverse("comparison:comparison", args=[signed.partnership.slug, 1999])
    assert reader.get(address).status_code == 404

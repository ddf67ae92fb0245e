"""Creating partnerships: one authority or several, all of them or none."""

import pytest

from partnerships.register.domain import NewPartnership, create_partnerships
from partnerships.register.models import Authority, Coverage, Partnership
from partnerships.register.queries import (
    active_partnerships,
    covered_authorities,
    other_tier,
    survey_attributes,
    uncovered_authorities,
)
from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Refused
from portal.tenancy.context import in_national

BY = System("tests")
ROWS = [
    ("33", "Norfolk", "county", "east_of_england", False),
    ("33UB", "Breckland", "shire_district", "east_of_england", False),
    ("33UG", "Norwich", "shire_district", "east_of_england", True),
    ("00AA", "City of London", "london_borough", "london", False),
]


@pytest.fixture(autouse=True)
def authorities(db: None) -> None:
    Authority.objects.bulk_create(
        Authority(
            code=c, name=n, slug=n.lower().replace(" ", "-"), authority_type=t, region=r, nrf=f
        )
        for c, n, t, r, f in ROWS
    )
    norfolk = Authority.objects.get(code="33")
    Authority.objects.filter(code__startswith="33U").update(county=norfolk)


def create(*planned: tuple[str, str, tuple[str, ...]]) -> list[Partnership]:
    with in_national():
        return create_partnerships(partnerships=[NewPartnership(*p) for p in planned], by=BY)


def test_a_partnership_takes_type_and_region_from_its_lead() -> None:
    (made,) = create(("Norwich Partnership", "norwich", ("33UG",)))
    assert (made.lead.code, made.authority_type, made.region, made.nrf, made.is_active) == (
        "33UG",
        "shire_district",
        "east_of_england",
        True,
        True,
    )
    with in_national():
        event = AuditEvent.objects.get(name="partnerships.created")
    assert (event.actor_words, event.facts) == ("system: tests", {"slugs": ["norwich"]})


def test_a_joint_partnership_is_nrf_if_any_of_its_authorities_is() -> None:
    (made,) = create(("Greater Norwich", "greater-norwich", ("33UB", "33UG")))
    assert (made.lead.code, made.nrf) == ("33UB", True)
    assert [a.code for a in covered_authorities(made)] == ["33UB", "33UG"]
    assert survey_attributes(made) == {
        "nrf": True,
        "authority_type": "shire_district",
        "region": "East of England",
        "authority_codes": ["33UB", "33UG"],
    }
    with in_national():
        assert [a.code for a in uncovered_authorities()] == ["00AA", "33"]


def test_county_and_district_know_each_other() -> None:
    county, district, city = create(
        ("Norfolk LSP", "norfolk", ("33",)),
        ("Norwich LSP", "norwich", ("33UG",)),
        ("City LSP", "city", ("00AA",)),
    )
    assert [list(other_tier(p)) for p in (county, district, city)] == [[district], [county], []]
    Partnership.objects.filter(pk=county.pk).update(is_active=False)
    assert list(other_tier(district)) == []


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (("Empty", "empty", ()), "Empty covers no authority. Give it at least one."),
        (
            ("Ghost", "ghost", ("99ZZ",)),
            "There is no authority with code 99ZZ. Import the register first.",
        ),
        (
            ("Second", "second", ("00AA",)),
            "City of London is already covered by City LSP. Remove it there first.",
        ),
        (
            ("City LSP", "second", ("33",)),
            "Two partnerships cannot share the name City LSP. Change one of them.",
        ),
        (
            ("Second", "city", ("33",)),
            "Two partnerships cannot share the slug city. Change one of them.",
        ),
        (
            ("Second", "second", ("33", "33")),
            "Two partnerships cannot share the authority 33. Change one of them.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    planned: tuple[str, str, tuple[str, ...]], words: str
) -> None:
    create(("City LSP", "city", ("00AA",)))
    with pytest.raises(Refused) as refusal:
        create(("Norwich LSP", "norwich", ("33UG",)), planned)
    assert refusal.value.message == words
    assert list(Partnership.objects.values_list("slug", flat=True)) == ["city"]
    assert Coverage.objects.count() == 1


def test_two_new_partnerships_cannot_cover_the_same_ground() -> None:
    with pytest.raises(Refused, match="cannot share the authority 33UG"):
        create(("One", "one", ("33UG",)), ("Two", "two", ("33UB", "33UG")))
    assert Partnership.objects.count() == 0


def test_searching_finds_names_of_partnerships_and_of_authorities() -> None:
    create(
        ("Greater Norwich", "greater-norwich", ("33UB", "33UG")), ("City LSP", "city", ("00AA",))
    )

    def slugs(**wanted: str) -> list[str]:
        return [p.slug for p in active_partnerships(**wanted)]

    assert slugs() == ["city", "greater-norwich"]
    assert slugs(search="breck") == ["greater-norwich"]
    assert slugs(search="norwich") == ["greater-norwich"]
    assert slugs(search="LONDON") == ["city"]
    assert slugs(region="london") == slugs(authority_type="london_borough") == ["city"]
    assert slugs(search="norwich", region="london") == []
    Partnership.objects.filter(slug="city").update(is_active=False)
    assert slugs() == ["greater-norwich"]


def test_a_list_of_partnerships_takes_two_queries(django_assert_num_queries: object) -> None:
    create(
        ("Greater Norwich", "greater-norwich", ("33UB", "33UG")), ("City LSP", "city", ("00AA",))
    )
    with django_assert_num_queries(2):
        assert [len(p.authorities.all()) for p in active_partnerships()] == [1, 2]

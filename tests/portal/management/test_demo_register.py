from collections import Counter

from portal.management.demo.register import JOINT, WITHOUT, partnerships
from tests.portal.management.demo import attributes, authorities, planned


def test_register_has_388_authorities_and_the_demo_365_partnerships() -> None:
    assert (len(authorities()), len(planned())) == (388, 365)


def test_every_authority_is_covered_once_or_named_as_without() -> None:
    covered = Counter(code for one in planned() for code in one.authority_codes)
    assert set(covered.values()) == {1}
    assert {each.code for each in authorities()} - covered.keys() == WITHOUT
    assert len(WITHOUT) == 5


def test_names_and_slugs_are_unique_and_say_what_they_are() -> None:
    assert len({one.name for one in planned()}) == len({one.slug for one in planned()}) == 365
    endings = Counter(one.name.endswith(" Local Strategic Partnership") for one in planned())
    assert endings == {True: 274, False: 91}
    assert all(one.name.endswith(" Strategic Partnership") for one in planned())


def test_joint_partnerships_are_of_one_kind_outside_the_fund() -> None:
    by_code = {each.code: each for each in authorities()}
    kinds = [
        {(by_code[c].authority_type, by_code[c].region, by_code[c].county_code) for c in codes}
        for _, _, codes in JOINT
    ]
    assert [len(kind) for kind in kinds] == [1] * 16
    assert not any(by_code[code].nrf for _, _, codes in JOINT for code in codes)


def test_the_fund_keeps_88_partnerships_and_the_south_west_45() -> None:
    assert sum(each["nrf"] for each in attributes().values()) == 88
    assert Counter(each["region"] for each in attributes().values())["South West"] == 45


def test_a_plan_is_deterministic_and_led_by_its_first_authority() -> None:
    again = partnerships(reversed(authorities()))
    assert again == planned()
    assert all(one.lead_code == one.authority_codes[0] for one in planned())
    norwich = next(one for one in planned() if one.slug == "greater-norwich")
    assert norwich.name == "Greater Norwich Strategic Partnership"
    assert norwich.authority_codes == ("33UG", "33UC", "33UH")

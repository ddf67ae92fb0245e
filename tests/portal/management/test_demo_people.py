from collections import Counter

from portal.management.demo.people import PASSWORD, PEOPLE, SIGN_INS
from tests.portal.management.demo import planned

LOCAL = {"coordinator", "chair", "member"}
NATIONAL = {"evaluator", "department_reader", "observer", "administrator"}


def test_every_address_is_unique_lower_case_and_reserved() -> None:
    addresses = [person.email for person in PEOPLE]
    assert len(set(addresses)) == len(addresses) == 26
    assert all(each == each.lower() and each.endswith(".example") for each in addresses)


def test_every_sign_in_is_a_person() -> None:
    assert {email for email, _ in SIGN_INS} <= {person.email for person in PEOPLE}
    assert all(words for _, words in SIGN_INS)
    assert len(PASSWORD) >= 12


def test_roles_are_in_partnerships_of_the_demo_or_national() -> None:
    slugs = {one.slug for one in planned()}
    for person in PEOPLE:
        for role in person.roles:
            assert role.key in (LOCAL if role.partnership else NATIONAL)
            assert not role.partnership or role.partnership in slugs
            assert bool(role.region) == (role.key == "observer")
            assert bool(role.department) == (role.key == "department_reader")


def test_each_partnership_with_members_has_a_coordinator_and_a_chair() -> None:
    held = Counter((role.partnership, role.key) for p in PEOPLE for role in p.roles)
    for slug in {partnership for partnership, _ in held} - {""}:
        assert held[slug, "coordinator"] == 1
        assert held[slug, "chair"] >= 1
    assert held["rotherham", "chair"] == 2, "a chair and a vice-chair"


def test_a_police_officer_sits_in_three_partnerships() -> None:
    several = [p for p in PEOPLE if len({role.partnership for role in p.roles}) > 1]
    assert [(p.name, [role.partnership for role in p.roles]) for p in several] == [
        ("Superintendent Ruth Clegg", ["lancashire", "burnley", "rotherham"])
    ]

"""The table of rights in words, computed from roles.py."""

import pytest

from partnerships.membership.access_shown import COLUMNS, GIST, WIDER, NoSubject, matrix
from partnerships.membership.permissions import P
from partnerships.membership.roles import OBSERVER, PARTNERSHIP_ROLES, Role


def test_every_right_of_a_room_is_shown_once() -> None:
    rights = {right for role in COLUMNS for right in role.rights}
    shown = [line.words.lower() for subject in matrix() for line in subject.lines]
    assert sorted(shown) == sorted(right.value.lower() for right in rights)


def test_the_columns_are_the_roles_with_the_observer_last() -> None:
    assert (*PARTNERSHIP_ROLES.values(), OBSERVER) == COLUMNS
    words = ["LSP co-ordinator", "LSP chair or vice-chair", "LSP member"]
    for subject in matrix():
        for line in subject.lines:
            assert [name for name, _ in line.held] == [*words, "Government Office observer"]


def test_who_may_what_is_what_roles_say() -> None:
    by_words = {right.value.lower(): right for right in P}
    for subject in matrix():
        for line in subject.lines:
            right = by_words[line.words.lower()]
            for role, (_, held) in zip(COLUMNS, line.held, strict=True):
                wider = WIDER.get(right)
                assert held == (right in role.rights or wider in role.rights), (right, role.key)


def test_each_role_says_what_it_is_for() -> None:
    assert list(GIST) == list(PARTNERSHIP_ROLES)


def test_a_right_that_no_subject_names_is_not_lost_silently() -> None:
    wanderer = Role("wanderer", "Wanderer", frozenset({P.NATIONAL_READ, P.MEMBERS_READ}))
    with pytest.raises(NoSubject, match="^NATIONAL_READ$"):
        matrix((*COLUMNS, wanderer))

"""Roles and rights: the matrix written out a second time, by hand."""

from partnerships.membership.permissions import P
from partnerships.membership.roles import NATIONAL_ROLES, OBSERVER, PARTNERSHIP_ROLES, rights_of

# Who may do what. Changing roles.py means changing this table too, on purpose.
EVERYBODY = {
    "PARTNERSHIP_READ",
    "MEMBERS_READ",
    "INTEREST_DECLARE",
    "SEARCH_USE",
    "MEETING_READ",
    "PROPOSAL_MAKE",
    "MINUTES_READ",
    "MINUTES_READ_CONFIRMED",
    "MINUTES_AMEND",
    "DECISION_READ",
    "ACTION_READ",
    "ACTION_UPDATE",
    "ATTENDANCE_READ",
    "PROTOCOL_READ",
    "PROTOCOL_READ_IN_FORCE",
    "PROTOCOL_COMMENT",
    "RETURN_READ",
    "RETURN_ENDORSE",
    "SUMMARY_READ",
}
OBSERVERS = {
    "PARTNERSHIP_READ",
    "MINUTES_READ_CONFIRMED",
    "PROTOCOL_READ_IN_FORCE",
    "RETURN_READ_ACCEPTED",
}
ROOM_MATRIX: dict[str, set[str]] = {
    "coordinator": {
        *EVERYBODY,
        "MEMBERS_MANAGE",
        "ROLES_MANAGE",
        "DELIVERY_READ",
        "MEETING_MANAGE",
        "RESTRICTED_READ",
        "MINUTES_WRITE",
        "ACTION_MANAGE",
        "ATTENDANCE_REPORT",
        "PROTOCOL_MANAGE",
        "RETURN_ANSWER",
        "RETURN_DECLARE",
        "RETURN_TEAM",
        "RETURN_REPLY",
        "QUOTE_CONSENT",
        "SUMMARY_BUILD",
    },
    "chair": {
        *EVERYBODY,
        "RESTRICTED_READ",
        "MINUTES_CONFIRM",
        "PROTOCOL_SIGN",
        "RETURN_SIGN_OFF",
        "RETURN_REPLY",
        "QUOTE_CONSENT",
    },
    "member": {*EVERYBODY, "PROTOCOL_SIGN", "RETURN_CONTRIBUTE"},
    "observer": OBSERVERS,
}
NATIONAL_MATRIX: dict[str, set[str]] = {
    "observer": OBSERVERS,
    "evaluator": {
        "NATIONAL_READ",
        "RESULTS_READ",
        "EDITION_BUILD",
        "EDITION_RELEASE",
        "MICRODATA_EXPORT",
        "PUBLICATION_READ",
        "PUBLICATION_READ_DRAFT",
        "PUBLICATION_BUILD",
        "PUBLICATION_RELEASE",
        "RESPONSE_READ",
        "RETURN_ACCEPT",
        "RETURN_QUERY",
        "RETURN_REOPEN",
        "REMINDER_SEND",
        "QUESTIONNAIRE_READ",
        "QUESTIONNAIRE_MANAGE",
        "WAVE_MANAGE",
        "TEXT_CODE",
        "JOB_READ",
    },
    "department_reader": {"NATIONAL_READ", "PUBLICATION_READ"},
    "administrator": {"REGISTER_MANAGE", "NATIONAL_ROLES_MANAGE"},
}


def rights(matrix: dict[str, set[str]], roles: tuple[str, ...]) -> set[P]:
    """What these roles may do together, by the table above."""
    return {P[name] for role in roles for name in matrix[role]}


def test_roles_in_a_partnership_have_exactly_these_rights() -> None:
    found = {key: {p.name for p in role.rights} for key, role in PARTNERSHIP_ROLES.items()}
    found["observer"] = {p.name for p in OBSERVER.rights}
    assert found == ROOM_MATRIX


def test_national_roles_have_exactly_these_rights() -> None:
    found = {key: {p.name for p in role.rights} for key, role in NATIONAL_ROLES.items()}
    assert found == NATIONAL_MATRIX


def test_every_right_is_held_by_somebody() -> None:
    held = set().union(*ROOM_MATRIX.values(), *NATIONAL_MATRIX.values())
    assert {p.name for p in P} == held


def test_words_of_rights_are_unique_and_fit_the_refusal() -> None:
    words = [p.value for p in P]
    assert len(set(words)) == len(words)
    assert all(word[0].islower() and not word.endswith(".") for word in words)


def test_no_national_role_but_the_observers_reaches_into_rooms() -> None:
    room = set().union(*ROOM_MATRIX.values())
    for key, names in NATIONAL_MATRIX.items():
        assert key == "observer" or not names & room


def test_only_the_chair_signs_off_and_only_the_coordinator_answers() -> None:
    holders = {
        right: [r for r, names in ROOM_MATRIX.items() if right in names]
        for right in ("RETURN_SIGN_OFF", "RETURN_ANSWER", "RETURN_DECLARE")
    }
    assert holders == {
        "RETURN_SIGN_OFF": ["chair"],
        "RETURN_ANSWER": ["coordinator"],
        "RETURN_DECLARE": ["coordinator"],
    }


def test_several_roles_add_up_and_unknown_ones_carry_nothing() -> None:
    both = rights_of(PARTNERSHIP_ROLES, frozenset({"chair", "coordinator"}))
    assert both == rights(ROOM_MATRIX, ("chair", "coordinator"))
    assert rights_of(PARTNERSHIP_ROLES, frozenset({"emperor"})) == frozenset()
    assert rights_of(NATIONAL_ROLES, frozenset()) == frozenset()

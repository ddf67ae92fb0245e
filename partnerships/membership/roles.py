"""Who may do what: each role's words and its rights. The keys are stored; never rename one."""

from dataclasses import dataclass

from partnerships.membership.permissions import P


@dataclass(frozen=True)
class Role:
    """A stable key, words for people, and the rights it carries."""

    key: str
    words: str
    rights: frozenset[P]


_ROOM = {
    P.PARTNERSHIP_READ,
    P.MEMBERS_READ,
    P.INTEREST_DECLARE,
    P.SEARCH_USE,
    P.MEETING_READ,
    P.PROPOSAL_MAKE,
    P.MINUTES_READ,
    P.MINUTES_READ_CONFIRMED,
    P.MINUTES_AMEND,
    P.DECISION_READ,
    P.ACTION_READ,
    P.ACTION_UPDATE,
    P.ATTENDANCE_READ,
    P.PROTOCOL_READ,
    P.PROTOCOL_READ_IN_FORCE,
    P.PROTOCOL_COMMENT,
    P.RETURN_READ,
    P.RETURN_ENDORSE,
    P.SUMMARY_READ,
}

PARTNERSHIP_ROLES = {
    role.key: role
    for role in (
        Role(
            "coordinator",
            "LSP co-ordinator",
            frozenset(
                {
                    *_ROOM,
                    P.MEMBERS_MANAGE,
                    P.ROLES_MANAGE,
                    P.DELIVERY_READ,
                    P.MEETING_MANAGE,
                    P.RESTRICTED_READ,
                    P.MINUTES_WRITE,
                    P.ACTION_MANAGE,
                    P.ATTENDANCE_REPORT,
                    P.PROTOCOL_MANAGE,
                    P.RETURN_ANSWER,
                    P.RETURN_DECLARE,
                    P.RETURN_TEAM,
                    P.RETURN_REPLY,
                    P.QUOTE_CONSENT,
                    P.SUMMARY_BUILD,
                }
            ),
        ),
        Role(
            "chair",
            "LSP chair or vice-chair",
            frozenset(
                {
                    *_ROOM,
                    P.RESTRICTED_READ,
                    P.MINUTES_CONFIRM,
                    P.PROTOCOL_SIGN,
                    P.RETURN_SIGN_OFF,
                    P.RETURN_REPLY,
                    P.QUOTE_CONSENT,
                }
            ),
        ),
        Role(
            "member",
            "LSP member",
            frozenset({*_ROOM, P.PROTOCOL_SIGN, P.RETURN_CONTRIBUTE}),
        ),
    )
}

# An observer's role is national (one region) but acts inside partnerships' rooms: confirmed
# minutes, protocols in force and the accepted return, nothing restricted.
OBSERVER = Role(
    "observer",
    "Government Office observer",
    frozenset(
        {
            P.PARTNERSHIP_READ,
            P.MINUTES_READ_CONFIRMED,
            P.PROTOCOL_READ_IN_FORCE,
            P.RETURN_READ_ACCEPTED,
        }
    ),
)

NATIONAL_ROLES = {
    role.key: role
    for role in (
        OBSERVER,
        Role(
            "evaluator",
            "National evaluator",
            frozenset(
                {
                    P.NATIONAL_READ,
                    P.RESULTS_READ,
                    P.EDITION_BUILD,
                    P.EDITION_RELEASE,
                    P.MICRODATA_EXPORT,
                    P.PUBLICATION_READ,
                    P.PUBLICATION_READ_DRAFT,
                    P.PUBLICATION_BUILD,
                    P.PUBLICATION_RELEASE,
                    P.RESPONSE_READ,
                    P.RETURN_ACCEPT,
                    P.RETURN_QUERY,
                    P.RETURN_REOPEN,
                    P.REMINDER_SEND,
                    P.QUESTIONNAIRE_READ,
                    P.QUESTIONNAIRE_MANAGE,
                    P.WAVE_MANAGE,
                    P.TEXT_CODE,
                    P.JOB_READ,
                }
            ),
        ),
        Role(
            "department_reader",
            "Department reader",
            frozenset({P.NATIONAL_READ, P.PUBLICATION_READ}),
        ),
        Role(
            "administrator",
            "Portal administrator",
            frozenset({P.REGISTER_MANAGE, P.NATIONAL_ROLES_MANAGE}),
        ),
    )
}


def rights_of(roles: dict[str, Role], keys: frozenset[str]) -> frozenset[P]:
    """All rights that these roles carry together; unknown keys carry none."""
    held = (roles[key].rights for key in keys if key in roles)
    return frozenset().union(*held)

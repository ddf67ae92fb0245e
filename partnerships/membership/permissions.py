"""Every right in the portal, by name. Who has which: roles.py."""

from enum import StrEnum


class P(StrEnum):
    """NOUN_VERB. The value is what the refusal page says a person may not do."""

    # In a partnership's room
    PARTNERSHIP_READ = "see this partnership's pages"
    MEMBERS_READ = "see who has a role in this partnership"
    RETURN_READ = "read this partnership's return"
    RETURN_READ_ACCEPTED = "read this partnership's accepted return"
    RETURN_ANSWER = "answer the survey for this partnership"
    RETURN_DECLARE = "declare this return ready for sign-off"
    RETURN_SIGN_OFF = "sign off this return"
    SUMMARY_READ = "download this partnership's summary"
    SUMMARY_BUILD = "build this partnership's summary"

    # National
    NATIONAL_READ = "see released national results"
    RESULTS_READ = "see national results before their release"
    EDITION_BUILD = "build an edition of the national results"
    EDITION_RELEASE = "release an edition of the national results"
    PUBLICATION_READ = "download released national publications"
    PUBLICATION_READ_DRAFT = "download national publications before their release"
    PUBLICATION_BUILD = "build publications"
    PUBLICATION_RELEASE = "release publications"
    RESPONSE_READ = "see which returns have come in"
    RETURN_ACCEPT = "accept a return"
    QUESTIONNAIRE_READ = "read questionnaires before they are published"
    QUESTIONNAIRE_MANAGE = "draft and publish questionnaires"
    WAVE_MANAGE = "open and close waves of the survey"
    REGISTER_MANAGE = "change the register"
    NATIONAL_ROLES_MANAGE = "give and take national roles"
    JOB_READ = "see national background jobs"

"""The links of each space's service navigation."""

from partnerships.membership.permissions import P
from portal.web.navigation import NATIONAL, PARTNERSHIP, PUBLIC, Link

# Pages of the directory beside the list of members.
DIRECTORY = (
    "membership:organisations",
    "membership:bodies",
    "membership:interests",
    "membership:people",
    "membership:invitations",
    "membership:access",
    "mail:deliveries",
)

LINKS = {
    PUBLIC: [
        Link("Partnerships", "register:public_list"),
        Link("Publications", "publications:public_list"),
        Link("Help", "web:help"),
    ],
    PARTNERSHIP: [
        Link("Overview", "boardroom:home"),
        Link("Meetings", "meetings:meetings", also=("meetings:proposals", "meetings:attendance")),
        Link("Decisions", "meetings:decisions", P.DECISION_READ),
        Link("Actions", "meetings:actions", P.ACTION_READ),
        Link("Protocols", "protocols:protocols"),
        Link("Members", "membership:members", P.MEMBERS_READ, also=DIRECTORY),
        Link("Annual return", "returns:task_list_latest"),
        Link("Summaries", "publications:room_list", P.SUMMARY_READ),
        Link("Search", "boardroom:search", P.SEARCH_USE),
    ],
    NATIONAL: [
        Link("National picture", "results:dashboard", P.NATIONAL_READ),
        Link("Response monitor", "response:monitor", P.RESPONSE_READ),
        Link("Waves", "response:waves", P.WAVE_MANAGE),
        Link("Editions", "results:editions", P.RESULTS_READ, also=("results:extracts",)),
        Link("Reading", "reading:overview", P.TEXT_CODE, also=("reading:released",)),
        Link("Themes", "reading:released", P.NATIONAL_READ, unless=P.TEXT_CODE),
        Link("Publications", "publications:national_list", P.PUBLICATION_READ),
        Link("Questionnaires", "questionnaires:list", P.QUESTIONNAIRE_READ),
    ],
}

"""The one table of truth: who may come in at each address, method by method.

A new address needs one line here. `get` speaks for HEAD too. What is not named is refused: 405 to
those who may come in, 403 to others in the space, 404 to strangers of a partnership's room,
sign-in (pages) or 401 (API) to people who are not signed in.
"""

from partnerships.membership.permissions import P
from tests.guards.truths import (
    agenda,
    answering,
    authoring,
    board_api,
    boardroom,
    collecting,
    dashboards,
    directory,
    editions,
    exports,
    files,
    life,
    mail,
    protocols,
    reading,
    registers,
    returns_api,
    roles,
    sending,
    team,
    writing,
)
from tests.guards.truths.entry import (
    PUBLIC,
    READ_CODES,
    SIGNED_IN,
    WRITE_CODES,
    Entry,
    Row,
    Who,
    allow,
    api,
)

# django-allauth's views are classes and redirect people who have nothing to do there: whatever the
# method, the answer is a page, a redirect or 405. Their own rules are tested in portal/accounts.
_METHODS = ("get", "post", "put", "patch", "delete", "options")


def _allauth(who: Who) -> Row:
    return {method: allow(who, 200, 302, 405) for method in _METHODS}


TRUTH: dict[str, Row] = {
    # Pages of no subject
    "home": {"get": PUBLIC},
    "web:accessibility": {"get": PUBLIC},
    "web:privacy": {"get": PUBLIC},
    "web:cookies": {"get": PUBLIC},
    "web:help": {"get": PUBLIC},
    "web:guide": {"get": PUBLIC},
    "web:healthz": {"get": PUBLIC},
    "web:components": {"get": allow(PUBLIC, 200, 404)},  # only where DEBUG is on
    # Account
    "account_login": _allauth(PUBLIC),
    "account_logout": _allauth(PUBLIC),
    "account_signup": _allauth(PUBLIC),
    "account_inactive": _allauth(PUBLIC),
    "account_reset_password": _allauth(PUBLIC),
    "account_reset_password_done": _allauth(PUBLIC),
    "account_reset_password_from_key": _allauth(PUBLIC),
    "account_reset_password_from_key_done": _allauth(PUBLIC),
    "account_reauthenticate": _allauth(SIGNED_IN),
    "account_change_password": _allauth(SIGNED_IN),
    "account_set_password": _allauth(SIGNED_IN),
    "accounts:api_tokens": {"get": SIGNED_IN, "post": SIGNED_IN},
    "mail:settings": {"get": SIGNED_IN, "post": SIGNED_IN},
    "accounts:revoke_api_token": {"post": allow(SIGNED_IN, 302, 404)},
    # Register
    "register:public_list": {"get": PUBLIC},
    # A partnership's room
    "mail:deliveries": {"get": P.DELIVERY_READ},
    "mail:send_again": {"post": P.DELIVERY_READ},
    "room_job": {"get": P.PARTNERSHIP_READ},
    "room_job_state": {"get": P.PARTNERSHIP_READ},
    "room_job_cancel": {"post": allow(P.PARTNERSHIP_READ, 302, 403, 409)},  # who asked, or may ask
    # The nation
    "comparison:comparison": {"get": P.RETURN_READ},
    "national_job": {"get": P.JOB_READ},
    "national_job_state": {"get": P.JOB_READ},
    "national_job_cancel": {"post": allow(P.JOB_READ, 302, 403, 409)},  # who asked, or may build
    # Publications
    "publications:public_list": {"get": PUBLIC},
    "publications:public_download": {"get": PUBLIC},
    "publications:national_list": {"get": P.PUBLICATION_READ},
    "publications:national_download": {"get": P.PUBLICATION_READ},
    "publications:partnership_download": {"get": P.PUBLICATION_READ_DRAFT},
    "publications:build_national": {"post": P.PUBLICATION_BUILD},
    "publications:build_for_partnership": {"post": P.PUBLICATION_BUILD},
    "publications:release": {"post": P.PUBLICATION_RELEASE},
    "publications:room_list": {"get": P.SUMMARY_READ},
    "publications:room_download": {"get": P.SUMMARY_READ},
    "publications:build_room": {"post": P.SUMMARY_BUILD},
    # API: OPTIONS describes a view to those who may use it
    "api:authorities": api(get=PUBLIC),
    "api:partnerships": api(get=PUBLIC),
    "api:partnership": api(get=PUBLIC),
    "api:me": api(get=SIGNED_IN),
    "api:questionnaires": api(get=SIGNED_IN),
    "api:questionnaire": api(get=SIGNED_IN),
    "api:questionnaire_codebook": api(get=SIGNED_IN),
    "api:questionnaire_mapping": api(get=SIGNED_IN),
    "api:room": api(get=P.PARTNERSHIP_READ),
    "api:people": api(get=P.MEMBERS_READ),
    "api:room_job": api(get=P.PARTNERSHIP_READ),
    "api:room_publications": api(get=P.SUMMARY_READ),
    "api:room_publication_file": api(get=P.SUMMARY_READ),
    "api:national_job": api(get=P.JOB_READ),
    "api:publications": api(get=P.PUBLICATION_READ),
    "api:publication_file": api(get=P.PUBLICATION_READ),
    **boardroom.ROWS,
    **directory.ROWS,
    **editions.ROWS,
    **dashboards.ROWS,
    **roles.ROWS,
    **agenda.ROWS,
    **writing.ROWS,
    **life.ROWS,
    **registers.ROWS,
    **protocols.ROWS,
    **mail.ROWS,
    **board_api.ROWS,
    **returns_api.ROWS,
    **answering.ROWS,
    **exports.ROWS,
    **files.ROWS,
    **sending.ROWS,
    **team.ROWS,
    **collecting.ROWS,
    **authoring.ROWS,
    **reading.ROWS,
    "schema": {"get": PUBLIC, "options": PUBLIC},
    "api_docs": {"get": PUBLIC},
}

# django-allauth's own views carry no mark of ours; the login middleware guards these.
BY_LOGIN_MIDDLEWARE = {
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
}
# Where a person of another place is meant to see words of theirs.
SHOWS_OTHER_PLACES = {
    *reading.SHOWS_OTHER_PLACES,
    "response:monitor",  # the evaluator: who has sent a return, partnership by partnership
    "response:monitor_download",
    "response:close_wave",  # and who would be too late
    "api:response",
    "response:read",
    "publications:national_list",  # the evaluator: every partnership's summary
    "publications:partnership_download",
}


def entry(name: str, method: str) -> Entry | None:
    """The rule for this method of this address, or None if it is refused to everybody."""
    row = TRUTH[name]
    found = row.get("get" if method == "head" else method)
    if found is None or isinstance(found, Entry):
        return found
    return Entry(found, READ_CODES if method in ("get", "head", "options") else WRITE_CODES)


def everybody_who(name: str) -> set[Who]:
    """All answers to "who" that the address gives, over its methods."""
    return {e.who if isinstance(e, Entry) else e for e in TRUTH[name].values()}

"""What the database's own catalogue must say: written out by hand, one line a table."""

from portal.tenancy.rls import HolderFloor, OwnFloor, PartnershipFloor

# Tables that belong to no partnership. A table that is neither here nor a tenant model fails.
GLOBAL_TABLES = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_user",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "knox_authtoken",
    "mail_preference",
    "meetings_calendarfeed",
    "membership_nationalrole",
    "questionnaires_draft",
    "questionnaires_printedquestionnaire",
    "questionnaires_questionnaire",
    "reading_theme",
    "reading_themerelease",
    "register_authority",
    "register_coverage",
    "register_partnership",
    "results_edition",
    "results_export",
    "results_extract",
    "results_editioninputs",
    "results_matcheditem",
    "results_protection",
    "results_publisheditem",
    "results_snapshot",
    "returns_reminder",
    "returns_wave",
}
# Global tables with a column that names a partnership, which is no secret there.
NAMES_A_PARTNERSHIP = {"register_coverage"}
# Views, materialised views and functions that somebody looked at and found harmless.
VIEWS: set[str] = set()
DEFINER_FUNCTIONS: set[str] = set()
# Triggers that keep published things as they are.
TRIGGERS = {
    "attendance_stays",
    "edition_stays",
    "enters",
    "item_enters",
    "item_stays",
    "minutes_stay",
    "passage_stays",
    "protocol_clause_stays",
    "protocol_obligation_stays",
    "protocol_party_stays",
    "protocol_version_is_kept",
    "protocol_version_stays",
    "questionnaire_stays",
    "return_stays",
    "stays",
}

# What the evaluator's role may read: the condition as PostgreSQL prints it.
NATIONAL_READ = {
    "mail_delivery": "((kind)::text = 'return_reminder'::text)",
    "jobs_job": "((state)::text = ANY ((ARRAY['queued'::character varying,"
    " 'running'::character varying])::text[]))",
    "publications_publication": "true",
    "membership_roleassignment": "(((role)::text = ANY ((ARRAY['coordinator'::character varying,"
    " 'chair'::character varying])::text[])) AND (ended_at IS NULL))",
    # How far each return is; answers stand in the row of signed-off ones only.
    "returns_return": "true",
    # Codes of text answers; what may be quoted, and quotes.
    "reading_coding": "true",
    "reading_quote": "true",
    "reading_quoteconsent": "true",
    "reading_settlement": "true",
    # Who acts next on a queried return.
    "returns_query": "(((raised_by_side)::text = 'evaluator'::text) AND"
    " ((state)::text = 'open'::text))",
}
# Global tables whose SELECT the evaluator's role has.
EVALUATOR_READS: set[str] = set()
APPEND_ONLY = {
    "audit_auditevent",
    "meetings_actionupdate",
    "meetings_correction",
    "meetings_minutesversion",
    "meetings_paperversion",
    "meetings_passagerevision",
    "protocols_obligationreport",
    "returns_answerrevision",
    "returns_querymessage",
    "returns_version",
}

# Tables where the application may do less than read, insert, update and delete.
NARROWER = {
    **{table: {"SELECT", "INSERT"} for table in APPEND_ONLY},
    "questionnaires_questionnaire": {"SELECT", "INSERT", "UPDATE"},
    "results_edition": {"SELECT", "INSERT", "UPDATE"},
    "results_editioninputs": {"SELECT", "INSERT"},
    "results_matcheditem": {"SELECT", "INSERT"},
    "results_protection": {"SELECT", "INSERT"},
    "results_publisheditem": {"SELECT", "INSERT"},
    "results_snapshot": {"SELECT", "INSERT"},
    "reading_themerelease": {"SELECT", "INSERT"},
}
WRITES = {"SELECT", "INSERT", "UPDATE", "DELETE"}

_PARTNERSHIP = (
    "(partnership_id = ( SELECT (current_setting('app.partnership_id'::text))::bigint"
    " AS current_setting))"
)
_HOLDER = (
    "(COALESCE(partnership_id, (0)::bigint) = ( SELECT (current_setting('app.holder'::text))::bigint"
    " AS current_setting))"
)
_OWN_READ = (
    "((user_id = ( SELECT (current_setting('app.user_id'::text))::bigint AS current_setting))"
    " OR (partnership_id = ( SELECT (current_setting('app.holder'::text))::bigint"
    " AS current_setting)))"
)

# name, permissive, roles, command, using, with check
Policy = tuple[str, str, str, str, str | None, str | None]
_ACCESS: Policy = ("app_access", "PERMISSIVE", "{portal_app}", "ALL", "true", "true")


def _floor(name: str, command: str, using: str | None, check: str | None) -> Policy:
    return (name, "RESTRICTIVE", "{portal_app}", command, using, check)


FLOORS: dict[type, set[Policy]] = {
    PartnershipFloor: {
        _ACCESS,
        _floor("partnership_floor", "ALL", _PARTNERSHIP, _PARTNERSHIP),
    },
    HolderFloor: {_ACCESS, _floor("partnership_floor", "ALL", _HOLDER, _HOLDER)},
    OwnFloor: {
        _ACCESS,
        _floor("floor_select", "SELECT", _OWN_READ, None),
        _floor("floor_insert", "INSERT", None, _PARTNERSHIP),
        _floor("floor_update", "UPDATE", _PARTNERSHIP, _PARTNERSHIP),
        _floor("floor_delete", "DELETE", _PARTNERSHIP, None),
    },
}


def expected_policies(table: str, floor: type) -> set[Policy]:
    """All policies of a tenant table."""
    condition = NATIONAL_READ.get(table)
    if condition is None:
        return FLOORS[floor]
    read = ("national_read", "PERMISSIVE", "{portal_eval}", "SELECT", condition, None)
    return FLOORS[floor] | {read}


def expected_grants(table: str) -> dict[str, set[str]]:
    """Grantee → rights on a table, its owner left out."""
    grants = {"portal_app": NARROWER.get(table, WRITES)}
    if table in NATIONAL_READ or table in EVALUATOR_READS:
        grants["portal_eval"] = {"SELECT"}
    return grants

"""Organisations, members, bodies and seats."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

READ = {"get": P.MEMBERS_READ}
MANAGE = {"get": P.MEMBERS_MANAGE, "post": P.MEMBERS_MANAGE}

ROWS: dict[str, Row] = {
    "membership:organisations": READ,
    "membership:organisation": READ,
    "membership:organisation_add": MANAGE,
    "membership:organisation_edit": MANAGE,
    "membership:organisation_leaves": MANAGE,
    "membership:members": READ,
    "membership:member": READ,
    "membership:member_add": MANAGE,
    "membership:member_edit": MANAGE,
    "membership:member_leaves": MANAGE,
    "membership:member_account": MANAGE,
    "membership:members_download": {"get": P.MEMBERS_MANAGE},
    "membership:members_template_download": {"get": P.MEMBERS_MANAGE},
    "membership:members_import": MANAGE,
    "membership:member_import": {"get": P.MEMBERS_MANAGE},
    "membership:member_import_apply": {"post": P.MEMBERS_MANAGE},
    "membership:member_import_drop": {"post": P.MEMBERS_MANAGE},
    "membership:bodies": READ,
    "membership:body": READ,
    "membership:body_add": MANAGE,
    "membership:body_edit": MANAGE,
    "membership:body_dissolve": MANAGE,
    "membership:constitution_set": MANAGE,
    "membership:seat_add": MANAGE,
    "membership:seat_fill": MANAGE,
    "membership:seat_abolish": MANAGE,
    "membership:seat_edit": MANAGE,
    "membership:tenure_edit": MANAGE,
    "membership:tenure_end": MANAGE,
    "membership:tenure_substitute": MANAGE,
    "membership:interests": READ,
    "membership:interest_declare": {"get": P.INTEREST_DECLARE, "post": P.INTEREST_DECLARE},
    # Whose interest it is not, and who does not manage members, is refused inside.
    "membership:interest_end": {
        "get": allow(P.INTEREST_DECLARE, 200, 403),
        "post": allow(P.INTEREST_DECLARE, 200, 302, 403, 409),
    },
}

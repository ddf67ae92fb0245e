"""The return as workbook and PDF, the blank questionnaire."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

# Those who may write some section; other readers are refused inside.
WRITERS = allow(P.RETURN_READ, 200, 302, 403, 404, 409, 422)

ROWS: dict[str, Row] = {
    "returns:files": {"get": P.RETURN_READ},
    "returns:pdf": {"get": allow(P.RETURN_READ, 200, 302)},
    "returns:pdf_make": {"post": P.RETURN_READ},
    "returns:blank": {"get": allow(P.RETURN_READ, 200, 302)},
    "returns:blank_make": {"post": P.RETURN_READ},
    "returns:workbook_download": {"get": P.RETURN_READ},
    "returns:workbook_upload": {"post": WRITERS},
    "returns:workbook": {"get": WRITERS},
    "returns:workbook_apply": {"post": WRITERS},
    "returns:workbook_discard": {"post": WRITERS},
    "questionnaires:pdf": {"get": allow(P.QUESTIONNAIRE_READ, 200, 302)},
    "questionnaires:pdf_make": {"post": P.QUESTIONNAIRE_READ},
}

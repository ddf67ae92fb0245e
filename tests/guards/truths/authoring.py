"""Questionnaires: reading, writing, publishing."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

ROWS: dict[str, Row] = {
    "questionnaires:list": {"get": P.QUESTIONNAIRE_READ},
    "questionnaires:questionnaire": {"get": P.QUESTIONNAIRE_READ},
    "questionnaires:publish": {"post": P.QUESTIONNAIRE_MANAGE},
}

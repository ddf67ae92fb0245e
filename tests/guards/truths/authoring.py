"""Questionnaires: reading, writing, publishing."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row

WRITE: Row = {"get": P.QUESTIONNAIRE_MANAGE, "post": P.QUESTIONNAIRE_MANAGE}
ROWS: dict[str, Row] = {
    "questionnaires:list": {"get": P.QUESTIONNAIRE_READ},
    "questionnaires:questionnaire": {"get": P.QUESTIONNAIRE_READ},
    "questionnaires:publish": {"post": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:copy": WRITE,
    "questionnaires:drafts": {"get": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft": {"get": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft_publish": WRITE,
    "questionnaires:draft_discard": WRITE,
    "questionnaires:draft_settings": WRITE,
    "questionnaires:draft_words": {"get": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft_section_new": WRITE,
    "questionnaires:draft_section": {"get": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft_section_change": WRITE,
    "questionnaires:draft_preview": {"get": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft_question_new": WRITE,
    "questionnaires:draft_question": WRITE,
    "questionnaires:draft_question_copy": {"post": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft_question_put": {"post": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft_check_new": WRITE,
    "questionnaires:draft_check": WRITE,
    "questionnaires:draft_figure_new": WRITE,
    "questionnaires:draft_figure": WRITE,
    "questionnaires:draft_part_move": {"post": P.QUESTIONNAIRE_MANAGE},
    "questionnaires:draft_part_remove": WRITE,
}

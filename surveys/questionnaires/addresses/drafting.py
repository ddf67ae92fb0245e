"""Drafts: begun, written, looked at, published or discarded."""

from django.urls import path

from surveys.questionnaires.views import (
    drafting,
    drafting_acts,
    drafting_look,
    drafting_parts,
)

DRAFT = "drafts/<int:draft_id>"
SECTION = f"{DRAFT}/sections/<slug:section_code>"
QUESTION = f"{DRAFT}/questions/<slug:question_code>"
PART = f"{DRAFT}/parts/<slug:kind>/<str:part_code>"
CHECKS, FIGURES = f"{DRAFT}/checks", f"{DRAFT}/figures"
CHECK, FIGURE = {"kind": "check"}, {"kind": "figure"}

urlpatterns = [
    path("<int:questionnaire_id>/copy/", drafting.copy, name="copy"),
    path("drafts/", drafting.draft_list, name="drafts"),
    path(f"{DRAFT}/", drafting.draft, name="draft"),
    path(f"{DRAFT}/publish/", drafting.publish, name="draft_publish"),
    path(f"{DRAFT}/discard/", drafting.discard, name="draft_discard"),
    path(f"{DRAFT}/settings/", drafting_parts.settings, name="draft_settings"),
    path(f"{DRAFT}/words/", drafting_look.words, name="draft_words"),
    path(f"{DRAFT}/sections/new/", drafting_parts.new_section, name="draft_section_new"),
    path(f"{SECTION}/", drafting_parts.section, name="draft_section"),
    path(f"{SECTION}/change/", drafting_parts.change_section, name="draft_section_change"),
    path(f"{SECTION}/preview/", drafting_look.look, name="draft_preview"),
    path(f"{SECTION}/questions/new/", drafting_parts.new_question, name="draft_question_new"),
    path(f"{QUESTION}/", drafting_parts.question, name="draft_question"),
    path(f"{QUESTION}/copy/", drafting_acts.copy_question, name="draft_question_copy"),
    path(f"{QUESTION}/section/", drafting_acts.put, name="draft_question_put"),
    path(f"{CHECKS}/new/", drafting_parts.new_listed, CHECK, name="draft_check_new"),
    path(f"{CHECKS}/<slug:check_code>/", drafting_parts.listed, CHECK, name="draft_check"),
    path(f"{FIGURES}/new/", drafting_parts.new_listed, FIGURE, name="draft_figure_new"),
    path(f"{FIGURES}/<str:figure_code>/", drafting_parts.listed, FIGURE, name="draft_figure"),
    path(f"{PART}/move/", drafting_acts.move, name="draft_part_move"),
    path(f"{PART}/remove/", drafting_acts.remove, name="draft_part_remove"),
]

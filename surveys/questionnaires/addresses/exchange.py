"""Mapping, difference, codebook, import and export."""

from django.urls import path

from surveys.questionnaires.views import codebook, comparing, exchange, mapping

OF_VERSION = "<int:questionnaire_id>"
OF_DRAFT = "drafts/<int:draft_id>"
urlpatterns = [
    path("compare/", comparing.difference_page, name="difference"),
    path("import/", exchange.upload, name="import"),
    path("import/confirm/", exchange.confirm, name="import_confirm"),
    path(f"{OF_VERSION}/mapping/", mapping.mapping, name="mapping"),
    path(f"{OF_VERSION}/codebook/", codebook.page, name="codebook"),
    path(f"{OF_VERSION}/codebook/csv/", codebook.csv_file, name="codebook_download"),
    path(
        f"{OF_VERSION}/codebook/csv/metadata/",
        codebook.metadata,
        name="codebook_metadata_download",
    ),
    path(f"{OF_VERSION}/document/", exchange.document_file, name="document_download"),
    path(f"{OF_VERSION}/xlsform/", exchange.xlsform_page, name="xlsform"),
    path(f"{OF_VERSION}/xlsform/file/", exchange.xlsform_file, name="xlsform_download"),
    path(f"{OF_DRAFT}/document/", exchange.draft_file, name="draft_document_download"),
    path(f"{OF_DRAFT}/mapping/", mapping.draft_mapping, name="draft_mapping"),
    path(f"{OF_DRAFT}/mapping/to/", mapping.draft_target, name="draft_mapping_target"),
    path(f"{OF_DRAFT}/mapping/rest/", mapping.draft_rest, name="draft_mapping_rest"),
    path(
        f"{OF_DRAFT}/mapping/<str:question_code>/",
        mapping.draft_question,
        name="draft_mapping_question",
    ),
]

"""The blank questionnaire as a PDF."""

from django.urls import path

from surveys.questionnaires.views import printing

urlpatterns = [
    path("<int:questionnaire_id>/pdf/", printing.pdf_download, name="pdf"),
    path("<int:questionnaire_id>/pdf/make/", printing.pdf_make, name="pdf_make"),
]

"""The return as workbook and PDF."""

from django.urls import path

from surveys.returns.views import files, workbooks

urlpatterns = [
    path("<int:year>/files/", files.files, name="files"),
    path("<int:year>/pdf/", files.pdf_download, name="pdf"),
    path("<int:year>/pdf/make/", files.pdf_make, name="pdf_make"),
    path("<int:year>/questionnaire/", files.blank_download, name="blank"),
    path("<int:year>/questionnaire/make/", files.blank_make, name="blank_make"),
    path("<int:year>/workbook/", workbooks.download, name="workbook_download"),
    path("<int:year>/workbook/upload/", workbooks.upload, name="workbook_upload"),
    path("<int:year>/workbook/<int:workbook_id>/", workbooks.workbook, name="workbook"),
    path("<int:year>/workbook/<int:workbook_id>/apply/", workbooks.apply, name="workbook_apply"),
    path(
        "<int:year>/workbook/<int:workbook_id>/discard/",
        workbooks.discard,
        name="workbook_discard",
    ),
]

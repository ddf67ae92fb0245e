"""The form that takes a filled-in workbook."""

from django import forms

from portal.web.forms import PortalForm
from portal.web.uploads import XLSX, accept


class WorkbookFile(PortalForm):
    """One file; what is in it is judged by surveys.returns.workbook."""

    file = forms.FileField(
        label="Filled-in workbook",
        help_text="An Excel workbook (.xlsx) that was downloaded here, up to 5 MB.",
        widget=forms.FileInput(attrs={"accept": accept((XLSX,))}),
        error_messages={
            "required": "Choose the workbook that you filled in",
            "empty": "The file is empty. Choose the file again.",
        },
    )

"""Render the PDFs to /tmp/files for looking at; run as a pytest file."""
import subprocess, json
from pathlib import Path
import pytest
from portal.web.print import to_pdf
from portal.tenancy.context import in_partnership, in_national
from surveys.returns.standing import standing_of
from surveys.returns.printing.composing import compose
from surveys.questionnaires.printing.composing import compose as blank
from surveys.returns.workbook.making import content_of
from surveys.returns.workbook.writing import write_workbook
from surveys.returns.domain.answering import Edit, save_answers
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.conftest import desk
from tests.conftest import *
pytestmark=[pytest.mark.django_db(databases=["default","evaluator"])]
def test_it(desk: Desk):
    out=Path('/tmp/files')
    desk.answer(desk.cast.alpha, {k:v for k,v in desk.complete(desk.cast.alpha).items() if k[0] in 'ABCH'}|{"M06":"First line\n\nSecond <b>line</b> =1+1"})
    with in_partnership(desk.cast.alpha.pk):
        by=desk.cast.users["alpha_coordinator"]
        save_answers(annual_return=desk.row(), edits={"E02": Edit(None,0,cannot="not_yet",cannot_note="After June.")}, by=by)
        st=standing_of(desk.row())
        (out/'draft.pdf').write_bytes(to_pdf(compose(st)))
        from django.utils import timezone
        (out/'book.xlsx').write_bytes(write_workbook(content_of(st, mine=None, by=by, at=timezone.now())))
    desk.signed(desk.cast.beta)
    with in_partnership(desk.cast.beta.pk):
        (out/'receipt.pdf').write_bytes(to_pdf(compose(standing_of(desk.row()))))
    with in_national():
        (out/'blank.pdf').write_bytes(to_pdf(blank(desk.wave.questionnaire, desk.form)))

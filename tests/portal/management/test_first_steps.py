"""A site without the demo: its first people, partnerships and wave come from commands."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from partnerships.membership.models import NationalRole, RoleAssignment
from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.models import Return, Wave

pytestmark = pytest.mark.django_db
DOCUMENT = Path("surveys/questionnaires/data/lsp2004.json")


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_new_site_from_nothing_to_an_open_wave(tmp_path: Path) -> None:
    run("import_register", "partnerships/register/data/register.csv")
    file = tmp_path / "partnerships.csv"
    file.write_text(
        "name,slug,authorities\nRotherham LSP,rotherham,00CF\nJoint LSP,joint,00CG 00CC\n"
    )
    assert run("import_partnerships", str(file)) == "2 partnerships created.\n"
    joint = Partnership.objects.get(slug="joint")
    assert (joint.lead.code, joint.authorities.count()) == ("00CG", 2)

    reason = ("--reason", "first people")
    said = run("give_role", "eva@example.org", "evaluator", "--name", "Eva", *reason)
    assert said == "Eva is now evaluator.\n"
    run("give_role", "go@example.org", "observer", "--name", "Go", "--region", "london", *reason)
    run("give_role", "EVA@example.org", "chair", "--partnership", "rotherham", *reason)
    assert sorted(NationalRole.objects.values_list("user__email", "role", "region")) == [
        ("eva@example.org", "evaluator", ""),
        ("go@example.org", "observer", "london"),
    ]
    rotherham = Partnership.objects.get(slug="rotherham")
    with in_partnership(rotherham.pk):
        assert list(RoleAssignment.objects.values_list("user__email", "role")) == [
            ("eva@example.org", "chair")
        ]
        assert AuditEvent.objects.get(name="role.given").reason == "first people"

    run("import_questionnaire", str(DOCUMENT), "--publish")
    year = json.loads(DOCUMENT.read_text("utf-8"))["year"]
    today = timezone.localdate().isoformat()
    assert "is open until" in run("open_wave", str(year), "--opens", today, "--closes", today)
    with in_partnership(rotherham.pk):
        assert Return.objects.get().state == Return.State.NOT_STARTED
    run("close_wave", str(year))
    assert Wave.objects.get().state == Wave.State.CLOSED


def test_refusals_say_what_to_do(tmp_path: Path) -> None:
    for arguments, words in (
        (("give_role", "a@b.example", "evaluator", "--reason", "x"), "Give --name to open one"),
        (("give_role", "a@b.example", "chair", "--name", "A", "--reason", "x"), "--partnership"),
        (
            ("give_role", "a@b.example", "observer", "--name", "A", "--reason", "x"),
            "An observer needs --region",
        ),
        (
            ("open_wave", "2004", "--opens", "2004-10-01", "--closes", "2004-09-01"),
            "closes after it opens",
        ),
        (
            ("open_wave", "2004", "--opens", "2004-10-01", "--closes", "2004-11-01"),
            "No questionnaire of 2004 is published",
        ),
        (("close_wave", "2004"), "There is no wave of 2004"),
    ):
        with pytest.raises(CommandError, match=words):
            run(*arguments)
    assert User.objects.count() == 0
    file = tmp_path / "p.csv"
    file.write_text("name,slug,authorities\nX,x,99ZZ\n")
    with pytest.raises(CommandError, match="There is no authority with code 99ZZ"):
        run("import_partnerships", str(file))
    file.write_text("name\nX\n")
    with pytest.raises(CommandError, match="needs the columns"):
        run("import_partnerships", str(file))
    with in_national():
        assert AuditEvent.objects.count() == 0

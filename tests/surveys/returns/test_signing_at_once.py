"""Two web servers at the same moment: processes of their own, one database, one version."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from portal.mail.models import Delivery
from portal.tenancy.context import in_partnership
from surveys.returns.domain.signing import sign_off
from surveys.returns.models import Version
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
# What one server does: it has drawn the page before (questionnaires and addresses stay in memory),
# says that it is there, waits for the other, and signs.
SERVER = """
import json, sys, django
django.setup()
from django.urls import reverse
from portal.accounts.models import User
from portal.errors import PortalError
from portal.tenancy.context import in_partnership
from surveys.returns.domain.signing import sign_off
from surveys.returns.queries import return_of_year
from surveys.returns.standing import standing_of

place, who, seen = json.loads(sys.argv[1])
by = User.objects.get(pk=who)
with in_partnership(place):
    standing_of(return_of_year(2004)).digest
reverse("returns:receipt", args=["alpha", 2004])
print("ready", flush=True)
sys.stdin.readline()
try:
    with in_partnership(place):
        print(sign_off(annual_return=return_of_year(2004), by=by, seen=seen).document_sha256)
except PortalError as refusal:
    print(refusal.message)
"""


def servers(desk: Desk, *people: int) -> list[str]:
    """What each said that tried to sign off what was read, all at the same moment."""
    with in_partnership(desk.cast.alpha.pk):
        seen = desk.seen()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for alias, name in (("default", "DATABASE_URL"), ("evaluator", "EVALUATOR_DATABASE_URL")):
        environment[name] = _address(alias)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SERVER, json.dumps([desk.cast.alpha.pk, who, seen])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        for who in people
    ]
    for each in running:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    return [each.communicate(timeout=60)[0].strip() for each in running]


def _address(alias: str) -> str:
    each = connections[alias].settings_dict
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**each)


def signed(desk: Desk) -> tuple[int, int, int]:
    """How many versions there are, events of signing off, and emails about it."""
    with in_partnership(desk.cast.alpha.pk):
        mails = Delivery.objects.filter(kind="return_signed_off").count()
        versions = Version.objects.count()
    names = [name for name, _ in desk.events(desk.cast.alpha)]
    return versions, names.count("return.signed_off"), mails


def test_one_person_on_two_servers_signs_once(committed: Desk) -> None:
    committed.ready(committed.cast.alpha)
    chair = committed.cast.alpha_chair.pk
    first, second = servers(committed, chair, chair)
    assert first == second
    with in_partnership(committed.cast.alpha.pk):
        assert committed.row().document_sha256 == first
    assert signed(committed) == (1, 1, 2)


def test_two_chairs_on_two_servers_sign_once(committed: Desk) -> None:
    committed.ready(committed.cast.alpha)
    people = [committed.cast.alpha_chair.pk, committed.cast.alpha_member.pk]
    said = sorted(servers(committed, *people), key=len)
    assert said[0] == "This return is submitted, so it cannot be signed off now."
    assert len(said[1]) == 64
    assert signed(committed)[:2] == (1, 1)


def test_a_click_that_comes_late_changes_nothing(committed: Desk) -> None:
    committed.ready(committed.cast.alpha)
    chair = committed.cast.alpha_chair
    with in_partnership(committed.cast.alpha.pk):
        seen = committed.seen()
        sign_off(annual_return=committed.row(), by=chair, seen=seen)
    before = signed(committed)
    with in_partnership(committed.cast.alpha.pk):
        again = sign_off(annual_return=committed.row(), by=chair, seen=seen)
    assert (again.document_sha256, signed(committed)) == (seen, before)

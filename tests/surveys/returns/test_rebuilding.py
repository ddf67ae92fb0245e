"""Codes and numbers come again from the frozen document; a document that was changed is told."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from partnerships.register.models import Partnership
from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.tenancy.context import in_partnership
from surveys.returns.domain.rebuilding import DOCUMENT, QUESTIONNAIRE, Examined, rebuild_returns
from surveys.returns.freezing import document_hash
from surveys.returns.models import Return
from tests.surveys.returns.desk import Desk

BY = System("tests")


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """Alpha and beta have signed off."""
    desk.signed(desk.cast.alpha)
    desk.signed(desk.cast.beta)
    return desk


def damage(partnership: Partnership, **parts: Any) -> Return:
    """Change derived parts of the return; gives it back as it was."""
    with in_partnership(partnership.pk):
        before = Return.objects.get()
        Return.objects.update(**parts)
    return before


def stored(partnership: Partnership) -> Return:
    with in_partnership(partnership.pk):
        return Return.objects.get()


def run(*words: str) -> list[str]:
    out = io.StringIO()
    call_command("rebuild_returns", *words, stdout=out)
    return out.getvalue().splitlines()


def test_what_is_whole_stays_as_it_is(signed: Desk) -> None:
    assert rebuild_returns(wave=signed.wave, by=BY) == [
        Examined("Alpha Partnership", (), mended=False),
        Examined("Beta Partnership", (), mended=False),
    ]
    assert run("2004") == ["2 returns examined, 0 rebuilt, 0 left that differ."]
    assert run("2004", "--check") == ["2 returns examined, 0 rebuilt, 0 left that differ."]


def test_an_open_return_is_none_to_examine(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    assert rebuild_returns(wave=desk.wave, by=BY) == []


def test_damaged_codes_and_numbers_are_mended_and_recorded(signed: Desk) -> None:
    alpha = signed.cast.alpha
    before = damage(alpha, codes=b"damaged", numbers=[])
    assert rebuild_returns(wave=signed.wave, by=BY)[0] == Examined(
        "Alpha Partnership", ("codes", "numbers"), mended=True
    )
    after = stored(alpha)
    assert bytes(after.codes) == bytes(before.codes)
    assert repr(after.numbers) == repr(before.numbers)
    assert (after.document, after.document_sha256, after.stratum, after.state) == (
        before.document, before.document_sha256, before.stratum, before.state,
    )  # fmt: skip
    with in_partnership(alpha.pk):
        event = AuditEvent.objects.get(name="return.rebuilt")
    assert (event.actor_words, event.target, event.facts) == (
        "system: tests", f"returns.return:{before.pk}", {"parts": ["codes", "numbers"]},
    )  # fmt: skip


def test_check_only_says_what_differs(signed: Desk) -> None:
    beta = signed.cast.beta
    damage(beta, numbers=[1.0])
    out = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("rebuild_returns", "2004", "--check", stdout=out)
    assert out.getvalue() == "Beta Partnership: differs: numbers\n"
    assert str(failed.value) == "2 returns examined, 0 rebuilt, 1 left that differ."
    assert failed.value.returncode == 1
    assert stored(beta).numbers == [1.0]
    assert signed.events(beta, of="return.rebuilt") == []
    assert run("2004") == [
        "Beta Partnership: rebuilt: numbers",
        "2 returns examined, 1 rebuilt, 0 left that differ.",
    ]


def test_a_partnership_that_has_closed_is_examined_too(signed: Desk) -> None:
    Partnership.objects.filter(pk=signed.cast.alpha.pk).update(is_active=False)
    assert len(rebuild_returns(wave=signed.wave, by=BY)) == 2


@pytest.mark.parametrize(
    ("change", "part"),
    [({"answers": {}}, DOCUMENT), ({"questionnaire": "f" * 64}, QUESTIONNAIRE)],
)
def test_nothing_is_derived_from_a_document_that_is_not_what_was_signed(
    committed: Desk, change: dict[str, Any], part: str
) -> None:
    desk, alpha = committed, committed.cast.alpha
    desk.signed(alpha)
    document = stored(alpha).document | change
    sha256 = document_hash(document) if part == QUESTIONNAIRE else stored(alpha).document_sha256
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE returns_return SET document = %s, document_sha256 = %s, codes = 'x'"
            " WHERE document IS NOT NULL",
            [json.dumps(document), sha256],
        )
        cursor.execute("ALTER TABLE returns_return ENABLE TRIGGER USER")
    found = rebuild_returns(wave=desk.wave, by=BY)
    assert found == [Examined("Alpha Partnership", (part,), mended=False)]
    assert bytes(stored(alpha).codes) == b"x"
    with pytest.raises(CommandError, match="1 returns examined, 0 rebuilt, 1 left that differ"):
        run("2004")


def test_a_year_without_a_wave_is_said(desk: Desk) -> None:
    with pytest.raises(CommandError, match=r"There is no wave of 1999\."):
        run("1999")

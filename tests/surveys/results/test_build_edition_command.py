"""manage.py build_edition: built, checked and frozen without a worker."""

import io

import pytest
from django.core.management import CommandError, call_command

from surveys.results.models import Edition

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])


def run(year, *settings):
    out = io.StringIO()
    call_command("build_edition", str(year), *settings, stdout=out)
    return out.getvalue().splitlines()


def test_build_edition_prints_its_steps_and_says_when_nothing_has_changed(small):
    first = run(2004)
    edition = Edition.objects.get()
    cells = edition.cells_sha256[:12]
    assert first == [
        "1/4 Reading signed-off returns",
        "2/4 Counting 140 returns",
        "3/4 Adding up what 15 items withhold",
        "4/4 Storing the draft",
        f"2004 survey, edition 1: built. 140 returns, cells {cells}.",
    ]
    assert (edition.state, edition.settings.public) == ("draft", ("A01",))
    assert run(2004)[-1] == (
        f"2004 survey, edition 1: already there, nothing has changed. 140 returns, cells {cells}."
    )


def test_build_edition_goes_on_to_check_and_freeze(small):
    said = run(2004, "--freeze")
    assert said[-2:] == [
        "2004 survey, edition 1: checked.",
        "2004 survey, edition 1: frozen. An evaluator can release it now.",
    ]
    assert "Every return is still as it was counted: holds. 140 returns." in said
    assert Edition.objects.get().state == "frozen"
    assert run(2004, "--freeze")[-1].startswith("2004 survey, edition 1: already there")
    with pytest.raises(CommandError, match="replaces edition 1. Say in a note why"):
        run(2004, "--freeze", "--min-count", "6")
    assert run(2004, "--min-count", "6", "--freeze", "--note", "Six is the rule now.")[-1] == (
        "2004 survey, edition 2: frozen. An evaluator can release it now."
    )


def test_build_edition_takes_the_disclosure_settings(small):
    run(2004, "--min-count", "4", "--min-base=20", "--dominance=15", "--public", "A01", "B10")
    settings = Edition.objects.get().settings
    assert (settings.min_count, settings.min_base, settings.dominance) == (4, 20, 15)
    assert settings.public == ("A01", "B10")
    with pytest.raises(CommandError, match="smallest count shown must be 3 to 20, not 2"):
        run(2004, "--min-count", "2")
    assert Edition.objects.count() == 1


def test_build_edition_refuses_in_plain_words(small):
    with pytest.raises(CommandError, match=r"There is no wave of 1999\."):
        run(1999)
    with pytest.raises(CommandError, match="No return of the 2005 survey has been signed off yet"):
        run(2005)

"""manage.py build_edition."""

import io

import pytest
from django.core.management import CommandError, call_command

from surveys.results.models import Edition

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])


def run(year, *settings):
    out = io.StringIO()
    call_command("build_edition", str(year), *settings, stdout=out)
    return out.getvalue().splitlines()


def test_build_edition_prints_its_steps_and_says_when_nothing_has_changed(nation):
    first = run(2004)
    cells = Edition.objects.get().cells_sha256[:12]
    assert first == [
        "1/4 Reading signed-off returns",
        "2/4 Counting 140 returns",
        "3/4 Checking disclosure in 256 items",
        "4/4 Freezing the edition",
        f"2004 survey, edition 1: built. 140 returns, cells {cells}.",
    ]
    assert run(2004)[-1] == (
        f"2004 survey, edition 1: already there, nothing has changed. 140 returns, cells {cells}."
    )


def test_build_edition_takes_the_disclosure_settings(nation):
    run(2004, "--min-count", "4", "--min-base=20")
    settings = Edition.objects.get().settings
    assert (settings.min_count, settings.min_base) == (4, 20)
    with pytest.raises(CommandError, match="smallest count shown must be 3 to 20, not 2"):
        run(2004, "--min-count", "2")
    assert Edition.objects.count() == 1


def test_build_edition_refuses_in_plain_words(nation):
    with pytest.raises(CommandError, match=r"There is no wave of 1999\."):
        run(1999)
    with pytest.raises(CommandError, match="No return of the 2005 survey has been signed off yet"):
        run(2005)

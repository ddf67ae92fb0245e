"""manage.py build_publication: files of a wave's newest edition, and plain refusals."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.tenancy.context import in_national
from surveys.publications.models import Publication
from tests.surveys.publications.shelf import Shelf

pytestmark = pytest.mark.django_db


def run(*args: str, **options: Any) -> None:
    call_command("build_publication", *args, **{"wave": 2004} | options)


def test_it_prints_each_kind_and_stores_nothing(
    shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("dft", out=tmp_path / "dft.pdf")
    run("partnership", partnership="alpha", out=tmp_path / "alpha.pdf")
    assert (tmp_path / "dft.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (tmp_path / "alpha.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert capsys.readouterr().out.splitlines() == [
        (
            f"{tmp_path}/dft.pdf: Transport and accessibility in Local Strategic Partnerships 2004,"
            " from 2004 survey, edition 1."
        ),
        f"{tmp_path}/alpha.pdf: Alpha Partnership: 2004 summary, from 2004 survey, edition 1.",
    ]
    with in_national():
        assert not Publication.objects.exists()
    assert shelf.events(shelf.cast.alpha) == [("partnership.visited", "system: build_publication")]


@pytest.mark.parametrize(
    ("args", "options", "words"),
    [
        (["partnership"], {}, "Name a partnership with --partnership SLUG for the kind"),
        (["dft"], {"partnership": "alpha"}, "Name a partnership with --partnership SLUG for the"),
        (["dft"], {"wave": 1999}, "There is no edition of the 1999 wave. Run: manage.py build_edition 1999"),
        (["partnership"], {"partnership": "nowhere"}, "There is no partnership 'nowhere'."),
        (["budget"], {}, "invalid choice: 'budget'"),
    ],
)  # fmt: skip
def test_refusals(
    shelf: Shelf, tmp_path: Path, args: list[str], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(CommandError, match=words.replace("(", r"\(")):
        run(*args, **options, out=tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


def test_a_place_that_cannot_be_written(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        run("dft", out=tmp_path / "no" / "such" / "folder.pdf")
    assert str(refusal.value).endswith("folder.pdf cannot be written: No such file or directory")

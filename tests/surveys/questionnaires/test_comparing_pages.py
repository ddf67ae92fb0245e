"""Two questionnaires compared, and the codebook, on pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from portal.tenancy.context import in_national
from surveys.questionnaires.domain import start_draft
from tests.conftest import Cast
from tests.portal.web.markup import by_id, parsed, words
from tests.surveys.questionnaires.test_views import stored

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ROOT = "/national/questionnaires/"
IMPORT = f"{ROOT}import/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def author(cast: Cast, signed_in: SignIn) -> Client:
    """The evaluator's browser."""
    return signed_in(cast.evaluator)


def said(response: HttpResponse) -> str:
    return words(parsed(response.content.decode()))


def test_compare(author: Client, cast: Cast, small: dict[str, Any]) -> None:
    first = stored(small, publish=True)
    with in_national():
        document = {**small, "version": 2, "title": "A smaller survey"}
        document["questions"] = [{**q} for q in small["questions"]]
        document["questions"][0]["text"] = "Is there <b>one</b>?"
        draft = start_draft(document=document, based_on=None, by=cast.evaluator)
    page = author.get(f"{ROOT}compare/")
    assert page.status_code == 200
    assert "There is no difference" not in said(page)
    response = author.get(f"{ROOT}compare/", {"before": f"v{first.pk}", "after": f"d{draft.pk}"})
    text = said(response)
    assert "SMALL version 1 (2004) and Draft: A smaller survey" in text
    assert "Sections that differ: 0. Questions: 1. Checks: 0." in text
    assert b"<b>one</b>" not in response.content
    same = author.get(f"{ROOT}compare/", {"before": f"v{first.pk}", "after": f"v{first.pk}"})
    assert "There is no difference." in said(same)


def test_compare_with_what_there_is_not(author: Client) -> None:
    response = author.get(f"{ROOT}compare/", {"before": "v1", "after": "x"})
    assert response.status_code == 422


def test_readers_of_results_see_none_of_it(
    cast: Cast, signed_in: SignIn, small: dict[str, Any]
) -> None:
    version = stored(small, publish=True)
    reader = signed_in(cast.odpm)
    pages = ("mapping/", "codebook/", "codebook/csv/", "document/", "xlsform/", "xlsform/file/")
    for page in (*(f"{version.pk}/{page}" for page in pages), "compare/", "import/"):
        assert reader.get(f"{ROOT}{page}").status_code == 403, page


def test_codebook(author: Client, small: dict[str, Any]) -> None:
    version = stored(small, publish=True)
    response = author.get(f"{ROOT}{version.pk}/codebook/")
    text = said(response)
    assert (
        "12 variables, in the order of the coded answers. Every variable can also have these values:"
        " 0 not answered, 250 not asked, 251 reported as not answerable." in text
    )
    assert by_id(parsed(response.content.decode()), "section-B") is not None
    file = author.get(f"{ROOT}{version.pk}/codebook/csv/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="codebook-SMALL-v1.csv"'
    assert file.content.decode("utf-8-sig").startswith("Variable,Question,Section,Label")
    metadata = author.get(f"{ROOT}{version.pk}/codebook/csv/metadata/")
    assert file.headers["Link"] == (
        f'<{ROOT}{version.pk}/codebook/csv/metadata/>; rel="describedby"; type="application/csvm+json"'
    )
    assert metadata.headers["Content-Type"] == "application/csvm+json"
    assert metadata.json()["url"] == "codebook-SMALL-v1.csv"

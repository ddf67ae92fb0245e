"""A draft of the small questionnaire, and its pages."""

from typing import Any

import pytest
from django.test import Client

from portal.audit.record import System
from portal.tenancy.context import in_national
from surveys.questionnaires.domain import (
    copy_version,
    import_questionnaire,
    publish_questionnaire,
    start_draft,
)
from surveys.questionnaires.models import Draft, Questionnaire
from tests.conftest import Cast
from tests.support.pages import Page, Pages

BY = System("tests")


def version_of(document: dict[str, Any]) -> Questionnaire:
    """The document as a published version."""
    with in_national():
        stored = import_questionnaire(document=document, by=BY)
        return publish_questionnaire(questionnaire=stored, by=BY)


class Desk:
    """The evaluator at work on one draft."""

    def __init__(self, client: Client, draft: Draft) -> None:
        self.client, self.draft, self.pages = client, draft, Pages(client)
        self.home = f"/national/questionnaires/drafts/{draft.pk}/"

    def now(self) -> Draft:
        """The draft as it is stored."""
        return Draft.objects.get(pk=self.draft.pk)

    def get(self, path: str = "") -> Page:
        """A page of the draft."""
        return self.pages.get(self.home + path)

    def fields(self, path: str) -> dict[str, str]:
        """What a browser would send of the form on this page, unchanged."""
        tree = self.get(path).tree
        form = next(f for f in tree.iter("form") if f.find(".//*[@id='id_revision']") is not None)
        found: dict[str, str] = {}
        for field in form.iter("input"):
            kind, name = field.get("type"), field.get("name")
            ticked = kind not in ("radio", "checkbox") or field.get("checked") is not None
            if name and name != "csrfmiddlewaretoken" and ticked:
                found[name] = field.get("value") or ("on" if kind == "checkbox" else "")
        for area in form.iter("textarea"):
            found[str(area.get("name"))] = (area.text or "").lstrip("\n")
        for choice in form.iter("select"):
            chosen = [o for o in choice.iter("option") if o.get("selected") is not None]
            found[str(choice.get("name"))] = (chosen[0].get("value") or "") if chosen else ""
        return found

    def send(self, path: str, **typed: str) -> Page:
        """The form on that page, with these fields typed anew."""
        return self.pages.post(self.home + path, {**self.fields(path), **typed})

    def act(self, path: str, **values: Any) -> Page:
        """A button without a form of its own."""
        return self.pages.post(self.home + path, {"revision": self.now().revision, **values})

    def question(self, code: str) -> dict[str, Any]:
        """The question as it is stored."""
        (found,) = [q for q in self.now().document["questions"] if q["code"] == code]
        return found


@pytest.fixture
def evaluator(cast: Cast, client: Client) -> Client:
    """Signed in."""
    client.force_login(cast.evaluator, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def desk(cast: Cast, evaluator: Client, small: dict[str, Any]) -> Desk:
    """A copy of the small questionnaire for 2005."""
    version = version_of(small)
    with in_national():
        draft = copy_version(
            questionnaire=version,
            code="SMALL2005",
            year=2005,
            title="A small survey, 2005",
            by=cast.evaluator,
        )
    return Desk(evaluator, draft)


@pytest.fixture
def imported(cast: Cast, evaluator: Client, small: dict[str, Any]) -> Desk:
    """A draft from a document, based on nothing."""
    with in_national():
        draft = start_draft(document=small, based_on=None, by=cast.evaluator)
    return Desk(evaluator, draft)

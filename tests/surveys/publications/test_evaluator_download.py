"""An evaluator reads partnerships' summaries through a role of its own, which sees what is committed."""

from uuid import uuid4

from django.test import Client

from portal.tenancy.context import in_partnership
from tests.support.pages import Pages
from tests.surveys.publications.shelf import Shelf, bytes_of, shown

NATIONAL = "/national/publications/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_evaluator_downloads_a_partnerships_summary(committed: Shelf, client: Client) -> None:
    with in_partnership(committed.cast.alpha.pk):
        paper = shown(committed, kind="partnership", state="draft")
    client.force_login(committed.cast.evaluator, BACKEND)
    assert "Paper 1 (PDF, 3 pages)" in Pages(client).get(NATIONAL).text
    response = client.get(f"{NATIONAL}partnerships/{paper.pk}/")
    assert bytes_of(response) == b"%PDF"
    assert client.get(f"{NATIONAL}partnerships/{uuid4()}/").status_code == 404

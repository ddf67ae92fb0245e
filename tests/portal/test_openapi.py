"""The committed OpenAPI document is what the code says, and its page keeps to the strict CSP."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return yaml.safe_load(COMMITTED.read_text("utf-8"))


def test_it_is_current(tmp_path: Path, settings: Any) -> None:
    settings.SESSION_COOKIE_NAME = "session"  # another name where HTTPS is on
    fresh = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(fresh))
    assert fresh.read_text("utf-8") == COMMITTED.read_text("utf-8"), "run `make docs`"


def test_every_operation_names_its_problems(document: dict[str, Any]) -> None:
    operations = [op for methods in document["paths"].values() for op in methods.values()]
    assert len(operations) >= 23
    for operation in operations:
        refusal = operation["responses"]["default"]["content"]
        assert list(refusal) == ["application/problem+json"], operation["operationId"]
        assert operation["description"], operation["operationId"]


def test_only_the_register_is_open(document: dict[str, Any]) -> None:
    opened = {
        path
        for path, methods in document["paths"].items()
        for operation in methods.values()
        if {} in operation["security"]
    }
    assert opened == {
        "/api/v1/authorities/",
        "/api/v1/partnerships/",
        "/api/v1/partnerships/{partnership_slug}/",
    }


@pytest.mark.django_db
def test_the_page_has_nothing_inline(client: Client) -> None:
    html = client.get("/api/v1/docs/").content.decode()
    assert "<style" not in html
    assert "style=" not in html
    assert re.findall(r"<script(?![^>]*src=)", html) == []
    sources = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert all(source.startswith(("/static/", "/api/v1/")) for source in sources)
    script = client.get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")

"""A browser for tests that refuses any page which breaks the house's rules for pages.

    page = Pages(client).get("/p/alpha/")
    assert page.heading == "Alpha Partnership"
    page = Pages(client).post("/account/api-tokens/", {"confirm": ""})
    assert page.title.startswith("Error: ")

Every page is parsed strictly and checked by `faults()`; a GET may not write to the database
(sessions, and for named addresses the audit trail, excepted).
"""

import re
from typing import Any
from xml.etree import ElementTree

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portal.web.markup import parsed, words

WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
TITLE_END = "– LSP Portal"


class Page:
    """One answer that is a page. `tree` is its parsed HTML."""

    def __init__(self, response: HttpResponse):
        self.response = response
        self.status = response.status_code
        self.html = response.content.decode()
        self.tree: ElementTree.Element = parsed(self.html)

    @property
    def title(self) -> str:
        """The text of <title>."""
        return words(self._one("title"))

    @property
    def heading(self) -> str:
        """The text of the one h1."""
        return words(self._one("h1"))

    @property
    def text(self) -> str:
        """Everything that a reader can read, white space made single."""
        return words(self._one("body"))

    def _one(self, tag: str) -> ElementTree.Element:
        found = list(self.tree.iter(tag))
        assert len(found) == 1, f"{len(found)} <{tag}> on the page"
        return found[0]

    def faults(self) -> list[str]:
        """Every rule that the page breaks, in words."""
        return [
            *self._head_faults(),
            *self._id_faults(),
            *self._inline_faults(),
            *self._label_faults(),
        ]

    def _head_faults(self) -> list[str]:
        found = []
        if (count := len(list(self.tree.iter("h1")))) != 1:
            found.append(f"{count} h1 headings")
        if not self.title.endswith(TITLE_END):
            found.append(f"the title '{self.title}' does not end '{TITLE_END}'")
        if (self.tree.get("lang") or "")[:2] != "en":
            found.append("no language")
        summary = any(
            "govuk-error-summary" in (e.get("class") or "").split() for e in self.tree.iter()
        )
        if summary != self.title.startswith("Error: "):
            found.append("an error summary and a title that starts 'Error: ' go together")
        return found

    def _id_faults(self) -> list[str]:
        ids = [e.get("id") for e in self.tree.iter() if e.get("id") is not None]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        missing = [
            f"#{target}" for e in self.tree.iter() for target in _references(e) if target not in ids
        ]
        return [f"id '{i}' twice" for i in twice] + [f"{m} leads nowhere" for m in missing]

    def _inline_faults(self) -> list[str]:
        found = []
        for element in self.tree.iter():
            if element.tag == "style" or (element.tag == "script" and not _is_outside(element)):
                found.append(f"inline <{element.tag}>")
            for name, value in element.attrib.items():
                if name == "style" or name.startswith("on"):
                    found.append(f"{name}= on <{element.tag}>")
                if value.strip().lower().startswith("javascript:"):
                    found.append(f"javascript: in {name}")
        return found

    def _label_faults(self) -> list[str]:
        labelled = {e.get("for") for e in self.tree.iter("label")}
        found = []
        for tag in ("input", "select", "textarea"):
            for element in self.tree.iter(tag):
                hidden = element.get("type") in ("hidden", "submit", "button")
                hidden = hidden or element.get("hidden") is not None
                named = element.get("aria-label") or element.get("aria-labelledby")
                if not hidden and not named and element.get("id") not in labelled:
                    found.append(f"<{tag} name={element.get('name')}> has no label")
        return found


class Pages:
    """A client whose pages are all checked. `client` is signed in as the test needs it."""

    def __init__(self, client: Client, *, may_write: tuple[str, ...] = ()):
        self.client = client
        self.may_write = {"django_session", *may_write}

    def get(self, path: str, **options: Any) -> Page:
        """The page at this address; redirects are followed."""
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(path, follow=True, **options)
        written = {m[2] for q in queries if (m := WRITE.match(q["sql"]))} - self.may_write
        assert not written, f"GET {path} wrote to {sorted(written)}"
        return self._checked(response, f"GET {path}")

    def post(self, path: str, data: Any = None, **options: Any) -> Page:
        """The page after sending the form; redirects are followed."""
        response = self.client.post(path, data or {}, follow=True, **options)
        return self._checked(response, f"POST {path}")

    def _checked(self, response: HttpResponse, what: str) -> Page:
        page = Page(response)
        faults = page.faults()
        assert not faults, f"{what}: {'; '.join(faults)}"
        return page


def _references(element: ElementTree.Element) -> list[str]:
    inside = [element.get("for")] if element.tag == "label" else []
    for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
        inside += (element.get(name) or "").split()
    href = element.get("href") or ""
    if element.tag == "a" and href.startswith("#") and len(href) > 1:
        inside.append(href[1:])
    return [target for target in inside if target]


def _is_outside(script: ElementTree.Element) -> bool:
    data = script.get("type") in ("application/json", "application/ld+json")
    return bool(script.get("src")) or data

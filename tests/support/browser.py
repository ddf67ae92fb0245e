"""Chromium for tests, and what a page must never do: complain, break the policy, fail axe, scroll sideways."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
# Never downloaded: whatever Chromium the machine has. CHROMIUM names another one.
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "no Chromium on this machine, so no browser test was run; on Debian: apt-get install chromium"
)
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none")
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 360, "height": 740}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE_MS = 15_000

# Runs, with axe, before any script of the page and outside its content security policy.
_LISTEN = """
window.__reports = []
document.addEventListener('securitypolicyviolation', event =>
  window.__reports.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""
_AXE = """async tags => {
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
  return found.violations.map(rule => `axe ${rule.id}: ${rule.help}: ` +
    rule.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | '))
}"""
_TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  const out = [...document.body.querySelectorAll('*')]
    .filter(part => part.getBoundingClientRect().right > room + 1)
  const names = out.slice(0, 3).map(part => `${part.tagName} ${part.getAttribute('class')}`)
  return [`scrolls sideways: ${names.join(' | ')}`]
}"""


def executable() -> str | None:
    """Where Chromium is, or None."""
    named = os.environ.get("CHROMIUM", "")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


@cache
def axe_source() -> str:
    """axe-core from npm."""
    return (PROJECT / "node_modules/axe-core/axe.min.js").read_text("utf-8")


@contextmanager
def chromium() -> Iterator[Browser]:
    """One headless Chromium. Ends with the block, and its event loop with it: Django refuses
    database work in a process where one runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page that remembers what it complained of. `page` is Playwright's own."""

    def __init__(self, context: BrowserContext):
        self.context = context
        self.heard: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(_LISTEN + axe_source())
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self.heard.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        self.page.on("response", self._note_missing_file)

    def open(self, path: str, status: int = 200) -> Page:
        """Go there; fails on any other status."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        if status >= 400:  # the browser itself writes a refusal of the page to the console
            self.heard = [line for line in self.heard if f"status of {status}" not in line]
        return self.page

    def complaints(self) -> list[str]:
        """Console messages, script errors, missing files and policy reports up to now."""
        return [*self.heard, *self._reports()]

    def _reports(self) -> list[str]:
        reports = self.page.evaluate("() => window.__reports || []")
        return [f"content security policy: {each}" for each in reports]

    def _note_missing_file(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            self.heard.append(f"{answer.status}: {answer.url}")


# What the fixture `windows` is: windows("chair@york.example", size="narrow", script=False)
Windows = Callable[..., AbstractContextManager[Watched]]


@contextmanager
def window(
    browser: Browser, base_url: str, *, size: str = "wide", script: bool = True, **options: Any
) -> Iterator[Watched]:
    """A fresh window; `options` are Playwright's (storage_state for a person signed in before)."""
    context = browser.new_context(
        base_url=base_url,
        viewport=SIZES[size],
        java_script_enabled=script,
        locale="en-GB",
        **options,
    )
    try:
        yield Watched(context)
    finally:
        context.close()


def faults(watched: Watched) -> list[str]:
    """Everything wrong with the page on show, in words; empty when it is fine."""
    page = watched.page
    found = watched.complaints()
    found += page.evaluate(_TOO_WIDE)
    found += _outline_faults(page)
    return found + page.evaluate(_AXE, RULES)


def _outline_faults(page: Page) -> list[str]:
    title, headings = page.title(), page.locator("h1").count()
    found = [] if headings == 1 else [f"{headings} h1"]
    before, dash, name = title.rpartition(" – ")
    if not (before.strip() and dash and name == "LSP Portal"):
        found.append(f"title “{title}”")
    return found

"""Pages of national results on one gunicorn, as in bench_web (target W4, and its part in W6, W7).

The page of target W4 is a section as tables: every item (20 and more) by the five types of
authority. Beside it the national picture, one question, a comparison and the map.
`python -m tests.benchmarks.bench_results`
"""

import re
import tempfile
import time
from pathlib import Path

import tests.support.environment  # noqa: F401 -- services and settings before Django
from tests.benchmarks.bench_web import MORE, Browser, Server, bench, cheapest, fields_of, tail

WHO = "evaluator@evaluation.example"
ITEMS = 20  # at least so many tables on the page of W4
PATIENCE = 300  # seconds for a build
EDITION = "/national/editions/1/"
PAGES = {
    "section": f"{EDITION}sections/B/?by=type",
    "picture": "/national/",
    "item": f"{EDITION}items/H02.crime/?by=type",
    "compare": f"{EDITION}compare/?first=nrf&second=non_nrf&on=section:B",
    "map": f"{EDITION}map/?item=H02.crime",
    "trends": f"{EDITION}trends/",
}


class Evaluator(Browser):
    """An evaluator's browser."""

    def sign_in(self, password: str) -> None:
        """Through the sign-in page."""
        fields = dict(fields_of(self.ask("/account/sign-in/")))
        fields |= {"login": WHO, "password": password}
        self.ask("/account/sign-in/", [*fields.items()])

    def build(self) -> None:
        """One edition of the newest wave, by the worker."""
        form = re.search(r'href="(/national/waves/\d+/editions/)"', self.ask("/national/editions/"))
        assert form, "no wave can be built"
        self.ask(form[1], fields_of(self.ask(form[1])))
        until = time.monotonic() + PATIENCE
        while "portal-stat__value" not in self.ask("/national/"):
            assert time.monotonic() < until, "the edition is not built"
            time.sleep(1)


def measure(site, browser: Evaluator) -> dict[str, float]:
    """Milliseconds of every page and of the bare view."""
    contenders = {"bare": lambda turn: browser.ask("/healthz") and None}
    for name, path in PAGES.items():
        contenders[name] = lambda turn, path=path: browser.ask(path) and None
    for path in PAGES.values():
        for _ in range(8):  # each process draws it once
            browser.ask(path)
    return cheapest(Server(site.folder), contenders)


def main() -> None:
    """Print every figure."""
    from tests.benchmarks.more_returns import add_returns
    from tests.support.site import running_site

    settings = "tests.benchmarks.web_settings"
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder), settings=settings) as site,
    ):
        browser = Evaluator(site.url)
        browser.sign_in(site.password)
        browser.build()
        page = browser.ask(PAGES["section"])
        tables = page.count("<table")
        assert tables >= ITEMS, tables
        few = measure(site, browser)
        for name, value in few.items():
            print(f"bench results-{name} ms={value:.2f}", flush=True)
        kb = len(page) // 1024
        bench("W4-results-page", few["section"] / few["bare"], 15, 9, items=tables, types=5, kb=kb)
        bench("W2-picture", few["picture"] / few["bare"], 15, 9)
        bench("W6-results-page", tail(site, browser, PAGES["section"]), 3, 1.5)
        add_returns(MORE)
        many = measure(site, browser)
        for name in ("section", "picture", "item"):
            ratio = many[name] / many["bare"] / (few[name] / few["bare"])
            bench(f"W7-{name}", ratio, 1.2, 1.05, returns=MORE + 388)


if __name__ == "__main__":
    main()

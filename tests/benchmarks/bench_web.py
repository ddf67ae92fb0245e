"""Pages of the return on one gunicorn, in processor time of its workers (targets W1, W2, W3, W5 to
W7 and the review page of all items). PostgreSQL and this client are not counted.

bare: /healthz, which touches neither session nor database; signed in: an address of a room that
only opens it. The requests take turns in rounds; of each the cheapest round counts.
`python -m tests.benchmarks.bench_web`
"""

import http.client
import os
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import tests.support.environment  # noqa: F401 -- services and settings before Django

ROUNDS, REQUESTS, CONNECTIONS = 6, 40, 8
WHO, SLUG, YEAR = "coordinator@rotherham.example", "rotherham", 2004
ITEMS = 40  # as many as the section measured should have about
MORE = 38_412  # returns put beside the 388 for W7
TICK = os.sysconf("SC_CLK_TCK")


class Browser:
    """One kept connection with cookies, as a browser holds it."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})
        parts = urlsplit(url)
        self.origin = url
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> str:
        """GET, or POST the form; the text of the answer."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = self.origin
        answer = self._answer("POST" if form is not None else "GET", path, body, headers)
        text = answer.read().decode()
        assert answer.status < 400, f"{path}: {answer.status}"
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return text

    def _answer(self, *request: Any) -> http.client.HTTPResponse:
        """The server closes a connection that was idle for two seconds: ask once more then."""
        try:
            self.connection.request(*request)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()
            self.connection.request(*request)
            return self.connection.getresponse()

    def sign_in(self, password: str) -> None:
        """Through the sign-in page."""
        fields = dict(fields_of(self.ask("/account/sign-in/")))
        self.ask(
            "/account/sign-in/",
            [*{**fields, "login": WHO, "password": password}.items()],
        )


def fields_of(page: str) -> list[tuple[str, str]]:
    """Names and values of the inputs of a page that a browser would send."""
    found = []
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        choice = attributes.get("type") in ("radio", "checkbox")
        if "name" in attributes and (not choice or re.search(r"\schecked[\s>]", tag)):
            found.append((unescape(attributes["name"]), unescape(attributes.get("value", ""))))
    texts = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return found + [(unescape(name), unescape(text)) for name, text in texts]


def changed(page: str, turn: int) -> list[tuple[str, str]]:
    """The section's form with every choice of a grid moved on, as somebody would send it."""
    names: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([A-Z]\d\d\.\w+)" type="radio" value="(\w+)"', page):
        names.setdefault(name, []).append(value)
    sent = [(name, value) for name, value in fields_of(page) if name not in names]
    return [*sent, *((n, v[turn % min(2, len(v))]) for n, v in names.items()), ("then", "later")]


class Server:
    """The gunicorn of a site, by the processes that carry its folder."""

    def __init__(self, folder: Path) -> None:
        self.pids = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    line = (entry / "cmdline").read_bytes()
                    there = (entry / "environ").read_bytes()
                except OSError:
                    continue
                if b"portal.wsgi" in line and f"DATA_DIR={folder}".encode() in there:
                    self.pids.append(int(entry.name))

    def seconds(self) -> float:
        """Processor time so far."""
        total = 0
        for pid in self.pids:
            after = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(after[11]) + int(after[12])
        return total / TICK


def cheapest(server: Server, contenders: dict[str, Callable[[int], None]]) -> dict[str, float]:
    """Milliseconds of processor time for one request of each, the cheapest round."""
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            before = server.seconds()
            for turn in range(REQUESTS):
                run(turn)
            best[name] = min(best[name], (server.seconds() - before) / REQUESTS * 1000)
    return best


def tail(site, browser: Browser, path: str) -> float:
    """p95 over p50 of the time one page takes at eight connections."""
    times: list[float] = []

    def visit() -> None:
        own = Browser(site.url, browser.cookies)
        for _ in range(25):
            start = time.perf_counter()
            own.ask(path)
            times.append(time.perf_counter() - start)

    visitors = [threading.Thread(target=visit) for _ in range(CONNECTIONS)]
    for each in visitors:
        each.start()
    for each in visitors:
        each.join()
    cuts = statistics.quantiles(times, n=20)
    return cuts[18] / cuts[9]


def section_of(browser: Browser, codes: list[str]) -> tuple[str, str]:
    """(address, code) of the section whose number of items is closest to forty."""
    sizes = {}
    for code in codes:
        path = f"/p/{SLUG}/return/{YEAR}/sections/{code}/"
        page = browser.ask(path)
        names = {n for n, _ in re.findall(r'name="([A-Z]\d\d(?:\.\w+)?)"()', page)}
        sizes[code] = (abs(len(names) - ITEMS), len(names), path)
    code = min(sizes, key=lambda each: sizes[each])
    print(f"bench web-section section={code} items={sizes[code][1]}", flush=True)
    return sizes[code][2], code


def measure(site, browser: Browser) -> dict[str, float]:
    """Milliseconds of every page."""
    server = Server(site.folder)
    home = f"/p/{SLUG}/return/{YEAR}/"
    section, _ = section_of(browser, list("BCDEFGHIJKLM"))
    pages = {"opened": ""}

    def open_section(turn: int) -> None:
        pages["opened"] = browser.ask(section)

    def open_and_save(turn: int) -> None:
        open_section(turn)
        browser.ask(section, changed(pages["opened"], turn))

    ms = cheapest(
        server,
        {
            "bare": lambda turn: browser.ask("/healthz") and None,
            "signed_in": lambda turn: browser.ask(f"/p/{SLUG}/bench/") and None,
            "tasks": lambda turn: browser.ask(home) and None,
            "open": open_section,
            "both": open_and_save,
            "review": lambda turn: browser.ask(f"{home}review/") and None,
        },
    )
    ms["save"] = ms.pop("both") - ms["open"]
    return ms


def bench(name: str, ratio: float, must: float, aim: float, **sizes: object) -> None:
    """One line for one figure."""
    words = " ".join(f"{key}={value}" for key, value in sizes.items())
    print(f"bench {name} ratio={ratio:.2f} must<={must} aim<={aim} {words}", flush=True)


def main() -> None:
    """Print every figure."""
    from tests.benchmarks.more_returns import add_returns
    from tests.support.site import running_site

    with tempfile.TemporaryDirectory() as folder:
        settings = "tests.benchmarks.web_settings"
        with running_site(Path(folder), settings=settings) as site:
            browser = Browser(site.url)
            browser.sign_in(site.password)
            few = measure(site, browser)
            for name, value in few.items():
                print(f"bench web-{name} ms={value:.2f}", flush=True)
            bare, signed_in = few["bare"], few["signed_in"]
            bench("W1-save", few["save"] / bare, 15, 10)
            bench("W2-tasks", few["tasks"] / bare, 15, 9)
            bench("W3-open", few["open"] / bare, 20, 11)
            for name in ("save", "tasks", "open"):
                bench(f"W5-{name}", few[name] / signed_in, 3, 2)
            bench("review", few["review"] / signed_in, 6, 6)
            for path in ("", "sections/H/", "review/"):
                ratio = tail(site, browser, f"/p/{SLUG}/return/{YEAR}/{path}")
                bench(f"W6-{path.strip('/') or 'tasks'}", ratio, 3, 1.5)
            add_returns(MORE)
            many = measure(site, browser)
            for name in ("save", "tasks", "open", "review"):
                # Of the same run's signed-in view: the machine is not the same a minute later.
                ratio = many[name] / many["signed_in"] / (few[name] / signed_in)
                bench(f"W7-{name}", ratio, 1.2, 1.05, returns=MORE + 388)


if __name__ == "__main__":
    main()

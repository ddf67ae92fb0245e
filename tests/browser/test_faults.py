"""The checks bite: a page with every kind of fault is found out."""

import pytest

from tests.support.browser import Windows, faults

POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; img-src 'self'"}
BROKEN = """<!DOCTYPE html><html lang="en"><head><title>Broken</title></head><body>
<h1>One</h1><h1>Two</h1><p style="color: red">Styled in line</p><img src="/nowhere.png">
<table width="2000"><tr><td>Wide</td></tr></table><script>alert('inline')</script></body></html>"""


def test_a_page_with_every_fault(windows: Windows) -> None:
    with windows() as watched:
        watched.page.route(
            "**/broken/",
            lambda route: route.fulfill(headers=POLICY, content_type="text/html", body=BROKEN),
        )
        watched.open("/broken/")
        watched.page.wait_for_load_state("networkidle")
        kinds = {line.split(":")[0] for line in faults(watched)}
        watched.heard.clear()
    assert kinds >= {"console", "404", "content security policy", "scrolls sideways", "2 h1"}
    assert kinds >= {"title “Broken”", "axe image-alt", "axe landmark-one-main"}


def test_a_page_of_another_status_is_refused(windows: Windows) -> None:
    with windows() as watched:
        with pytest.raises(AssertionError, match="404"):
            watched.open("/nowhere/")
        watched.heard.clear()

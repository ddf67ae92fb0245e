"""The pages that belong to no subject, and the frame around every page."""

import pytest
from django.test import Client

from tests.portal.web.markup import by_id, parsed, with_class, words

TITLES = {
    "/accessibility/": "Accessibility statement",
    "/privacy/": "Privacy",
    "/cookies/": "Cookies",
    "/help/": "How the portal works",
    "/help/co-ordinators/": "The board room: a guide for co-ordinators",
    "/help/annual-return/": "How to answer the annual return",
    "/help/figures/": "How the figures are made",
    "/help/results/": "Build, explore and take away national results",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", TITLES)
def test_static_page_is_whole(client: Client, path: str) -> None:
    response = client.get(path)
    tree = parsed(response.content.decode())
    assert response.status_code == 200
    assert [words(h1) for h1 in tree.iter("h1")] == [TITLES[path]]
    assert words(next(tree.iter("title"))) == f"{TITLES[path]} – LSP Portal"
    assert next(tree.iter("html")).get("lang") == "en-GB"
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_help_says_what_each_role_does_in_the_board_room(client: Client) -> None:
    tree = parsed(client.get("/help/").content.decode())
    headings = [words(each) for each in tree.iter() if each.tag in ("h2", "h3")]
    assert headings[: headings.index("On this page")] == [
        "The board room",
        "If you are the LSP co-ordinator",
        "If you are a member",
        "If you are the chair or vice-chair",
        "What is restricted",
        "The annual survey",
        "Answering",
        "What is done with the answers",
        "Words and marks in the results",
    ]
    links = {a.get("href") for a in tree.iter("a")}
    assert "/help/co-ordinators/" in links
    assert {h for h in links if h and h.startswith("#")} <= {
        f"#{e.get('id')}" for e in tree.iter() if e.get("id")
    }


@pytest.mark.django_db
def test_guide_is_the_file_for_coordinators(client: Client) -> None:
    tree = parsed(client.get("/help/co-ordinators/").content.decode())
    main = by_id(tree, "main-content")
    assert [words(h2) for h2 in main.iter("h2")][:9] == [
        "Your first day",
        "Before a meeting",
        "At the meeting and after",
        "The registers",
        "Protocols",
        "What everybody sees",
        "Calendar, emails and search",
        "What is restricted and who sees it",
        "More help",
    ]
    assert "**" not in words(main)
    assert "](" not in words(main)


@pytest.mark.django_db
def test_frame(client: Client) -> None:
    response = client.get("/help/")
    html = response.content.decode()
    tree = parsed(html)
    skip = with_class(tree, "govuk-skip-link")[0]
    assert skip.get("href") == "#main-content"
    assert by_id(tree, "main-content").tag == "main"
    assert "The people and the answers on this site are synthetic." in words(tree)
    assert "Authority codes and names: ONS and mySociety (CC BY 4.0, Open Government" in words(tree)
    assert " style=" not in html
    assert [s.get("src") for s in tree.iter("script")] == [
        "/static/build/js/boot.js",
        "/static/build/js/app.js",
    ]
    assert all(not (s.text or "").strip() for s in tree.iter("script"))


@pytest.mark.django_db
def test_policy_allows_nothing_inline(client: Client) -> None:
    policy = client.get("/help/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_health_asks_nothing_of_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_components_are_shown_only_to_developers(client: Client, settings: object) -> None:
    settings.DEBUG = False
    assert client.get("/components/").status_code == 404
    settings.DEBUG = True
    response = client.get("/components/")
    parsed(response.content.decode())
    assert response.status_code == 200


@pytest.mark.django_db
def test_sign_in_page(client: Client) -> None:
    page = client.post("/account/sign-in/", {"login": "", "password": ""})
    tree = parsed(page.content.decode())
    assert words(next(tree.iter("title"))) == "Error: Sign in – LSP Portal"
    summary = with_class(tree, "govuk-error-summary__list")[0]
    assert [(a.get("href"), words(a)) for a in summary.iter("a")] == [
        ("#id_login", "Enter your email address"),
        ("#id_password", "Enter your password"),
    ]
    links = [words(a) for a in by_id(tree, "main-content").iter("a")]
    assert "Forgotten your password?" in links


@pytest.mark.django_db
def test_an_unknown_guide_is_not_found(client: Client) -> None:
    assert client.get("/help/emperors/").status_code == 404

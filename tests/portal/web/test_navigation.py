"""Which links a page shows, and which of them is marked as the current one."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.module_loading import import_string

from partnerships.membership.permissions import P
from portal.web import navigation
from portal.web.context import page

ALPHA = SimpleNamespace(slug="alpha", name="Alpha Partnership")


def asked(
    path: str, partnership: object = None, can: Callable[[P], bool] = lambda right: True
) -> HttpRequest:
    """A request as the space middleware leaves it."""
    request = RequestFactory().get(path)
    request.partnership = partnership
    request.can = can
    return request


def table() -> list[tuple[str, navigation.Link]]:
    """Every link of every space."""
    links = import_string("portal.navigation.LINKS")
    return [(space, link) for space, row in links.items() for link in row]


@pytest.mark.parametrize(("space", "link"), table())
def test_every_link_names_a_page_that_exists(space: str, link: navigation.Link) -> None:
    arguments = {"slug": "alpha"} if space == navigation.PARTNERSHIP else {}
    for name in (link.url_name, *link.also):
        assert reverse(name, kwargs=arguments).startswith("/")


def test_space_follows_the_address() -> None:
    assert navigation.space_of(asked("/")) == "public"
    assert navigation.space_of(asked("/national/editions/")) == "national"
    assert navigation.space_of(asked("/p/alpha/", ALPHA)) == "partnership"
    assert navigation.space_of(RequestFactory().get("/p/alpha/")) == "public"


def test_current_page_and_the_pages_below_it() -> None:
    def marks(path: str) -> dict[str, str]:
        return {link.text: link.current for link in navigation.links(asked(path, ALPHA))}

    assert marks("/p/alpha/")["Overview"] == "page"
    assert marks("/p/alpha/members/")["Members"] == "page"
    assert marks("/p/alpha/members/7/") == {**marks("/p/alpha/members/"), "Members": "true"}
    assert marks("/p/alpha/bodies/") == marks("/p/alpha/members/7/")
    assert set(marks("/p/alpha/elsewhere/").values()) == {""}


def test_links_without_the_right_are_left_out() -> None:
    nobody = navigation.links(asked("/national/", can=lambda right: False))
    assert nobody == []
    reader = navigation.links(asked("/national/", can=lambda right: right == P.NATIONAL_READ))
    assert [link.text for link in reader] == ["National picture", "Themes"]


def test_a_link_is_left_out_for_those_who_come_there_another_way() -> None:
    rights = (P.NATIONAL_READ, P.TEXT_CODE)
    coder = navigation.links(asked("/national/", can=lambda right: right in rights))
    assert [link.text for link in coder] == ["National picture", "Reading"]


def test_context_names_the_space() -> None:
    context = page(asked("/p/alpha/", ALPHA))
    assert (context["space_title"], context["space_url"]) == ("Alpha Partnership", "/p/alpha/")
    assert page(asked("/national/"))["space_title"] == "National evaluation"
    assert page(asked("/"))["space_title"] == ""
    assert context["service_name"] == "LSP Portal"
    assert context["synthetic"] is True

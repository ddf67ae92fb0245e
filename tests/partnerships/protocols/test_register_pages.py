"""The register of protocols, overlaps and who sees what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Cast
from tests.partnerships.protocols.office import ROOM, Office
from tests.support.pages import Pages


def test_the_register_is_empty_then_filtered(office: Office) -> None:
    page = office.as_("member").get(ROOM)
    assert "The co-ordinator drafts them. You will see each one here" in page.text
    office.made(lambda: office.desk.in_force(office.desk.draft()))
    office.made(lambda: office.desk.draft(title="Grants", kind="funding", subject="economy"))
    pages = office.as_("member")
    assert "2 protocols" in pages.get(ROOM).text
    police = office.desk.police.pk
    for query, count in (
        ("q=grants", 1), ("kind=funding", 1), ("subject=crime", 1), ("state=in_force", 1),
        ("state=withdrawn", 0), (f"party={police}", 2), ("review=365", 1), ("review=0", 0),
    ):  # fmt: skip
        words = f"{count} protocol{'' if count == 1 else 's'}"
        assert words in pages.get(f"{ROOM}?{query}").text, query
    assert "No protocol fits" in pages.get(f"{ROOM}?q=zebra").text


def test_observers_see_what_binds_and_nothing_else(cast: Cast, office: Office) -> None:
    desk = office.desk
    draft = office.made(lambda: desk.draft(title="Secret plans"))
    live = office.made(lambda: desk.in_force(desk.draft(title="Open figures")))
    pages = Pages(office.sign_in(cast.observer))
    page = pages.get(ROOM)
    assert ("Open figures" in page.text, "Secret plans" in page.text) == (True, False)
    assert pages.get(desk.address(live)).heading == "Open figures"
    assert pages.get(f"{ROOM}{live.protocol_id}/").heading == "Open figures"
    for path in (desk.address(draft), f"{ROOM}{draft.protocol_id}/"):
        assert pages.get(path).status == 404
    for path in ("obligations/", "overlaps/"):
        assert pages.get(ROOM + path).status == 403
    assert pages.get(desk.address(live, "changes/")).status == 403


@pytest.mark.parametrize("path", ["", "obligations/"])
def test_lists_ask_the_same_number_of_queries(office: Office, path: str) -> None:
    def one() -> None:
        draft = office.desk.draft()
        office.desk.obligation(draft, office.desk.today, recurs="month")
        office.desk.in_force(draft)

    client = office.sign_in(office.cast.alpha_member)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ROOM + path).status_code == 200
        return len(queries)

    office.made(one)
    asked()  # the session and what is cached in the process
    first = asked()
    office.made(one)
    office.made(one)
    assert asked() == first


def test_overlaps_say_why_and_what_to_do(office: Office) -> None:
    desk = office.desk
    page = office.as_("member").get(f"{ROOM}overlaps/")
    assert "No protocols overlap" in page.text
    one = office.made(lambda: desk.draft(title="Crime figures"))
    office.made(lambda: desk.draft(title="Crime data"))
    office.made(lambda: desk.draft(desk.council, desk.trust, title="Crime and health"))
    page = office.as_("member").get(f"{ROOM}overlaps/")
    assert (
        "Both are about crime and community safety, between exactly the same 2 parties."
        in page.text
    )
    assert "Join them: take the clauses of one into the next version of the other" in page.text
    assert "Crime and health" not in page.text
    assert "Crime data" in office.as_("member").get(f"{ROOM}{one.protocol_id}/").text

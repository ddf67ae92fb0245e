"""Every kind of page, for those who use it: wide, narrow, and without script."""

import re
from collections.abc import Callable

import pytest
from django.urls import resolve

from tests.browser import crawl
from tests.support.browser import Watched, Windows
from tests.support.urls import addresses

Fine = Callable[..., None]
# person ("" is nobody) → addresses; with a status where it is not 200
PAGES: dict[str, list[str | tuple[str, int]]] = {
    "": [
        "/",
        "/account/sign-in/",
        "/account/sign-up/",
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/sent/",
        "/account/password/reset/done/",
        "/account/password/reset/1-not-a-key/",
        "/accessibility/",
        "/privacy/",
        "/cookies/",
        "/help/",
        "/help/co-ordinators/",
        "/public/partnerships/",
        "/public/partnerships/?page=3&region=south_east",
        "/public/partnerships/lancashire/",
        "/public/publications/",
        ("/nowhere/", 404),
    ],
    "coordinator@lancashire.example": [
        "/",
        "/account/sign-out/",
        "/account/reauthenticate/",
        "/account/password/change/",
        "/account/api-tokens/",
        "/p/lancashire/",
        "/p/lancashire/people/",
        "/p/lancashire/return/",
        "/p/lancashire/return/2004/",
        "/p/lancashire/return/2004/sections/H/",
        "/p/lancashire/return/2004/review/",
        "/p/lancashire/summaries/",
        ("/national/", 403),
        ("/p/york/", 404),
    ],
    "chair@lancashire.example": ["/p/lancashire/return/2004/review/"],
    "coordinator@leeds.example": [
        "/p/leeds/return/2004/",
        "/p/leeds/return/2004/queries/",
        "/p/leeds/return/2004/history/",
        "/p/leeds/return/2004/ask-reopening/",
    ],
    "chair@hackney.example": [
        "/p/hackney/return/2004/receipt/",
        "/p/hackney/return/2004/recall/",
        "/p/hackney/return/2004/comparison/",
        "/p/hackney/return/2004/quoting/",
    ],
    "coordinator@rotherham.example": [
        *(f"/p/rotherham/return/2004/sections/{code}/" for code in "ABHJM"),
        "/p/rotherham/return/2004/sections/L/?problems",
        "/p/rotherham/return/2004/check/",
        "/p/rotherham/return/2004/last-year/",
        "/p/rotherham/return/2004/team/",
        "/p/rotherham/return/2004/files/",
    ],
    "college@burnley.example": [
        "/p/burnley/return/2004/",
        "/p/burnley/return/2004/receipt/",
        "/p/burnley/summaries/",
    ],
    "police@lancashire.example": ["/", "/p/lancashire/return/2004/sections/A/"],
    "evaluator@evaluation.example": [
        "/",
        "/national/",
        "/national/?edition=1&group=type:unitary",
        "/national/?edition=1&group=nrf:county",
        "/national/editions/",
        "/national/editions/1/",
        ("/national/editions/1/freeze/", 409),
        ("/national/editions/1/release/", 409),
        ("/national/editions/1/discard/", 409),
        "/national/waves/1/editions/",
        "/national/editions/1/items/",
        "/national/editions/1/items/H02.crime/",
        "/national/editions/1/items/B02/",
        "/national/editions/1/items/B10/?by=type&show=counts",
        "/national/editions/1/items/?q=voluntary",
        "/national/editions/1/sections/C/?by=region",
        "/national/editions/1/compare/",
        "/national/editions/1/compare/?first=london&second=nrf&third=county&on=theme:drivers",
        "/national/editions/1/compare/?first=nrf&second=nrf",
        "/national/editions/1/map/?item=H02.crime",
        "/national/editions/1/response/",
        "/national/editions/1/trends/",
        "/national/editions/1/downloads/",
        "/national/extracts/",
        "/national/extracts/new/",
        "/national/publications/",
        "/national/response/?region=north_west",
        "/national/response/2004/burnley/",
        "/national/response/2004/leeds/",
        "/national/waves/",
        "/national/waves/2004/",
        "/national/waves/2004/reminders/new/",
        "/national/reading/",
        "/national/reading/2004/answers/?question=M07&q=funding&state=coded",
        "/national/reading/2004/answers/M07/leeds/",
        "/national/reading/2004/answers/M07/leeds/quote/",
        "/national/reading/2004/answers/M07/barnet/",
        "/national/reading/2004/answers/M07/barnsley/",
        "/national/reading/2004/agreement/?question=M07",
        "/national/reading/2004/themes/?question=M06",
        "/national/reading/2004/themes/M06/release/",
        "/national/reading/2004/quotes/",
        "/national/reading/quotes/1/",
        "/national/reading/codebook/",
        "/national/reading/codebook/new/",
        "/national/reading/codebook/1/",
        "/national/reading/codebook/1/merge/",
        "/national/questionnaires/",
        "/national/questionnaires/1/",
        ("/national/editions/99/", 404),
        ("/p/burnley/", 404),
    ],
    "reader@dft.example": [
        "/",
        "/national/",
        "/national/publications/",
        "/national/themes/",
        "/national/editions/1/downloads/",
        ("/national/editions/99/", 404),
        ("/national/extracts/", 403),
        ("/national/response/", 403),
        ("/national/reading/", 403),
    ],
    "observer@go-north-west.example": [
        "/",
        "/p/burnley/",
        "/p/burnley/return/2004/",
        "/p/lancashire/return/2004/",
        ("/p/burnley/people/", 403),
        ("/p/rotherham/", 404),
    ],
    "administrator@portal.example": ["/", ("/national/", 403)],
}
# Not pages: files, JSON, text, addresses that only take a POST, and one that only DEBUG shows.
NOT_PAGES = {
    "account_set_password",
    "accounts:revoke_api_token",
    "national_job_cancel",
    "national_job_state",
    "publications:build_for_partnership",
    "publications:build_national",
    "publications:build_room",
    "publications:national_download",
    "publications:partnership_download",
    "publications:public_download",
    "publications:release",
    "publications:room_download",
    "questionnaires:codebook_download",
    "questionnaires:codebook_metadata_download",
    "questionnaires:document_download",
    "questionnaires:draft_document_download",
    "questionnaires:draft_mapping_rest",
    "questionnaires:draft_mapping_target",
    "questionnaires:draft_part_move",
    "questionnaires:draft_question_copy",
    "questionnaires:draft_question_put",
    "questionnaires:import_confirm",
    "questionnaires:pdf",
    "questionnaires:pdf_make",
    "questionnaires:publish",
    "questionnaires:xlsform_download",
    "quoting:say",
    "reading:code",
    "reading:count_mine",
    "reading:quote_approve",
    "reading:quote_end",
    "reading:settle",
    "reading:theme_move",
    "reading:theme_retire",
    "response:accept",
    "response:monitor_download",
    "response:reply",
    *(
        f"results:{page}_{kind}_download"
        for page in ("picture", "item", "compare", "map", "response", "trends")
        for kind in ("svg", "csv")
    ),
    "results:edition_check",
    "results:export_download",
    "results:export_make",
    "results:extract_download",
    "returns:blank",
    "returns:blank_make",
    "returns:declare",
    "returns:decline",
    "returns:pdf",
    "returns:pdf_make",
    "returns:reply",
    "returns:sign_off",
    "returns:take_back",
    "returns:workbook_apply",
    "returns:workbook_discard",
    "returns:workbook_download",
    "returns:workbook_upload",
    "room_job_cancel",
    "room_job_state",
    "web:components",
    "web:healthz",
}
# The same in a partnership's rooms.
NOT_ROOM_PAGES = {
    "boardroom:public_names",
    "calendar:feed",
    "calendar:revoke",
    "mail:send_again",
    "meetings:action_change",
    "meetings:action_close",
    "meetings:action_update",
    "meetings:amendment_answer",
    "meetings:amendment_withdraw",
    "meetings:attendance_reply",
    "meetings:declaration_withdraw",
    "meetings:held",
    "meetings:held_undone",
    "meetings:item_carry",
    "meetings:item_move",
    "meetings:meeting_calendar",
    "meetings:minutes_pdf",
    "meetings:minutes_print",
    "meetings:pack_pdf",
    "meetings:pack_print",
    "meetings:paper_download",
    "meetings:proposal_decline",
    "meetings:proposal_take",
    "meetings:proposal_withdraw",
    "membership:invitation_resend",
    "membership:invitation_revoke",
    "membership:member_import_apply",
    "membership:member_import_drop",
    "membership:members_download",
    "membership:members_template_download",
    "protocols:close_consultation",
    "protocols:download",
    "protocols:move_clause",
    "protocols:print",
    "protocols:remove_clause",
    "protocols:remove_obligation",
    "protocols:start_review",
    "public:minutes_pdf",
    "public:protocol_pdf",
}
# Seen at the end of a journey: their addresses hold a number that only the journey knows.
ON_THE_WAY = {
    "invitations:accept",
    "meetings:action_record",
    "meetings:amend",
    "meetings:decision_record",
    "meetings:minutes_circulate",
    "meetings:minutes_confirm",
    "meetings:minutes_publish",
    "national_job",
    "protocols:answer_comment",
    "protocols:draft",
    "protocols:in_force",
    "protocols:new_clause",
    "protocols:new_obligation",
    "protocols:open_consultation",
    "protocols:parties",
    "protocols:sign",
    "questionnaires:draft",
    "questionnaires:draft_check",
    "questionnaires:draft_check_new",
    "questionnaires:draft_discard",
    "questionnaires:draft_figure",
    "questionnaires:draft_figure_new",
    "questionnaires:draft_mapping",
    "questionnaires:draft_mapping_question",
    "questionnaires:draft_part_remove",
    "questionnaires:draft_preview",
    "questionnaires:draft_publish",
    "questionnaires:draft_question",
    "questionnaires:draft_question_new",
    "questionnaires:draft_section",
    "questionnaires:draft_section_change",
    "questionnaires:draft_section_new",
    "questionnaires:draft_settings",
    "questionnaires:draft_words",
    "response:new_wave",
    "response:open_wave",
    "response:reminder",
    "returns:workbook",
    "room_job",
}
# No link leads there from what is seeded unless something stands in just the right state; the
# page tests of their rooms hold them, and a walk that finds one looks at it.
NOW_AND_THEN = {
    "reading:released_one",
    "returns:answer",
    "response:close_reopening",
    "response:discard_wave",
    "response:version",
    "meetings:attendance_report",
    "meetings:decision_change",
    "meetings:item_lift",
    "meetings:minutes_recall",
    "meetings:paper_lift",
    "meetings:paper_restrict",
    "membership:interest_end",
    "membership:member_import",
    "protocols:change_obligation",
    "protocols:changes",
    "protocols:clause",
    "protocols:withdraw_signature",
}
# person → where a walk through a room begins
WALKS = {
    "coordinator@rotherham.example": [
        "/p/rotherham/",
        "/p/rotherham/meetings/?when=past",
        "/p/rotherham/actions/?state=closed",
        "/account/notifications/",
        "/account/calendar/",
    ],
    "chair@rotherham.example": ["/p/rotherham/", "/p/rotherham/meetings/?when=past"],
    "health@rotherham.example": ["/p/rotherham/", "/p/rotherham/meetings/?when=past"],
    "chair@hackney.example": ["/p/hackney/return/2004/"],
    "evaluator@evaluation.example": [
        "/national/questionnaires/",
        "/national/waves/",
        *(f"/national/response/2004/{slug}/" for slug in ("leeds", "cornwall", "hackney")),
        "/national/response/?state=out",
    ],
    "": ["/public/partnerships/rotherham/"],
}
# What only script adds to a page's words.
BY_SCRIPT = re.compile(r"You have [\d,]+ characters remaining|Show|Menu")


def visits(person: str) -> list[tuple[str, int]]:
    return [(each, 200) if isinstance(each, str) else each for each in PAGES[person]]


def lines(watched: Watched) -> set[str]:
    """What a reader sees between header and footer, line by line."""
    text = watched.page.get_by_role("main").inner_text()
    return {line.strip() for line in text.splitlines()} - {""}


def addresses_on(watched: Watched) -> set[str]:
    """Where the links of the page lead, inside the portal."""
    links = watched.page.locator('a[href^="/"]')
    return set(links.evaluate_all("links => links.map(link => link.pathname)"))


def one_of_each_kind(paths: set[str]) -> list[str]:
    """One address per view and partnership: fifty links to fifty partnerships are one kind."""
    kinds: dict[tuple[str, str], str] = {}
    for path in sorted(paths):
        found = resolve(path)
        room = found.kwargs.get("slug", "") if path.startswith("/p/") else ""
        kinds.setdefault((found.view_name, room), path)
    return list(kinds.values())


@pytest.mark.parametrize("person", PAGES, ids=lambda person: person or "nobody")
def test_a_page_has_no_fault(person: str, released: None, windows: Windows, fine: Fine) -> None:
    """At both widths; without script it says the same; and its links lead somewhere."""
    links: set[str] = set()
    opened = windows(person), windows(person, size="narrow"), windows(person, script=False)
    with opened[0] as wide, opened[1] as narrow, opened[2] as plain:
        for path, status in visits(person):
            for watched in (wide, narrow, plain):
                watched.open(path, status)
            fine(wide)
            fine(narrow)
            links |= addresses_on(wide) if status == 200 else set()
            missing = lines(wide) - lines(plain)
            lost = {line for line in missing if not BY_SCRIPT.fullmatch(line)}
            assert (path, lost) == (path, set())
        tried = one_of_each_kind(links)
        led = {path: wide.page.request.get(path).status for path in tried}
        assert {path: status for path, status in led.items() if status != 200} == {}


@pytest.fixture(scope="module")
def walked(released: None, windows: Windows) -> dict[str, dict[str, list[str]]]:
    """Kind of page → the address seen and what is wrong there, each kind shown once."""
    seen: dict[str, dict[str, list[str]]] = {}
    files = NOT_PAGES | NOT_ROOM_PAGES
    for person, starts in WALKS.items():
        with windows(person) as watched:
            found = {
                name: path
                for name, path in crawl.walk(watched, starts, files).items()
                if name not in seen
            }
            wrong = crawl.shown(watched, found.values())
            seen |= {
                name: {path: wrong[path]} if path in wrong else {} for name, path in found.items()
            }
    return seen


def test_a_walk_through_a_room_meets_no_fault(walked: dict[str, dict[str, list[str]]]) -> None:
    assert {name: wrong for name, wrong in walked.items() if wrong} == {}


def test_every_kind_of_page_is_visited(walked: dict[str, dict[str, list[str]]]) -> None:
    visited = {resolve(path.partition("?")[0]).view_name for p in PAGES for path, _ in _known(p)}
    pages = {each.name for each in addresses() if not each.is_api} - {*visited, *walked}
    elsewhere = NOT_PAGES | NOT_ROOM_PAGES
    assert pages & elsewhere == elsewhere
    assert pages - elsewhere - ON_THE_WAY - NOW_AND_THEN == set()


def _known(person: str) -> list[tuple[str, int]]:
    return [(path, status) for path, status in visits(person) if path != "/nowhere/"]

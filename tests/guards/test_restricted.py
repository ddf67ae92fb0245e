"""Nothing restricted leaks: every address, file, feed, search and mail, for everybody who may not
read it; and those who may do find it, so that these tests can fail."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings

from partnerships.meetings.models import Meeting, Minutes, MinutesVersion
from partnerships.meetings.printing.files import print_minutes, print_pack
from partnerships.membership.permissions import P
from partnerships.membership.roles import PARTNERSHIP_ROLES
from partnerships.protocols.domain.printing import build_print
from partnerships.protocols.models import ProtocolVersion
from portal.audit.models import AuditEvent
from portal.jobs.models import Job
from portal.mail.models import Delivery
from tests.guards.closed_rooms import NEIGHBOUR, READERS, SITTER, STRANGERS, WORDS, ClosedRooms
from tests.guards.truth import TRUTH
from tests.guards.world import ANONYMOUS, World
from tests.partnerships.meetings.packed import Steps
from tests.portal.web.print import structure
from tests.support.committed import close_all, copied_database, leading_to
from tests.support.tenancy import NATION
from tests.support.urls import ROWS, Address, addresses, sample

pytestmark = pytest.mark.slow
# Parameter → where its row's meeting stands, for addresses that name both.
MEETING_OF = {
    "item_id": "meeting",
    "decision_id": "meeting",
    "declaration_id": "item__meeting",
    "passage_id": "minutes__meeting",
    "amendment_id": "minutes__meeting",
}
ALL = addresses()
# Signing out ends the walk.
TAKING_FORMS = [
    a for a in ALL if "post" in TRUTH.get(a.name, {"post"}) and a.name != "account_logout"
]
LISTS = (
    f"?q={NEIGHBOUR}&state=all",
    "?state=closed",
    "?when=past",
)
# Rights of those who write: their pages ask no more, so whoever has one reads everything.
WRITERS = {
    P.MEETING_MANAGE,
    P.MINUTES_WRITE,
    P.MINUTES_CONFIRM,
    P.ACTION_MANAGE,
    P.DELIVERY_READ,
}


@pytest.fixture(scope="module")
def closed(
    guards: World, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClosedRooms]:
    """The rooms, committed in a copy of the guards' database, with every PDF made."""
    shelf = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("closed"))
    with (
        django_db_blocker.unblock(),
        shelf,
        copied_database("closed") as name,
        leading_to(name),
    ):
        made = ClosedRooms(guards)
        _print_all(made)
        yield made
        close_all()


@pytest.fixture(autouse=True)
def refusals_are_no_news() -> Iterator[None]:
    """Most of what is asked for is refused."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def _print_all(made: ClosedRooms) -> None:
    """Minutes at every step and the packs, a copy for each circle; the draft protocol."""
    steps, by = Steps(made.cast.alpha), made.by
    for minutes in made.minutes[:3]:
        with made.here():
            newest = list(MinutesVersion.objects.filter(minutes=minutes).order_by("-number"))
        for version in newest[: 2 if newest[0].kind == "public" else 1]:
            for circle in ("public",) if version.kind == "public" else ("full", "members"):
                print_minutes(version_id=version.pk, circle=circle, by=by, progress=steps)
    for circle in ("full", "members"):
        print_pack(meeting_id=made.coming.pk, circle=circle, by=by, progress=steps)
    with made.here():
        drafts = list(ProtocolVersion.objects.filter(clauses__heading__contains="zyx"))
    for version in drafts:
        build_print(version_id=version.pk, circle="members", by=by, progress=steps)


def marked(content: bytes) -> set[str]:
    """The marked words of a page, a PDF or a packed file."""
    text = content.decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        text += "\n".join(structure.pages(content)) + _inside_pdf(content)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            text += "".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
    return {word for word in WORDS if word in text}


def _inside_pdf(content: bytes) -> str:
    """Every stream and string of the file: metadata, outlines, attachments, alternative texts."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts = [repr(pdf.docinfo)]
        for each in pdf.objects:
            parts.append(repr(each))
            if isinstance(each, pikepdf.Stream) and "/DCTDecode" not in repr(each.get("/Filter")):
                parts.append(each.read_bytes().decode("utf-8", "replace"))
    return "".join(parts)


def paths_of(made: ClosedRooms, address: Address, persona: str) -> list[str]:
    """The address with every row of the rooms that it can name."""
    if address.name == "calendar:feed":
        return [address.path(secret=made.feeds[persona])] if persona in made.feeds else []
    usual = sample(address, made.world, "alpha" if address.in_room else NATION)
    choices = {name: [value] for name, value in usual.items()}
    pairs: list[dict[str, Any]] = [{}]
    with made.here():
        for name in set(choices) & set(ROWS):
            choices[name] = _keys(name)
        both = next((n for n in choices if n in MEETING_OF and "meeting_id" in choices), None)
        if both:
            rows = _rows(both).values_list("pk", MEETING_OF[both])
            pairs = [{both: row, "meeting_id": meeting} for row, meeting in rows]
    if "circle" in choices:
        choices["circle"] = ["members", "public"]
    rest = {name: values for name, values in choices.items() if name not in pairs[0]}
    every = [dict(zip(rest, values, strict=True)) for values in product(*rest.values())]
    found = [address.path(**values, **pair) for values in every for pair in pairs]
    if address.in_room and address.parameters == ("slug",):
        found += [f"{path}{more}" for path in found for more in LISTS]
    return found


def _keys(name: str) -> list[int]:
    return list(_rows(name).values_list("pk", flat=True))


def _rows(name: str) -> Any:
    rows = apps.get_model(ROWS[name]).objects.order_by("pk")
    if name == "item_id":
        return rows.filter(standing="")
    return rows.exclude(text="") if name == "passage_id" else rows


def shown(response: HttpResponse) -> set[str]:
    """The marked words of an answer; its headers name files and addresses."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return marked(body) | marked(str(dict(response.headers)).encode())


def met(made: ClosedRooms, persona: str, method: str = "get") -> dict[str, str]:
    """Marked word → the first address that shows it to them. Nothing that is done stays done.

    A right that is missing is missing for every row, so the first refusal speaks for the others;
    to strangers no address of the room exists (test_addresses.py).
    """
    client, found = made.client(persona), {}
    for address in ALL if method == "get" else TAKING_FORMS:
        for path in paths_of(made, address, persona):
            with transaction.atomic():
                response = getattr(client, method)(path)
                found |= {word: path for word in shown(response) if word not in found}
                transaction.set_rollback(True)
            stranger = address.in_room and persona in STRANGERS
            if stranger or response.status_code in (401, 403):
                break
    for path in searches(made) if method == "get" and persona not in STRANGERS else ():
        found |= {word: path for word in shown(client.get(path)) if word not in found}
    return found


def searches(made: ClosedRooms) -> list[str]:
    """By the word beside, and by number: to be told that something is there would be a leak too."""
    return [f"/p/alpha/search/?q={words}" for words in (NEIGHBOUR, *made.numbers())]


def wrongly(found: dict[str, str], persona: str) -> dict[str, str]:
    return {word: path for word, path in found.items() if persona not in WORDS[word]}


@pytest.mark.parametrize("persona", READERS)
def test_everybody_meets_what_is_theirs_and_nothing_else(closed: ClosedRooms, persona: str) -> None:
    found = met(closed, persona)
    assert wrongly(found, persona) == {}
    assert {word for word, readers in WORDS.items() if persona in readers} == set(found)


@pytest.mark.parametrize("persona", ["alpha_member", "observer", ANONYMOUS])
def test_no_form_answers_with_more(closed: ClosedRooms, persona: str) -> None:
    """Whatever is sent to whichever address: a refusal or a form never shows what a page hides."""
    assert wrongly(met(closed, persona, "post"), persona) == {}


def test_a_search_does_not_even_say_that_something_is_there(closed: ClosedRooms) -> None:
    def hits(persona: str, words: str) -> int:
        page = closed.client(persona).get(f"/p/alpha/search/?q={words}").content.decode()
        return page.count("<mark>")

    assert hits(SITTER, f"{NEIGHBOUR} -task -clause -circulated") > 0
    assert hits("alpha_member", f"{NEIGHBOUR} -zyxtask -zyxclause -zyxcirculated") == 0


def test_no_mail_holds_a_restricted_word(closed: ClosedRooms) -> None:
    with closed.here():
        mails = Delivery.objects.exclude(subject__startswith="CANARY")
        kinds = set(mails.values_list("kind", flat=True))
        texts = json.dumps(list(mails.values_list("subject", "body", "path")))
    assert kinds >= {"agenda_published", "action_assigned", "action_overdue", "minutes_circulated",
                     "minutes_confirmed", "amendment_proposed", "amendment_answered"}  # fmt: skip
    assert "Count the lights." in texts
    assert marked(texts.encode()) == set()


def test_the_trail_and_the_jobs_hold_no_restricted_word(closed: ClosedRooms) -> None:
    with closed.here():
        events = AuditEvent.objects.values_list("name", "reason", "facts")
        found = [(name, marked(f"{why} {facts}".encode())) for name, why, facts in events]
        jobs = list(Job.objects.values_list("label", "message", "error", "payload", "result"))
    wordy = {"decision.changed", "action.closed", "action.changed", "amendment.declined"}
    assert wordy <= {name for name, _ in found}
    assert [(name, words) for name, words in found if words] == []
    assert len(jobs) > 3
    assert marked(str(jobs).encode()) == set()


def test_the_rooms_are_as_they_say(closed: ClosedRooms) -> None:
    with closed.here():
        states = Minutes.objects.filter(meeting__body=closed.executive).order_by(
            "meeting__starts_at"
        )
        assert [each.state for each in states] == ["published", "confirmed", "circulated", "draft"]
        planned = Meeting.objects.filter(body=closed.executive).order_by("starts_at")
        assert [each.state for each in planned] == [*["held"] * 4, "called", "planned"]


def test_whoever_writes_reads_everything() -> None:
    """The pages of those who write ask for their right only."""
    writers = {key for key, role in PARTNERSHIP_ROLES.items() if role.rights & WRITERS}
    readers = {key for key, role in PARTNERSHIP_ROLES.items() if P.RESTRICTED_READ in role.rights}
    assert writers <= readers

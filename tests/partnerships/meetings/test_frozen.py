"""From circulation on minutes are what was frozen; the public copy has no word that was removed."""

import copy
import json
from datetime import date

from partnerships.meetings.composing import document_of
from partnerships.meetings.freezing import (
    FULL,
    MEMBERS,
    PUBLIC,
    copy_for,
    corrected,
)
from partnerships.meetings.models import Action, Decision, Meeting, MinutesVersion
from partnerships.meetings.printing.minutes import minutes_pages
from partnerships.meetings.queries.life import recorded
from partnerships.membership.models import Body, Constitution, Member, Organisation
from portal.web.print.record import Corrected
from tests.partnerships.meetings.life_found import BETTER, refusal
from tests.partnerships.meetings.minuted import OPEN, SECRET, Minuted

REMOVED = "The chief constable hid the figures."
AT = "the meeting of 4 May 2004"


def everything_changes(minuted: Minuted) -> None:
    """Rows that minutes were made of, as later days change them."""
    Organisation.objects.filter(name="Alpha Police").update(name="Renamed")
    Member.objects.update(name="Somebody else", name_public=True)
    Body.objects.update(name="Renamed board")
    Action.objects.update(text="Something else", due_on=date(2030, 1, 1), owner=None)
    Decision.objects.update(text="Something else")
    Meeting.objects.filter(pk=minuted.table.meeting.pk).update(title="Renamed", place="Elsewhere")
    Constitution.objects.create(
        body=minuted.table.board, in_force_from=date(2004, 3, 1), quorum_number=1
    )


def test_nothing_recorded_later_changes_minutes_that_are_circulated(minuted: Minuted) -> None:
    first = copy.deepcopy(minuted.circulate().document)
    later = minuted.later()
    everything_changes(minuted)
    confirmed = minuted.confirm(at_meeting=later).document
    assert confirmed == first | {"confirmed": {"at": AT, "by": "Alpha Chair"}}
    assert minuted.publish().document == copy_for(confirmed, PUBLIC)


def test_confirmed_is_the_circulated_document_with_its_corrections(minuted: Minuted) -> None:
    first = copy.deepcopy(minuted.circulate().document)
    secret = minuted.passage(1, restricted=True)
    texts = {minuted.open.pk: BETTER, secret.pk: ""}
    made = {
        minuted.open.pk: {"before": OPEN, "after": BETTER, "at": AT},
        secret.pk: {"before": SECRET, "after": "", "at": AT},
    }
    version = minuted.confirm(texts)
    assert version.document == corrected(first, made, {"at": AT, "by": "Alpha Chair"})
    passages = version.document["items"][1]["passages"]
    assert [(p["text"], p["corrections"]) for p in passages] == [
        (BETTER, [made[minuted.open.pk]]), ("", [made[secret.pk]]),
    ]  # fmt: skip
    assert MinutesVersion.objects.get(kind="circulated").document == first


def with_removed_words(minuted: Minuted) -> MinutesVersion:
    passage = minuted.open
    passage.text = f"{OPEN}\n\n{REMOVED}"
    passage.save()
    minuted.circulate()
    return minuted.confirm({passage.pk: OPEN})


def test_removed_words_are_not_in_the_public_copy(minuted: Minuted) -> None:
    version = with_removed_words(minuted)
    for circle in (FULL, MEMBERS):
        assert REMOVED in json.dumps(copy_for(version.document, circle))
    public = minuted.publish()
    assert REMOVED not in json.dumps(public.document)
    passage = public.document["items"][1]["passages"][0]
    assert (passage["text"], passage["corrections"]) == (OPEN, [{"at": AT}])


def test_a_withheld_correction_says_when_only(minuted: Minuted) -> None:
    minuted.circulate()
    secret = minuted.passage(1, restricted=True)
    document = minuted.confirm({secret.pk: "Agreed."}).document
    for circle in (MEMBERS, PUBLIC):
        part = copy_for(document, circle)["items"][1]["passages"][1]
        assert part == {
            "id": secret.pk, "restricted": True, "why": "Commercial terms", "withheld": True,
            "corrections": [{"at": AT}],
        }  # fmt: skip


def test_every_copys_pages_have_the_same_blocks(minuted: Minuted) -> None:
    version = with_removed_words(minuted)
    facts = {"kind": "confirmed", "sha256": version.sha256, "frozen_at": version.frozen_at}
    pages = {
        circle: minutes_pages(copy_for(version.document, circle), circle=circle, **facts)
        for circle in (FULL, MEMBERS, PUBLIC)
    }
    shapes = [[len(s.blocks) for s in made.sections] for made in pages.values()]
    assert shapes[0] == shapes[1] == shapes[2]
    blocks = {
        circle: [b for b in made.sections[2].blocks if isinstance(b, Corrected)]
        for circle, made in pages.items()
    }
    (full,), (public,) = blocks[FULL], blocks[PUBLIC]
    assert REMOVED in "".join(c.text for c in full.changes if c.kind == "removed")
    assert "burglary" not in "".join(c.text for c in full.changes)  # a line without a change
    assert public == Corrected(f"Corrected at {AT}", (), withheld=True)


def test_the_quorum_stands_with_every_item_to_decide_on(minuted: Minuted) -> None:
    minuted.table.meeting.items.filter(number="1").update(kind="information")
    minuted.table.meeting.items.filter(number="3").update(kind="discussion")
    Decision.objects.create(
        year=2004, serial=9, text="Noted.", meeting=minuted.table.meeting,
        item=minuted.table.items[2], recorded_by=minuted.by,
    )  # fmt: skip
    document = document_of(recorded(minuted.minutes))
    said = [item["quorum"].split(":")[0] for item in document["items"]]
    assert said == ["", "Not quorate for this item", "Not quorate for this item"]


def test_what_was_previewed_is_what_is_published(minuted: Minuted) -> None:
    minuted.circulate()
    confirmed = minuted.confirm()
    assert refusal(minuted.publish, seen="0" * 64) == (
        "These minutes changed after you opened this page. Read the public copy again, then publish"
        " it."
    )
    assert minuted.publish(seen=confirmed.sha256).kind == "public"


def test_a_body_whose_rules_keep_its_minutes_publishes_nothing(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.confirm()
    rules = Constitution.objects.create(
        body=minuted.table.board, in_force_from=date(2004, 6, 1), publishes_minutes=False
    )
    assert refusal(minuted.publish) == (
        "The rules of the Board say that its minutes are not published. Change the rules first: give"
        " the body new ones that publish them, in force from a day on."
    )
    assert minuted.state == "confirmed"
    Constitution.objects.create(body=rules.body, in_force_from=date(2004, 7, 1))
    assert minuted.publish().kind == "public"

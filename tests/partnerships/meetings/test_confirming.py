"""Minutes are confirmed at a later meeting of the body, then published."""

import pytest

from partnerships.meetings.domain.life import (
    publish_minutes,
)
from partnerships.meetings.domain.life.confirming import amendments_digest
from partnerships.meetings.models import (
    Correction,
    Minutes,
    PassageRevision,
)
from partnerships.membership.models import Body
from portal.jobs.models import Job
from tests.partnerships.meetings.life_found import BETTER, OTHER, events, mails, refusal
from tests.partnerships.meetings.minuted import OPEN, SECRET, Minuted

# Confirming


def test_a_later_meeting_confirms_with_corrections(minuted: Minuted) -> None:
    minuted.circulate()
    amendment = minuted.amend(BETTER)
    minuted.accept(amendment)
    later = minuted.later()
    seen = amendments_digest(minuted.minutes)
    version = minuted.confirm({minuted.open.pk: BETTER}, at_meeting=later, seen=seen)
    row = Minutes.objects.get(pk=minuted.minutes.pk)
    assert (row.state, row.confirmed_by, row.confirmed_at_meeting) == (
        "confirmed", minuted.chair, later,
    )  # fmt: skip
    made = Correction.objects.get()
    assert (made.before, made.after, made.amendment, made.made_at_meeting) == (
        OPEN, BETTER, amendment, later,
    )  # fmt: skip
    assert (minuted.open.text, minuted.open.revision) == (BETTER, 1)
    assert PassageRevision.objects.get(passage=minuted.open, revision=1).text == BETTER
    assert (version.number, version.kind) == (2, "confirmed")
    assert version.document["confirmed"] == {
        "at": "the meeting of 4 May 2004", "by": "Alpha Chair",
    }  # fmt: skip
    assert version.document["items"][1]["passages"][0]["corrections"] == [
        {"before": OPEN, "after": BETTER, "at": "the meeting of 4 May 2004"}
    ]
    assert mails("minutes_confirmed") == ["alpha_chair", "alpha_member"]
    assert events()[-1] == "minutes.confirmed"


def test_nobody_confirms_what_they_circulated(minuted: Minuted) -> None:
    minuted.circulate(by=minuted.chair)
    assert refusal(minuted.confirm) == (
        "You circulated these minutes yourself, so somebody else has to confirm them. Ask the"
        " chair or the vice-chair."
    )


def test_only_a_later_held_meeting_of_the_body_confirms(minuted: Minuted) -> None:
    minuted.circulate()
    own = "Minutes are confirmed at a later meeting, never at the one they are of. Wait for the"
    own += " next meeting of the Board."
    assert refusal(minuted.confirm, at_meeting=minuted.table.meeting) == own
    assert refusal(minuted.confirm, at_meeting=minuted.later(days=-30)) == own
    forum = Body.objects.create(name="Area forum", kind="area_forum")
    assert refusal(minuted.confirm, at_meeting=minuted.later(body=forum)) == (
        "Minutes are confirmed by the body that met. Choose a meeting of the Board."
    )
    for state in ("planned", "called", "cancelled"):
        assert refusal(minuted.confirm, at_meeting=minuted.later(state=state)) == (
            "The meeting of 4 May 2004 has not been held. Confirm the minutes once it has been held."
        )
    assert minuted.state == "circulated"


def test_every_amendment_is_answered_first(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.amend(BETTER)
    assert refusal(minuted.confirm) == (
        "1 amendment waits for an answer. The co-ordinator accepts or declines each one first; then"
        " confirm the minutes."
    )
    minuted.amend(OTHER, minuted.chair)
    assert refusal(minuted.confirm).startswith("2 amendments wait for an answer.")


def test_the_chair_confirms_what_was_read(minuted: Minuted) -> None:
    minuted.circulate()
    seen = amendments_digest(minuted.minutes)
    minuted.accept(minuted.amend(BETTER))
    assert refusal(minuted.confirm, seen=seen) == (
        "An amendment was answered or proposed after you opened this page. Look at the corrections"
        " again, then confirm."
    )


def test_corrections_are_of_these_minutes_and_change_something(minuted: Minuted) -> None:
    minuted.circulate()
    assert refusal(minuted.confirm, {0: "x"}) == (
        "A correction is of a passage that these minutes do not have."
    )
    minuted.confirm({minuted.open.pk: f"{OPEN}\r\n"})
    assert Correction.objects.count() == 0


@pytest.mark.parametrize("state", ["draft", "confirmed"])
def test_only_circulated_minutes_are_confirmed(minuted: Minuted, state: str) -> None:
    if state == "confirmed":
        minuted.circulate()
        minuted.confirm()
    assert refusal(minuted.confirm).startswith(
        f"These minutes are {state}, so they cannot be confirmed"
    )


# Publishing


def test_the_public_copy_is_frozen_without_restricted_words(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.confirm()
    version = minuted.publish()
    assert (minuted.state, version.number, version.kind) == ("published", 3, "public")
    assert SECRET not in str(version.document)
    assert "Bob Field" not in str(version.document)
    assert version.document["confirmed"] == {"at": "the meeting of 4 May 2004"}
    job = Job.objects.get(payload={"version_id": version.pk, "circle": "public"})
    assert job.created_by == minuted.by


def test_only_confirmed_minutes_are_published(minuted: Minuted) -> None:
    words = "Only confirmed minutes can be published. A later meeting has to confirm these first."
    assert refusal(minuted.publish) == words
    minuted.circulate()
    assert refusal(minuted.publish) == words
    minuted.confirm()
    minuted.publish()
    assert refusal(minuted.publish).startswith("These minutes are published, so they cannot be")


def test_a_body_of_the_room_publishes_nothing(minuted: Minuted) -> None:
    minuted.circulate()
    minuted.confirm()
    Body.objects.update(is_public=False)
    row = Minutes.objects.get(pk=minuted.minutes.pk)
    assert refusal(publish_minutes, minutes=row, by=minuted.by) == (
        "The Board is not on the partnership’s public page, so its minutes stay in the room. Make"
        " the body public first if the minutes are to be read by everybody."
    )

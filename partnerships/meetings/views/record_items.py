"""Writing the minutes of one item: both passages in one form, saved by hand or by themselves."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from partnerships.meetings.domain.writing import Clash, Saved, save_passage
from partnerships.meetings.forms.record_acts import PassagesForm
from partnerships.meetings.models import AgendaItem, Meeting, Minutes
from partnerships.meetings.queries.record import (
    ItemRecord,
    item_records,
    items_in_order,
    minutes_of,
    sitting_of,
)
from partnerships.meetings.views.record import SAFE_AND_POST, meeting_or_404
from partnerships.membership.access import requires
from partnerships.membership.permissions import P
from portal.errors import Refused
from portal.web.components import PageError

PASSAGES = ("open", "restricted")
# Where the buttons of the form lead once everything is saved.
ACTS = {"interest": "declare", "decision": "decision_record", "action": "action_record"}


@dataclass
class Outcome:
    """What became of a save, passage by passage."""

    saved: dict[str, Saved] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Everything is stored."""
        return not self.clashes and not self.refused


@dataclass(frozen=True)
class Place:
    """An item of a held meeting and where it stands on the agenda."""

    meeting: Meeting
    minutes: Minutes
    record: ItemRecord
    items: list[AgendaItem]

    @property
    def item(self) -> AgendaItem:
        """The item itself."""
        return self.record.item

    @property
    def number(self) -> int:
        """1 for the first item."""
        return [each.pk for each in self.items].index(self.item.pk) + 1

    @property
    def previous(self) -> AgendaItem | None:
        """The item before it."""
        return self.items[self.number - 2] if self.number > 1 else None

    @property
    def following(self) -> AgendaItem | None:
        """The item after it."""
        return self.items[self.number] if self.number < len(self.items) else None


def place_or_404(meeting_id: int, item_id: int) -> Place:
    """The item of that meeting whose minutes have begun."""
    meeting = meeting_or_404(meeting_id)
    minutes = minutes_of(meeting)
    found = item_records(meeting, item_id=item_id)
    if minutes is None or not found:
        raise Http404
    return Place(meeting, minutes, found[0], items_in_order(meeting))


@requires(P.MINUTES_WRITE)
@require_http_methods(SAFE_AND_POST)
def minutes_item(request: HttpRequest, slug: str, meeting_id: int, item_id: int) -> HttpResponse:
    """GET: the editor. POST saves both passages and goes on, or shows what clashes.

    It answers 200 even then: from 400 on the transaction is rolled back, and what could be saved
    stays saved. Asked for JSON (the script's autosave), it answers with what became of each.
    """
    place = place_or_404(meeting_id, item_id)
    if request.method != "POST":
        return item_page(request, place, PassagesForm(record=place.record))
    form = PassagesForm(request.POST, record=place.record)
    form.is_valid()  # a broken hidden field counts as a revision that never was
    then = request.POST.get("then", "")
    if then in ("preview", "both"):
        return _shown_again(request, place, form, then)
    outcome = save(place, form, request.user)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(_told(outcome))
    if outcome.whole:
        return _go_on(request, place, outcome, then)
    return _problem_page(request, place, form, outcome)


def save(place: Place, form: PassagesForm, by: Any) -> Outcome:
    """Each passage on its own: one that clashes does not hold up the other."""
    outcome = Outcome()
    for name in PASSAGES:
        if f"{name}_text" not in form.fields or f"{name}_text" not in form.data:
            continue
        try:
            result = save_passage(
                minutes=place.minutes,
                item=place.item,
                restricted=name == "restricted",
                text=form.typed(name),
                base_revision=form.base(name),
                why=form.why() if name == "restricted" else "",
                by=by,
            )
        except Refused as refusal:
            outcome.refused[name] = refusal.message
            continue
        if isinstance(result, Clash):
            outcome.clashes[name] = result
        else:
            outcome.saved[name] = result
    return outcome


def item_page(request: HttpRequest, place: Place, form: PassagesForm, **more: Any) -> HttpResponse:
    """The editor of one item, with everything recorded of it."""
    sitting = sitting_of(place.meeting)
    context = {
        "place": place,
        "meeting": place.meeting,
        "minutes": place.minutes,
        "item": place.item,
        "record": place.record,
        "form": form,
        "quorum": sitting.quorum_for(place.item.pk),
        "recorded": sitting.was_recorded,
        "declarations": sitting.declared_in(place.item.pk),
        "last_resort": sitting.vote_is_last_resort,
        "may_change": place.minutes.state == Minutes.State.DRAFT,
        "saved_at": _saved_at(place.record),
        "restricted_open": _restricted_open(form),
        **more,
    }
    return render(request, "partnerships/meetings/record/item.html", context)


def _restricted_open(form: PassagesForm) -> bool:
    """The restricted passage is folded away until there is something in it."""
    names = [name for name in ("restricted_text", "restricted_why") if name in form.fields]
    return any(form[name].value() for name in names)


def _saved_at(record: ItemRecord) -> str:
    last = record.last_edit
    return f"Last saved {moment(last.edited_at)} by {last.edited_by}" if last else ""


def moment(at: datetime) -> str:
    """10.42"""
    return f"{localtime(at):%H.%M}"


def _shown_again(request: HttpRequest, place: Place, form: PassagesForm, then: str) -> HttpResponse:
    """Nothing is saved: what was typed, as it will read; or theirs and mine in one box."""
    if then == "preview":
        return item_page(request, place, form, previewed=True)
    name = request.GET.get("which", "")
    if name not in PASSAGES or f"{name}_text" not in form.fields:
        raise Http404
    passage = place.record.restricted if name == "restricted" else place.record.open
    theirs = passage.text if passage else ""
    both = f"{theirs}\n\n{form.typed(name).strip()}".strip()
    form.hold(**{f"{name}_text": both, f"{name}_base": passage.revision if passage else 0})
    return item_page(request, place, form, joined=True)


def _go_on(request: HttpRequest, place: Place, outcome: Outcome, then: str) -> HttpResponse:
    words = f"Saved {moment(max(s.at for s in outcome.saved.values()))}" if outcome.saved else ""
    if any(s.merged for s in outcome.saved.values()):
        words += ". Somebody else had changed other lines meanwhile: both are in the text now"
    if words:
        messages.success(request, f"{words}.")
    slug, meeting_id, item_id = request.partnership.slug, place.meeting.pk, place.item.pk
    if then in ACTS:
        return redirect(f"meetings:{ACTS[then]}", slug, meeting_id, item_id)
    if then == "next" and place.following:
        return redirect("meetings:minutes_item", slug, meeting_id, place.following.pk)
    if then == "next":
        return redirect("meetings:minutes_write", slug, meeting_id)
    return redirect("meetings:minutes_item", slug, meeting_id, item_id)


def _problem_page(
    request: HttpRequest, place: Place, form: PassagesForm, outcome: Outcome
) -> HttpResponse:
    """Everything that was typed stays in its box; a clash shows whose, when and what."""
    fresh = place_or_404(place.meeting.pk, place.item.pk)
    # One reason may refuse both passages: it is said once.
    once = {words: name for name, words in reversed(outcome.refused.items())}
    errors = [PageError(words, f"id_{_where(name, words)}") for words, name in once.items()]
    for name, clash in outcome.clashes.items():
        form.hold(**{f"{name}_base": clash.revision})
        words = (
            f"{clash.by} changed the same lines at {moment(clash.at)}. Your text is in the box but"
            " not saved: compare, then save again"
        )
        errors.append(PageError(words, f"id_{name}_text"))
    for name, saved in outcome.saved.items():
        form.hold(**{f"{name}_text": saved.text, f"{name}_base": saved.revision})
    clashes = {f"{name}_clash": clash for name, clash in outcome.clashes.items()}
    return item_page(request, fresh, form, page_errors=errors, **clashes)


def _where(name: str, words: str) -> str:
    return "restricted_why" if "why" in words else f"{name}_text"


def _told(outcome: Outcome) -> dict[str, Any]:
    """What the script needs: {"open": {"state": "saved", "revision": 3, "text": …}, …}"""
    told: dict[str, Any] = {}
    for name, saved in outcome.saved.items():
        told[name] = {
            "state": "saved",
            "revision": saved.revision,
            "words": f"Saved {moment(saved.at)}",
        }
        if saved.merged:
            told[name]["text"] = saved.text
    for name, clash in outcome.clashes.items():
        words = f"Not saved: {clash.by} changed the same lines. Press Save to see both"
        told[name] = {"state": "clash", "words": words}
    for name, words in outcome.refused.items():
        told[name] = {"state": "refused", "words": f"Not saved. {words}"}
    return told

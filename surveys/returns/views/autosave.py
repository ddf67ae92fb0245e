"""Saving single answers of a section's page as they are given, told in JSON."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from portal.errors import Refused
from surveys.questionnaires.structure import Section
from surveys.returns.confirmations import Ticked, read_ticked
from surveys.returns.domain.saving import SectionSaved, save_section
from surveys.returns.entry import REVISION, Entry, read_entry, token_name
from surveys.returns.moments import clock
from surveys.returns.presence import here_now, here_words
from surveys.returns.section_told import boxes_taken, changed_by_others, notes_changed, told
from surveys.returns.standing import Standing, standing_after

REVISION_FIELD = token_name("")


def autosave(
    request: HttpRequest, standing: Standing, section: Section, within: Collection[str] | None
) -> HttpResponse:
    """Save the questions whose token was sent; none of them: the person is still there.

    {"answers": {question: {"state": "saved" | "merged" | "clash" | "wrong" | "changed", "words",
    "token"?, "raw"? (fields as they stand), "boxes"? (hidden fields), "html"? (a clash)}}, "notes": {question: html}, "here",
    "words"}. `known.<question>` tells which revisions the page shows; answers that others have
    changed since come back as "changed". 409 {"words"} when the return takes no answers.
    """
    data = dict(request.POST.lists())
    sent = {n.removeprefix(REVISION_FIELD) for n in data if n.startswith(REVISION_FIELD)}
    entry = read_entry(standing, section, data, only=sent)
    known = _known(data)
    ticked = read_ticked(standing, section, data, known | entry.seen)
    try:
        done = save_section(
            annual_return=standing.annual_return,
            section=section.code,
            edits=entry.edits,
            confirmations=ticked.confirmations,
            by=request.user,
            within=within,
        )
    except Refused as refusal:
        return JsonResponse({"words": refusal.message}, status=409)
    fresh = standing_after(standing, done.answers.answers) if sent else standing
    answer = _told(standing, fresh, section, entry, ticked, done)
    others = {code: at for code, at in known.items() if code not in entry.tokens}
    answer["answers"] |= changed_by_others(fresh, section, others)
    here = here_now(fresh.annual_return, section.code, but=request.user)
    return JsonResponse({**answer, "here": here_words(here)})


def _known(data: Mapping[str, list[str]]) -> dict[str, int]:
    """Question → revision that the page shows."""
    found = {}
    for name, given in data.items():
        code = name.removeprefix("known.")
        if code != name and given and REVISION.fullmatch(given[0]):
            found[code] = int(given[0])
    return found


def _told(
    before: Standing,
    fresh: Standing,
    section: Section,
    entry: Entry,
    ticked: Ticked,
    done: SectionSaved,
) -> dict[str, Any]:
    at = clock(timezone.now())
    faults = ticked.faults | done.unconfirmed
    answers = told(fresh, entry, done.answers, faults, at)
    for code, boxes in boxes_taken(fresh, ticked.confirmations.keys() - faults.keys()).items():
        if code in answers:
            answers[code]["boxes"] = boxes
    return {
        "answers": answers,
        "notes": notes_changed(before, fresh, section) if entry.tokens and not faults else {},
        "words": f"Saved {at}",
    }

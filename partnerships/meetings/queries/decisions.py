"""The register of decisions: what a reader may see of it, narrowed by words, body, year and state."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from partnerships.meetings.models import Action, Decision, Minutes
from partnerships.meetings.queries.actions import actions_open_to
from partnerships.meetings.reading import Reader, open_to, settled
from partnerships.membership.models import Body, Constitution
from partnerships.membership.queries.seats import constitution_on

NUMBER = re.compile(r"\s*D?\s*(\d{4})/(\d{1,6})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Sought:
    """What of the register somebody asks for; empty asks for everything."""

    q: str = ""
    body_id: int | None = None
    year: int | None = None
    state: str = ""


def decisions_open_to(reader: Reader) -> QuerySet[Decision]:
    """Every decision the reader may read: settled, and not restricted, nor of a restricted item,
    or of a body whose restricted things are open to the reader."""
    rows = Decision.objects.filter(
        settled(reader), open_to(reader, "meeting__body", "restricted", "item__restricted")
    )
    return rows.select_related("meeting__body", "item", "replaced_by")


def decisions_found(reader: Reader, sought: Sought) -> QuerySet[Decision]:
    """The register, narrowed, newest number first."""
    rows = decisions_open_to(reader)
    if sought.q:
        rows = rows.filter(_words(sought.q))
    if sought.body_id:
        rows = rows.filter(meeting__body=sought.body_id)
    if sought.year:
        rows = rows.filter(year=sought.year)
    if sought.state:
        rows = rows.filter(state=sought.state)
    return rows.order_by("-year", "-serial")


def decision_or_none(reader: Reader, decision_id: int) -> Decision | None:
    """One decision, or None if there is none that the reader may read.

    `minuted` holds the minutes of its meeting, `earlier` the decisions it replaces, as far as the
    reader may read them.
    """
    rows = decisions_open_to(reader).select_related("recorded_by", "meeting__chaired_by")
    minutes = Prefetch(
        "meeting__minutes",
        queryset=Minutes.objects.select_related("confirmed_at_meeting"),
        to_attr="minuted",
    )
    earlier = Prefetch("replaces", queryset=decisions_open_to(reader), to_attr="earlier")
    return rows.prefetch_related(minutes, earlier).filter(pk=decision_id).first()


def readable(reader: Reader, decision: Decision | None) -> bool:
    """True if this linked decision may be named to the reader."""
    return decision is not None and decisions_open_to(reader).filter(pk=decision.pk).exists()


def is_last_resort(decision: Decision) -> bool:
    """True if the body voted though its rules of that day look for consensus."""
    if decision.reached != Decision.Reached.VOTE:
        return False
    rules = constitution_on(decision.meeting.body, localdate(decision.meeting.starts_at))
    return rules is not None and rules.decides_by == Constitution.Decides.CONSENSUS


def actions_with(reader: Reader, decision: Decision) -> list[Action]:
    """Actions from the same item, as far as the reader may read them."""
    return list(actions_open_to(reader).filter(item=decision.item_id).order_by("due_on", "id"))


def years_with_decisions() -> list[int]:
    """Years of the register, newest first."""
    years = Decision.objects.order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def bodies_that_meet() -> list[Body]:
    """Bodies that have had meetings, by name."""
    return list(Body.objects.filter(meetings__isnull=False).distinct().order_by("name", "id"))


def _words(q: str) -> Q:
    number = NUMBER.fullmatch(q)
    if number:
        return Q(year=int(number[1]), serial=int(number[2]))
    return Q(search=SearchQuery(q, config="english", search_type="websearch"))

"""Reads for the collector's side: how far every return of a wave is, who acts on it, reminders.

Across partnerships through the evaluator's role, which sees no answers of open returns.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from partnerships.membership.models import RoleAssignment
from portal.accounts.models import User
from portal.errors import Missing
from portal.mail.models import Delivery
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.queries import published_questionnaires
from surveys.returns.models import Query, Reminder, Return, Side, Wave
from surveys.returns.queries.counting import EVALUATOR

EVERY_STATE = (*Return.OPEN, Return.State.READY, *Return.FROZEN)
ACTING = ("coordinator", "chair")
Counts = dict[str, int]


@dataclass(frozen=True)
class Actors:
    """Open accounts that answer for a partnership's return and sign it off, by name."""

    coordinator: list[User] = field(default_factory=list)
    chair: list[User] = field(default_factory=list)

    def of(self, role: str) -> list[User]:
        """Those of one role; nobody for a role that acts elsewhere."""
        return getattr(self, role) if role in ACTING else []


def wave_by_id(wave_id: int, *, for_update: bool = False) -> Wave:
    """One wave without its questionnaire's document. Raises Missing."""
    rows = _waves().filter(pk=wave_id)
    found = (rows.select_for_update(of=("self",)) if for_update else rows).first()
    if found is None:
        raise Missing("There is no such wave. The list of waves shows them all.")
    return found


def wave_by_year(year: int) -> Wave:
    """The wave of that year without its questionnaire's document. Raises Missing."""
    found = _waves().filter(year=year).first()
    if found is None:
        raise Missing(f"There is no wave of {year}. The list of waves shows them all.")
    return found


def every_wave() -> list[Wave]:
    """All waves, newest first."""
    return list(_waves())


def wave_before(year: int) -> Wave | None:
    """The newest wave of an earlier year, or None."""
    return _waves().filter(year__lt=year).first()


def questionnaires_without_wave() -> list[Questionnaire]:
    """Published versions of years that have no wave yet, newest first."""
    years = Wave.objects.values("year")
    return list(published_questionnaires().exclude(year__in=years).defer("document"))


def returns_of(wave: Wave) -> dict[int, Return]:
    """Partnership id → its return in the wave, whatever its state, without any answers."""
    rows = Return.objects.using(EVALUATOR).filter(wave=wave, state__in=EVERY_STATE)
    small = rows.only("partnership_id", "wave_id", "state", "submitted_at", "ready_at",
                      "extended_to", "extension_reason", "reopened_sections")  # fmt: skip
    ordered = small.order_by("partnership_id")
    return {each.partnership_id: each for each in ordered}  # type: ignore[misc]


def asked_still(wave: Wave) -> set[int]:
    """Ids of the wave's returns that a query of the evaluation team waits for an answer to."""
    rows = Query.objects.using(EVALUATOR).filter(
        annual_return__wave=wave, annual_return__state=Return.State.QUERIED,
        raised_by_side=Side.EVALUATOR, state=Query.State.OPEN,
    )  # fmt: skip
    return set(rows.order_by().values_list("annual_return_id", flat=True))


def states_of(wave: Wave) -> Counts:
    """State → how many returns of the wave are in it."""
    rows = Return.objects.using(EVALUATOR).filter(wave=wave, state__in=EVERY_STATE)
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by("state"))


def reopened_in(wave: Wave) -> list[int]:
    """Ids of the partnerships that signed off a return of the wave and have it open again."""
    rows = Return.objects.using(EVALUATOR).filter(wave=wave, version__gt=0)
    unsigned = rows.filter(state__in=(*Return.OPEN, Return.State.READY))
    return list(unsigned.order_by("partnership_id").values_list("partnership_id", flat=True))


def actors_of(partnerships: Collection[int]) -> dict[int, Actors]:
    """Partnership id → who answers and who signs off there. Two queries."""
    held = list(
        RoleAssignment.objects.using(EVALUATOR)
        .filter(partnership_id__in=partnerships, role__in=ACTING, ended_at=None)
        .order_by("id")
        .values_list("partnership_id", "role", "user_id")
    )
    people = User.objects.filter(is_active=True).in_bulk({user for _, _, user in held})
    found: dict[int, Actors] = defaultdict(Actors)
    for partnership, role, user in held:
        if user in people:
            found[partnership].of(role).append(people[user])
    for actors in found.values():
        for role in ACTING:
            actors.of(role).sort(key=lambda person: (person.name, person.pk))
    return {pk: found.get(pk, Actors()) for pk in partnerships}


def reminders_of(wave: Wave) -> list[Reminder]:
    """Those sent by hand, newest first."""
    return list(wave.reminders.select_related("sent_by"))


def reminder_by_id(reminder_id: int, *, year: int) -> Reminder:
    """One reminder of that year's wave. Raises Missing."""
    rows = Reminder.objects.select_related("wave", "sent_by")
    found = rows.filter(pk=reminder_id, wave__year=year).first()
    if found is None:
        raise Missing("There is no such reminder. The page of the wave shows them all.")
    return found


def emails_by_hand(reminders: Iterable[Reminder]) -> dict[int, Counts]:
    """Reminder id → state of its emails → how many."""
    wanted = [str(each.pk) for each in reminders]
    rows = _reminding().filter(about_type="returns.reminder", about_id__in=wanted)
    found: dict[int, Counts] = defaultdict(dict)
    for about, state, n in rows.values_list("about_id", "state").annotate(n=Count("id")).order_by():
        found[int(about)][state] = n
    return {int(pk): found.get(int(pk), {}) for pk in wanted}


def emails_by_clock(wave: Wave) -> Counts:
    """State of the emails of a wave's automatic reminders → how many."""
    rows = _reminding().filter(about_type="returns.wave", about_id=str(wave.pk))
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by("state"))


def _reminding() -> QuerySet[Delivery]:
    return Delivery.objects.using(EVALUATOR).filter(kind="return_reminder")


def _waves() -> QuerySet[Wave]:
    joined = Wave.objects.select_related("questionnaire").defer("questionnaire__document")
    return joined.order_by("-year")

"""What can happen to the register of interests."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from partnerships.membership.models import Interest, Member
from partnerships.membership.wording import day_words
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Refused


@transaction.atomic
def declare_interest(
    *, member: Member, nature: str, words: str, declared_on: date, by: User
) -> Interest:
    """Enter an interest of a member who still serves, on the day it was declared."""
    if nature not in Interest.Nature.values:
        raise Refused("Choose the kind of interest from the list.")
    if not words.strip():
        raise Refused("Say what the interest is, such as “Director of Acorn Homes”.")
    if declared_on > timezone.localdate():
        raise Refused("An interest cannot be declared on a day to come. Check the day.")
    stored = Member.objects.select_for_update().get(pk=member.pk)
    if stored.until and stored.until < declared_on:
        raise Refused(
            f"{stored} left on {day_words(stored.until)}, so has nothing to declare after that day."
        )
    interest = Interest.objects.create(
        member=stored, nature=nature, words=words.strip(), declared_on=declared_on, declared_by=by
    )
    record("interest.declared", on=interest, by=by, member=stored.pk, nature=nature)
    return interest


@transaction.atomic
def end_interest(*, interest: Interest, on: date, by: User) -> Interest:
    """The day from which the interest is no more; the line stays in the register."""
    current = Interest.objects.select_for_update().get(pk=interest.pk)
    if current.ended_on:
        raise Refused(f"This interest ended on {day_words(current.ended_on)} already.")
    if on < current.declared_on:
        raise Refused(
            f"The interest was declared on {day_words(current.declared_on)}, so it cannot have"
            " ended before. Check the day."
        )
    current.ended_on = on
    current.save(update_fields=["ended_on"])
    record("interest.ended", on=current, by=by, day=str(on))
    return current

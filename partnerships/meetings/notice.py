"""Whether an agenda goes out early enough. Pure."""

from dataclasses import dataclass
from datetime import date

from partnerships.meetings.clock import day_words
from portal.working_days import add_working_days, is_working_day, working_days_between


@dataclass(frozen=True)
class Notice:
    """`asked` and `given` are working days after publication up to and with the day of the
    meeting; `last_day` is the last one on which publication is in time."""

    asked: int
    given: int
    last_day: date
    could_meet_on: date  # the first day for which publishing now would be in time

    @property
    def is_short(self) -> bool:
        """True if the constitution asks for more."""
        return self.given < self.asked

    @property
    def words(self) -> str:
        """One sentence, for the page before the click and for the refusal."""
        if not self.asked:
            return "The constitution asks for no notice."
        days = "1 working day’s" if self.asked == 1 else f"{self.asked} working days’"
        asks = f"The constitution asks for {days} notice"
        if self.is_short:
            return f"{asks} and this gives {self.given}."
        return f"{asks} and this gives {self.given}: enough."


def notice_for(meets_on: date, published_on: date, asked: int) -> Notice:
    """The notice that publishing on this day gives for a meeting on that day."""
    counted = meets_on if is_working_day(meets_on) else add_working_days(meets_on, -1)
    return Notice(
        asked=asked,
        given=max(working_days_between(published_on, meets_on), 0),
        last_day=add_working_days(counted, -asked),
        could_meet_on=add_working_days(published_on, asked),
    )


def refusal(notice: Notice) -> str:
    """What to say when notice is short and nobody has said why."""
    return (
        f"{notice.words} Say why the notice is short, or move the meeting to"
        f" {day_words(notice.could_meet_on)} or later."
    )

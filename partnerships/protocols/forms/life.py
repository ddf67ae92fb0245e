"""Forms of a version's life: consultation, signatures, force, review, end; and of reports."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from partnerships.membership.forms.days import DayField
from partnerships.membership.models import Organisation
from partnerships.protocols.models import ObligationReport, ProtocolVersion
from portal.web.forms import PortalForm

TAKEN, DECLINED = "taken", "declined"


class ConsultationForm(PortalForm):
    """Until when comments are taken."""

    until = DayField(label="Last day for comments")


class CommentForm(PortalForm):
    """A comment, for oneself or for one's organisation."""

    clause = forms.TypedChoiceField(label="About", coerce=int, empty_value=None, required=False)
    organisation = forms.TypedChoiceField(label="For", coerce=int, empty_value=None, required=False)
    text = forms.CharField(
        label="Your comment", max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(
        self,
        *args: Any,
        version: ProtocolVersion,
        organisations: Iterable[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._clauses = {clause.pk: clause for clause in version.clauses.all()}
        self._organisations = {each.pk: each for each in organisations}
        numbered = [(c.pk, f"{n}. {c.heading}") for n, c in enumerate(self._clauses.values(), 1)]
        self.fields["clause"].choices = [("", "The protocol as a whole"), *numbered]
        own = [(each.pk, each.name) for each in self._organisations.values()]
        self.fields["organisation"].choices = [("", "Myself"), *own]
        if not own:
            del self.fields["organisation"]

    def given(self) -> dict[str, Any]:
        """What was typed, for the domain."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "clause": self._clauses.get(data["clause"]),
            "organisation": self._organisations.get(data.get("organisation")),
        }


class AnswerForm(PortalForm):
    """What became of a comment."""

    outcome = forms.ChoiceField(
        label="Is the comment taken up?",
        choices=[(TAKEN, "Yes, the text changes or has changed"), (DECLINED, "No")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Answer",
        help_text="Everybody in the partnership reads it. Needed when the comment is not taken up.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SignForm(PortalForm):
    """A signature. The hash of the text that was read is sent beside it."""

    sure = forms.BooleanField(
        label="I have read this text and sign it for my organisation",
        error_messages={"required": "Confirm that you have read the text and sign it"},
    )


class WhyForm(PortalForm):
    """A reason that others read."""

    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class InForceForm(PortalForm):
    """From when a signed version binds, and when it is looked at again."""

    on = DayField(label="In force from")
    review_on = DayField(
        label="Review on",
        help_text="Those who keep the protocols are reminded 20 working days before and on the day.",
    )


class ReviewDayForm(PortalForm):
    """Another review day, and why."""

    review_on = DayField(label="Next review on")
    why = forms.CharField(
        label="Why?",
        help_text="For example: the parties met and nothing has to change.",
        max_length=300,
    )


class ReportForm(PortalForm):
    """Whether an obligation was kept for one of its due days."""

    due_on = forms.TypedChoiceField(label="Due day", coerce=date.fromisoformat)
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=ObligationReport.Outcome.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Evidence or reason",
        help_text="What shows that it was kept, why it was not, or who agreed the exception.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, days: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].choices = [(d.isoformat(), f"{d:%-d %B %Y}") for d in days]

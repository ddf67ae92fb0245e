"""Forms of queries: asking, replying, settling, asking for and deciding a reopening."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from partnerships.membership.forms.days import DayField
from portal.web.forms import PortalForm
from surveys.questionnaires.structure import Section
from surveys.returns.forms.sending import LONGEST, SectionsField

WHOLE = ("", "The whole return")


def text_field(label: str, missing: str, **options: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
        **options,
    )


class Ask(PortalForm):
    """The evaluator's query about one question that was asked, or about the whole return."""

    question = forms.ChoiceField(label="What is it about?", choices=[WHOLE], required=False)
    text = text_field(
        "What do you want to know?",
        "Write what you want to know",
        help_text="The co-ordinator and the chair read it and are told by email.",
    )

    def __init__(self, *args: object, sections: Iterable[Section], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        groups = [
            (
                f"{section.number}. {section.title}",
                [(q.code, f"Question {q.number}: {q.text}") for q in section.questions],
            )
            for section in sections
        ]
        self.fields["question"].choices = [WHOLE, *groups]  # type: ignore[attr-defined]


class Message(PortalForm):
    """One message of a thread; `prefix` keeps the ids of several on one page apart."""

    text = text_field("Your reply", "Write a reply")


class EvaluatorMessage(PortalForm):
    """The evaluator's: words that go with settling a query are optional, with a reply not."""

    text = text_field("Your reply", "Write a reply", required=False)


class AskReopening(PortalForm):
    """Which sections the partnership wants to change, and why."""

    sections = SectionsField(
        label="Which sections have to change?",
        error_messages={"required": "Choose at least one section"},
    )
    reason = text_field(
        "What is wrong in them?",
        "Say what is wrong",
        help_text="The evaluation team decides. Say what was answered wrongly, not the new answer.",
    )

    def __init__(self, *args: object, sections: Sequence[Section], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sections"].offer(sections)  # type: ignore[attr-defined]


class ClosingReopening(PortalForm):
    """The evaluator's: why what was signed last stands again."""

    reason = text_field(
        "Why?", "Say why the reopening ends", help_text="The partnership’s team reads this."
    )


class Reopening(PortalForm):
    """The evaluator's: sections, why, and until when."""

    sections = SectionsField(
        label="Which sections open?",
        help_text="The answers of the others stay as they were signed.",
        error_messages={"required": "Choose at least one section"},
    )
    reason = text_field(
        "Why?", "Say why the return is reopened", help_text="The partnership’s team reads this."
    )
    due_on = DayField(label="Sign off again by")

    def __init__(self, *args: object, sections: Sequence[Section], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sections"].offer(sections)  # type: ignore[attr-defined]

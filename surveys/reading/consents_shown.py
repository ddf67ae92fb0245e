"""The text answers of one return, and what the partnership says about quoting each."""

from dataclasses import dataclass

from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Question
from surveys.reading.domain.consenting import printed_in
from surveys.reading.forms.quoting import NO, YES
from surveys.reading.models import QuoteConsent
from surveys.reading.texts import sha256_of, shown
from surveys.returns.models import Return


@dataclass(frozen=True)
class TextShown:
    """One answer; `consent` is about this very text; `printed`: the publication that quotes it."""

    question: Question
    number: str  # of the section and the question, as the form shows them
    text: str
    consent: QuoteConsent | None
    changed: bool  # something was said about an earlier text
    printed: str

    @property
    def open(self) -> bool:
        """Whether it can still be said otherwise."""
        return not self.printed

    @property
    def said_key(self) -> str:
        """The choice that stands; empty for none."""
        if self.consent is None:
            return ""
        return YES if self.consent.may_quote else NO


def texts_shown(annual_return: Return) -> list[TextShown]:
    """The answered text questions of a signed-off return, in order; none of any other."""
    if not annual_return.is_counted or not annual_return.document:
        return []
    form = form_of(annual_return.document["questionnaire"])
    answers = annual_return.document["answers"]
    rows = QuoteConsent.objects.filter(annual_return=annual_return).select_related("said_by")
    said = {consent.question: consent for consent in rows}
    printed = printed_in(annual_return)
    found = []
    for question in form.questions:
        text = answers.get(question.code)
        if question.type != "text" or not isinstance(text, str) or not text.strip():
            continue
        consent = said.get(question.code)
        same = consent is not None and consent.text_sha256 == sha256_of(text)
        number = f"{form.section(question.section).number}.{question.number}"
        found.append(
            TextShown(
                question=question,
                number=number,
                text=shown(text),
                consent=consent if same else None,
                changed=consent is not None and not same,
                printed=printed.get(question.code, ""),
            )
        )
    return found

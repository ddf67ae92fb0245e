"""Which answers decide whether a section is asked."""

from surveys.questionnaires import conditions
from surveys.questionnaires.structure import Question, Section
from surveys.returns.standing import Standing


def deciding(standing: Standing, section: Section) -> list[Question]:
    """The questions still without an answer that decide about a section that cannot start yet.

    Those that can be answered now, or all of them where none can.
    """
    routed = standing.routed
    waiting = conditions.references(section.show_if) - set(routed.answers) - set(standing.cannot)
    found = [question for question in standing.form.questions if question.code in waiting]
    return [question for question in found if question.code in routed.questions] or found


def called(standing: Standing, question: Question) -> str:
    """question 1 of section 2"""
    return f"question {question.number} of section {standing.form.section(question.section).number}"

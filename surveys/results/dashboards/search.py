"""Questions of a questionnaire by section, narrowed by words."""

from dataclasses import dataclass

from surveys.questionnaires.structure import Form, Item, Question, Section


@dataclass(frozen=True)
class Found:
    """A section with those of its questions that were found."""

    section: Section
    questions: tuple["FoundQuestion", ...]


@dataclass(frozen=True)
class FoundQuestion:
    """A question, and its rows or the question itself as what can be opened."""

    question: Question
    items: tuple[Item, ...]
    is_grid: bool
    narrowed: bool  # only some of its rows were found


def found(form: Form, words: str, section: str) -> tuple[Found, ...]:
    """Questions with every one of the words in their code, text, help, section or row."""
    wanted = words.casefold().split()
    sections = [each for each in form.sections if section in ("", each.code)]
    ready = (Found(each, _questions(each, wanted)) for each in sections)
    return tuple(each for each in ready if each.questions)


def _questions(section: Section, wanted: list[str]) -> tuple[FoundQuestion, ...]:
    ready = (_question(section, question, wanted) for question in section.questions)
    return tuple(each for each in ready if each.items)


def _question(section: Section, question: Question, wanted: list[str]) -> FoundQuestion:
    around = f"{question.code} {question.text} {question.help} {section.title}".casefold()
    items = question.items
    if not all(word in around for word in wanted):
        items = tuple(
            item
            for item in items
            if all(word in f"{around} {item.label} {item.key}".casefold() for word in wanted)
        )
    return FoundQuestion(question, items, bool(question.rows), len(items) < len(question.items))

"""The document of minutes as Markdown, for readers and tools that want words; pure."""

import re
from collections.abc import Callable, Iterator

from partnerships.meetings.freezing import Document, Part
from partnerships.meetings.printing.minutes import (
    confirmed_words,
    declared_words,
    owner_words,
    people_lines,
    person_words,
)

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


def minutes_text(document: Document) -> str:
    """Markdown of one copy: what it withholds stands as “Restricted” with the reason given."""
    return "\n\n".join(_blocks(document)) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {_plain(document['title'])}"
    yield _plain(f"{document['body']}, {document['partnership']}")
    yield _plain(", ".join(filter(None, (document["when"], document["place"]))))
    if document["chair"]:
        yield f"In the chair: {_plain(person_words(document['chair']))}"
    for group in document["people"]:
        if lines := people_lines(group):
            yield f"**{group['group']}**\n\n" + "\n".join(f"- {_plain(line)}" for line in lines)
    if document["quorum"]:
        yield f"{_plain(document['quorum'])}."
    for item in document["items"]:
        yield from _item(item)
    if document["confirmed"]:
        yield f"Confirmed: {_plain(confirmed_words(document['confirmed']))}"


def _item(item: Part) -> Iterator[str]:
    if item.get("withheld"):
        yield f"## {item['number']}. Restricted item"
        yield _restricted(item)
        return
    yield f"## {item['number']}. {_plain(item['title'])}"
    yield from (_plain(declared_words(declared)) for declared in item["declarations"])
    if item["quorum"]:
        yield f"{_plain(item['quorum'])}."
    yield from filter(None, (_part(passage, _passage) for passage in item["passages"]))
    for decision in item["decisions"]:
        yield f"**RESOLVED {decision['number']}**"
        yield _part(decision, _decided)
    for action in item["actions"]:
        yield f"**ACTION {action['number']}**"
        yield _part(action, _to_do)


def _part(part: Part, words: Callable[[Part], str]) -> str:
    return _restricted(part) if part.get("withheld") else words(part)


def _passage(passage: Part) -> str:
    made = [f"*Corrected at {correction['at']}*" for correction in passage["corrections"]]
    return "\n\n".join(filter(None, [passage["text"], *made]))


def _restricted(part: Part) -> str:
    return f"*Restricted: {_plain(part['why'])}*"


def _decided(decision: Part) -> str:
    return f"{decision['text']}\n\n{decision['how']}."


def _to_do(action: Part) -> str:
    return f"{_plain(action['text'])}\n\n{_plain(owner_words(action))}. Due {action['due']}."


def _plain(text: str) -> str:
    """Words in which nothing is a mark."""
    return _MARKS.sub(r"\\\1", text)

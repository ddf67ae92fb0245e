"""Names that would give a partnership away, found in a text. Pure.

Found are whole names, whatever their case and punctuation; the telling words of the partnership's
and its authorities' names in any case; those of its organisations' where they begin with a capital.
It errs towards refusing: a word too many costs an evaluator a bracket.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

# Words that many names share and that point to nobody.
SHARED = frozenset(
    [
        "a",
        "action",
        "advice",
        "age",
        "agency",
        "alliance",
        "and",
        "area",
        "assembly",
        "association",
        "authority",
        "bank",
        "board",
        "borough",
        "business",
        "businesses",
        "care",
        "centre",
        "chamber",
        "charity",
        "chief",
        "church",
        "churches",
        "citizens",
        "city",
        "college",
        "commerce",
        "commission",
        "committee",
        "community",
        "connexions",
        "constabulary",
        "consortium",
        "council",
        "council's",
        "county",
        "crime",
        "development",
        "diocese",
        "district",
        "drugs",
        "economic",
        "education",
        "employment",
        "england",
        "enterprise",
        "environment",
        "environmental",
        "executive",
        "faith",
        "federation",
        "fire",
        "first",
        "for",
        "force",
        "forum",
        "foundation",
        "general",
        "government",
        "group",
        "groups",
        "health",
        "highways",
        "homes",
        "hospital",
        "hospitals",
        "house",
        "housing",
        "in",
        "industry",
        "interfaith",
        "job",
        "jobcentre",
        "learning",
        "leisure",
        "limited",
        "local",
        "ltd",
        "lsp",
        "metropolitan",
        "national",
        "neighbourhood",
        "neighbourhoods",
        "network",
        "new",
        "nhs",
        "of",
        "office",
        "older",
        "on",
        "park",
        "partners",
        "partnership",
        "passenger",
        "pct",
        "people",
        "people's",
        "plc",
        "plus",
        "police",
        "primary",
        "probation",
        "public",
        "racial",
        "regeneration",
        "region",
        "regional",
        "renewal",
        "rescue",
        "royal",
        "rural",
        "safety",
        "school",
        "schools",
        "sector",
        "service",
        "services",
        "sixth",
        "skills",
        "small",
        "social",
        "society",
        "sport",
        "staff",
        "strategic",
        "support",
        "team",
        "tenants",
        "the",
        "together",
        "town",
        "trade",
        "training",
        "transport",
        "trust",
        "trusts",
        "unitary",
        "union",
        "united",
        "university",
        "urban",
        "voluntary",
        "volunteer",
        "volunteering",
        "ward",
        "wards",
        "with",
        "women",
        "work",
        "working",
        "young",
        "youth",
        "north",
        "south",
        "east",
        "west",
        "central",
        "mid",
        "northern",
        "southern",
        "eastern",
        "western",
        "upper",
        "lower",
        "great",
        "greater",
    ]
)
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_SHORTEST = 3


def names_found(
    text: str, *, places: Iterable[str], organisations: Iterable[str]
) -> tuple[str, ...]:
    """Words of `text` that name the partnership or its authorities (`places`) or a partner
    organisation, as they stand in the text, each once."""
    typed = _words(text)
    plain = [word.casefold() for word in typed]
    found: dict[str, str] = {}
    places = list(places)
    organisations = list(organisations)
    for name in (*places, *organisations):
        for at, size in _runs(plain, [word.casefold() for word in _words(name)]):
            _keep(found, typed[at : at + size])
    telling = {word for name in places for word in _telling(name)}
    capital = {word for name in organisations for word in _telling(name)}
    for word, folded in zip(typed, plain, strict=True):
        if folded in telling or (folded in capital and word[:1].isupper()):
            _keep(found, [word])
    return _widest(list(found.values()))


def _keep(found: dict[str, str], words: Sequence[str]) -> None:
    said = " ".join(words)
    found.setdefault(said.casefold(), said)


def _widest(names: Sequence[str]) -> tuple[str, ...]:
    """Without those that stand inside another one."""
    folded = [f" {name.casefold()} " for name in names]
    return tuple(
        name
        for at, name in enumerate(names)
        if not any(other != at and folded[at] in folded[other] for other in range(len(names)))
    )


def _words(text: str) -> list[str]:
    """The words of a text; what no reader sees neither joins nor parts them."""
    text = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Mn", "Cs"))
    return [_own(word) for word in _WORD.findall(seen)]


def _own(word: str) -> str:
    """Without the genitive."""
    return re.sub(r"['\u2019]s?$", "", word, flags=re.IGNORECASE)


def _telling(name: str) -> Iterator[str]:
    for word in _words(name):
        folded = word.casefold()
        if len(folded) >= _SHORTEST and folded not in SHARED and not folded.isdigit():
            yield folded


def _runs(words: Sequence[str], name: Sequence[str]) -> Iterator[tuple[int, int]]:
    size = len(name)
    if size == 0 or (size == 1 and len(name[0]) < _SHORTEST):
        return
    for at in range(len(words) - size + 1):
        if list(words[at : at + size]) == list(name):
            yield at, size

"""Reading in the demo: synthetic themes, two coders on some answers, consents and two quotes."""

from collections.abc import Callable, Iterable, Mapping
from random import Random

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.audit.record import System
from portal.management.demo.chance import stream
from portal.management.demo.texts import PARTNERS, PLACES
from portal.tenancy.context import in_national, in_partnership
from surveys.reading.domain.coding import code_answer, count_own_codes, settle_answer
from surveys.reading.domain.consenting import say_what_may_be_quoted
from surveys.reading.domain.opening import read_text
from surveys.reading.domain.quoting import Wording, approve_quote, groups_for, propose_quote
from surveys.reading.domain.themes import add_theme
from surveys.reading.models import Theme
from surveys.reading.queries.answers import partnerships_of, places_of, texts_of
from surveys.reading.texts import Place
from surveys.returns.models import Return, Wave

FIRST, SECOND = "evaluator@evaluation.example", "coder@evaluation.example"
YEAR = 2004
# question, code, label, when to use it, words of the synthetic answers that call for it
THEMES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "G08",
        "economy",
        "Economy and jobs",
        "Work, travel to work and the economy of a wider area.",
        ("economy", "travel to work"),
    ),
    (
        "G08",
        "shared-services",
        "Services across a boundary",
        "Hospitals and other services that people of two areas use.",
        ("hospital",),
    ),
    (
        "G08",
        "environment",
        "Environment and flooding",
        "Rivers, flooding and land that no one area can look after alone.",
        ("flood",),
    ),
    (
        "I07",
        "joint-team",
        "Joint teams",
        "Staff of two partners or more who work as one team. Shared premises are another theme.",
        ("joint team",),
    ),
    (
        "I07",
        "shared-access",
        "One place for several services",
        "Shared centres and transport that bring people to services.",
        ("advice centre", "bus link"),
    ),
    (
        "M06",
        "strategy",
        "An agreed strategy",
        "A community strategy or one set of targets that partners signed.",
        ("strategy", "one set of targets"),
    ),
    (
        "M06",
        "trust",
        "Trust between partners",
        "Partners are open with each other about plans or money.",
        ("trust:",),
    ),
    (
        "M07",
        "keeping-partners",
        "Keeping partners involved",
        "Holding partners at the table; not residents, who are another theme.",
        ("at the table",),
    ),
    (
        "M07",
        "funding",
        "Funding and staff",
        "Uncertain money or too few people to run the partnership itself.",
        ("funding", "small team"),
    ),
    (
        "M07",
        "mainstream",
        "Mainstream money",
        "Moving partners’ own budgets, national targets that stand against it.",
        ("mainstream", "national targets"),
    ),
    (
        "M07",
        "proving-value",
        "Showing what it adds",
        "Evidence that the partnership makes a difference.",
        ("adds",),
    ),
    (
        "",
        "residents",
        "Residents and councillors",
        "Residents or ward councillors take part, in answers to any question.",
        ("residents", "councillors"),
    ),
)
CODED_BY_FIRST = {"M07": 60, "M06": 20}
CODED_BY_SECOND = {"M07": 40}
SLIPS = 0.15  # how often the second coder misses a theme, or sees one more
# partnership, who says it, question, may it be quoted
CONSENTS = (
    ("leeds", "coordinator@leeds.example", {"M06": True, "M07": True}),
    ("hackney", "chair@hackney.example", {"M07": True, "M06": False}),
    ("burnley", "coordinator@burnley.example", {"I07": True}),
)
QUOTED = (("leeds", "M07", True), ("burnley", "I07", False))  # the last waits for approval


def read_answers(*, people: Mapping[str, User], say: Callable[[str], None]) -> None:
    """Everything once: where there is a theme already, all stays as it is."""
    with in_national():
        if Theme.objects.exists():
            return
        wave = Wave.objects.select_related("questionnaire").get(year=YEAR)
        for question, code, label, memo, _ in THEMES:
            add_theme(question=question, code=code, label=label, memo=memo, by=System("seed_demo"))
        ids = dict(Theme.objects.values_list("code", "pk"))
    first, second = people[FIRST], people[SECOND]
    done = sum(_code(wave, q, n, ids, first, None) for q, n in CODED_BY_FIRST.items())
    done += sum(_code(wave, q, n, ids, second, stream("slips")) for q, n in CODED_BY_SECOND.items())
    _settle_one(wave, ids, first)
    with in_national():
        count_own_codes(wave=wave, question="M06", by=first)
    _consents(people)
    _quotes(first, second)
    say(f"{len(THEMES)} themes, {done} codings and {len(QUOTED)} quotes, all synthetic.")


def _code(
    wave: Wave, question: str, number: int, ids: Mapping[str, int], by: User, slips: Random | None
) -> int:
    with in_national():
        places = places_of(wave, [question])[:number]
        partnerships = partnerships_of({place.partnership_id for place in places})
    texts = texts_of(places)
    for place in places:
        fitting = [ids[code] for code in _codes(question, texts[place.key], slips)]
        code_answer(
            **_about(place, partnerships[place.partnership_id]),
            seen=place.sha256,
            themes=fitting,
            by=by,
        )
    return len(places)


def _about(place: Place, partnership: Partnership) -> dict[str, object]:
    return {"partnership": partnership, "year": YEAR, "question": place.question}


def _codes(question: str, text: str, slips: Random | None) -> Iterable[str]:
    """The themes that the text calls for; with slips, as a second person might see it."""
    for asked, code, _, _, words in THEMES:
        fits = asked in (question, "") and any(word in text for word in words)
        if slips is not None and asked == question and slips.random() < SLIPS:
            fits = not fits
        if fits:
            yield code


def _settle_one(wave: Wave, ids: Mapping[str, int], by: User) -> None:
    """The first answer on which the two differ."""
    with in_national():
        places = places_of(wave, ["M07"])[: CODED_BY_SECOND["M07"]]
        partnerships = partnerships_of({place.partnership_id for place in places})
    for place in places:
        about = _about(place, partnerships[place.partnership_id])
        read = read_text(**about, by=by)
        if read.codes.differs:
            settle_answer(
                **about,
                seen=place.sha256,
                themes=[ids[code] for code in _codes("M07", read.text, None)],
                note="Synthetic note: both coders read the memos again and agreed on these.",
                by=by,
            )
            return


def _consents(people: Mapping[str, User]) -> None:
    for slug, address, said in CONSENTS:
        with in_partnership(_id(slug)):
            annual_return = Return.objects.select_related("wave").get(wave__year=YEAR)
            answered = (annual_return.document or {}).get("answers", {})
            may = {code: yes for code, yes in said.items() if code in answered}
            say_what_may_be_quoted(annual_return=annual_return, said=may, by=people[address])


def _quotes(first: User, second: User) -> None:
    for slug, question, approved in QUOTED:
        with in_national():
            partnership = Partnership.objects.get(slug=slug)
        about = {"partnership": partnership, "year": YEAR, "question": question}
        read = read_text(**about, by=first)
        wording = Wording(
            passage=read.text,
            text=_without_names(read.text),
            group=list(groups_for(read.annual_return))[-1],
            themes=read.codes.themes_seen_by(first.pk),
        )
        quote = propose_quote(**about, seen=read.place.sha256, wording=wording, by=first)
        if approved:
            approve_quote(quote_id=quote.pk, by=second)


def _without_names(text: str) -> str:
    for words in (*PARTNERS, *PLACES):
        text = text.replace(words, "[…]")
    return text


def _id(slug: str) -> int:
    with in_national():
        return Partnership.objects.values_list("pk", flat=True).get(slug=slug)

"""A return's progress as the groups of a task list."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.web.components import Task, TaskGroup
from surveys.returns import progress
from surveys.returns.checks_shown import field_url, may_write
from surveys.returns.deciding import called, deciding
from surveys.returns.models import Assignment, Return
from surveys.returns.named import every
from surveys.returns.next_step import CHECK, RECEIPT, REVIEW, SECTION
from surveys.returns.own_sections import OwnSection
from surveys.returns.presence import Here
from surveys.returns.progress import SectionProgress
from surveys.returns.standing import Standing

STATE = Return.State
# State → (words, colour of the tag or None for plain words)
SHOWN: dict[str, tuple[str, str | None]] = {
    progress.CANNOT_START: ("Cannot start yet", None),
    progress.NOT_NEEDED: ("Not needed", None),
    progress.NOT_STARTED: ("Not started", ""),
    progress.IN_PROGRESS: ("In progress", "teal"),
    progress.ATTENTION: ("Needs attention", "red"),
    progress.COMPLETE: ("Complete", None),
}
UNCOUNTED = {
    progress.CANNOT_START: "An earlier answer decides whether you are asked this",
    progress.NOT_NEEDED: "Your answers say that this does not apply to you",
    progress.NOT_STARTED: "",
}
UNLINKED = (progress.CANNOT_START, progress.NOT_NEEDED)
LISTED = (progress.IN_PROGRESS, progress.ATTENTION)
CHECKING = "Check the answers and declare them ready"
SIGNING = "Sign-off by the chair"
Address = Callable[..., str]


@dataclass(frozen=True)
class Reader:
    """Who looks: sections they may write (None: all), those given to them."""

    within: Collection[str] | None = None
    own: Sequence[OwnSection] = ()


@dataclass(frozen=True)
class Team:
    """Who else is about: section → to whom it was given; people there now."""

    given: Mapping[str, Sequence[Assignment]] = field(default_factory=dict)
    here: Sequence[Here] = ()


def task_groups(
    standing: Standing, address: Address, *, reader: Reader, team: Team
) -> tuple[TaskGroup, ...]:
    """The reader's own sections, the others, then checking and signing off.

    `address(page, *code)` gives URLs.
    """
    mine = {each.section.code for each in reader.own} if reader.within is not None else set()
    tasks = {
        s.code: _section(standing, s, address, reader, team) for s in standing.progress.sections
    }
    title = "Answer the survey" if standing.takes_answers else "Answers"
    groups = [TaskGroup("sections", title, tuple(tasks.values()))]
    if mine:
        own = tuple(task for code, task in tasks.items() if code in mine)
        rest = tuple(task for code, task in tasks.items() if code not in mine)
        groups = [TaskGroup("mine", "Your sections", own)]
        groups += [TaskGroup("sections", "Sections of others", rest)] if rest else []
    return (*groups, TaskGroup("send", "Check and sign off", _sending(standing, address)))


def _section(
    standing: Standing, section: SectionProgress, address: Address, reader: Reader, team: Team
) -> Task:
    words, colour = SHOWN[section.state]
    if standing.annual_return.is_frozen:  # nothing is to be done about it any more
        section = replace(section, to_confirm=0)
    hint = hint_of(section)
    if section.state == progress.CANNOT_START:
        hint = _decided_by(standing, section, address) or hint
    opened = standing.open_sections
    if section.state not in UNLINKED:
        if standing.annual_return.is_frozen:
            words, colour = "Signed off", None
        elif opened is not None and section.code not in opened:
            words, colour, hint = "Not reopened", None, ""
    page = "" if section.state in UNLINKED else address(SECTION, section.code)
    writes = bool(page) and may_write(standing, section.code, reader.within)
    links = _links(standing, section, page) if writes else ()
    problems = "?problems=1" if section.state == progress.ATTENTION and writes else ""
    return Task(
        key=f"section-{section.code}",
        name=f"{section.number}. {section.title}",
        status=words,
        url=f"{page}{problems}",
        colour=colour,
        hint=hint,
        lines=_lines(standing, section, team),
        links_title="See what is left" if len(links) > 1 else "See the one thing left",
        links=links,
    )


def _decided_by(standing: Standing, section: SectionProgress, address: Address) -> SafeString | str:
    """Which question decides, each with a link to it; empty where nothing is known."""
    links = [
        format_html(
            '<a class="govuk-link" href="{}#q_{}">{}</a>',
            address(SECTION, question.section),
            question.code,
            called(standing, question),
        )
        for question in deciding(standing, standing.form.section(section.code))
    ]
    if not links:
        return ""
    verb = "decides" if len(links) == 1 else "decide"
    joined = format_html_join(" and ", "{}", ((link,) for link in links))
    return format_html("The answer to {} {} whether you are asked this", joined, verb)


def _links(standing: Standing, section: SectionProgress, page: str) -> tuple[tuple[str, str], ...]:
    """What is left in a section that has been begun, each linked to its field."""
    if section.state not in LISTED:
        return ()
    return tuple(
        (finding.message, field_url(finding, page))
        for finding in standing.blocking
        if finding.section == section.code
    )


def _lines(standing: Standing, section: SectionProgress, team: Team) -> tuple[str, ...]:
    """To whom the section was given and until when; who is there now."""
    given = team.given.get(section.code, ())
    lines = [_given(given)] if given and section.state != progress.NOT_NEEDED else []
    here = [str(each.person) for each in team.here if each.section == section.code]
    if here and standing.takes_answers:
        lines.append(f"{every(here)} {'is' if len(here) == 1 else 'are'} here now")
    return tuple(lines)


def _given(given: Sequence[Assignment]) -> str:
    """Given to Ann Smith and Anytown Trust, due on 3 December 2004"""
    names = every([str(each.person or each.organisation) for each in given])
    due = min((each.due_on for each in given if each.due_on), default=None)
    return f"Given to {names}" + (f", due on {date_format(due, 'j F Y')}" if due else "")


def hint_of(section: SectionProgress) -> str:
    """How far the section is, in words; empty where its state says it all."""
    if section.state in UNCOUNTED:
        return UNCOUNTED[section.state]
    complete = section.state == progress.COMPLETE
    if complete and section.answered == section.asked:
        return ""
    problems, unable = section.problems, section.cannot
    parts = (
        f"{section.answered} of {section.asked} questions answered",
        f"{unable} cannot be answered" if unable else "",
        f"{problems} {_one(problems, 'breaks', 'break')} a rule" if problems else "",
        f"{section.to_confirm} to confirm" if section.to_confirm else "",
        f"{section.left} still to answer" if section.left else "",
        "the rest is optional" if complete and section.answered + unable < section.asked else "",
    )
    return "; ".join(part for part in parts if part)


def _sending(standing: Standing, address: Address) -> tuple[Task, Task]:
    state = standing.annual_return.state
    review = address(REVIEW)
    if standing.annual_return.is_frozen:
        return (
            Task("check", CHECKING, "Complete", review),
            Task("sign", SIGNING, "Complete", address(RECEIPT)),
        )
    if state == STATE.READY:
        waiting = ("Waiting for the chair", "purple") if standing.in_time else (NOT_IN_TIME, None)
        return (
            Task("check", CHECKING, "Complete", review),
            Task("sign", SIGNING, waiting[0], review, waiting[1]),
        )
    return (_checking(standing, review, address(CHECK)), _not_yet_signed(standing))


NOT_IN_TIME = "Not done in time"


def _checking(standing: Standing, review: str, check: str) -> Task:
    if not standing.in_time:
        return Task("check", CHECKING, NOT_IN_TIME, review)
    if standing.progress.can_be_declared:
        return Task("check", CHECKING, "Ready to check", review, "")
    left = len(standing.blocking)
    hint = f"{left} {_one(left, 'thing is', 'things are')} still missing, wrong or unconfirmed"
    return Task("check", CHECKING, "Cannot be declared yet", check, hint=f"{hint}: see them all")


def _not_yet_signed(standing: Standing) -> Task:
    if not standing.in_time:
        return Task("sign", SIGNING, NOT_IN_TIME)
    hint = "The chair or the vice-chair signs off once the return is declared ready"
    return Task("sign", SIGNING, "Cannot start yet", hint=hint)


def _one(count: int, one: str, many: str) -> str:
    return one if count == 1 else many

"""Reads an edition into the view that files are written from."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from django.conf import settings

from portal.web.percent import whole_points
from surveys.questionnaires.models import Questionnaire
from surveys.questionnaires.structure import Form
from surveys.results import matching
from surveys.results.breakdowns import GROUP_INDEX, GROUPS, Group
from surveys.results.exports.about import About
from surveys.results.exports.table import (
    NOT,
    SHOWN,
    WITHHELD,
    Change,
    Line,
    Response,
    Subject,
    View,
    lines_of,
    subject_of,
)
from surveys.results.models import Edition, MatchedItem
from surveys.results.published import ItemCells, tenths, words
from surveys.results.queries import published_items, questionnaire_form


def about_of(edition: Edition) -> About:
    """Where the edition comes from."""
    document = Questionnaire.objects.filter(sha256=edition.questionnaire_sha256)
    title, attribution = document.values_list("document__title", "document__attribution").get()
    return About(
        year=edition.wave.year,
        number=edition.number,
        title=title or "",
        built_at=edition.built_at,
        returns=edition.complete[0],
        eligible=edition.eligible[0],
        method=edition.method,
        settings=edition.settings,
        questionnaire_sha256=edition.questionnaire_sha256,
        inputs_sha256=edition.inputs_sha256,
        cells_sha256=edition.cells_sha256,
        attribution=attribution or "",
        synthetic=settings.SYNTHETIC_DEMO,
        weighted=bool(edition.weights),
        note=edition.note,
    )


def groups_of(edition: Edition) -> tuple[Group, ...]:
    """The groups it was built with: editions of the first rules have no bands of maturity."""
    return GROUPS[: len(edition.complete)]


def view_of(edition: Edition) -> View:
    """The whole edition, in the order of its questionnaire."""
    form = questionnaire_form(edition)
    items = published_items(edition)
    # Once it is released everybody takes its files; before that only evaluators.
    comparable = earlier_readable(edition, released_only=edition.is_released)
    subjects = subjects_of(form, items.values())
    return View(
        sections={section.code: section.title for section in form.sections},
        subjects=subjects,
        groups=groups_of(edition),
        lines=tuple(_lines(edition, subjects, items.values())),
        response=tuple(response_of(edition)),
        changes=tuple(changes_of(edition)) if comparable else (),
        change_groups=matched_groups(),
        earlier=str(edition.earlier) if edition.earlier else "",
    )


def subjects_of(form: Form, items: Iterable[ItemCells]) -> dict[str, Subject]:
    """Item key → the item in words."""
    return {item.key: subject_of(form, item.key, item.options, item.in_base) for item in items}


def _lines(
    edition: Edition, subjects: dict[str, Subject], items: Iterable[ItemCells]
) -> Iterator[Line]:
    limits = edition.settings
    for item in items:
        for at, group in enumerate(groups_of(edition)):
            yield from lines_of(
                subjects[item.key],
                item,
                group.key,
                at,
                returns=edition.complete[at],
                settings=limits,
            )


def response_of(edition: Edition) -> Iterator[Response]:
    """The response of every group of the edition."""
    for rate in edition.response_rates():
        share = tenths(rate.complete, rate.eligible)
        yield Response(rate.group, rate.complete, rate.eligible, share, rate.words)


def matched_groups() -> tuple[Group, ...]:
    """The groups for which change between waves is published."""
    return tuple(GROUPS[GROUP_INDEX[key]] for key in matching.GROUPS)


def earlier_readable(edition: Edition, *, released_only: bool) -> bool:
    """Whether figures of the earlier edition may be read beside this one's.

    `released_only`: by those who must wait for the release, of the earlier edition too.
    """
    earlier = edition.earlier
    return earlier is not None and (earlier.is_released or not released_only)


def changes_of(edition: Edition, *, keys: Iterable[str] | None = None) -> Iterator[Change]:
    """Change since the earlier edition, for partnerships in both; of the items named, or all."""
    rows = MatchedItem.objects.filter(edition=edition).order_by("position")
    for row in rows if keys is None else rows.filter(key__in=list(keys)):
        width = len(row.options)
        for at, group in enumerate(matched_groups()):
            for place, option in enumerate(row.options, start=at * width):
                yield _change(row, group.key, option, at, place)


def _change(row: MatchedItem, group: str, option: str, at: int, place: int) -> Change:
    base_now, base_then = row.bases_now[at], row.bases_then[at]
    # A count without its base is no figure: it is printed as withheld, so it is withheld.
    now = None if base_now is None else row.counts_now[place]
    then = None if base_then is None else row.counts_then[place]
    one, other = tenths(now, base_now), tenths(then, base_then)
    status = NOT if base_now == 0 or base_then == 0 else SHOWN
    if now is None or then is None or base_now is None or base_then is None:
        status = WITHHELD
    points = None if now is None or then is None else _points(now, base_now, then, base_then)
    return Change(
        row.key, row.earlier_key, group, option,
        now, base_now, one, words(now, base_now), then, base_then, other, words(then, base_then),
        points, status,
    )  # fmt: skip


def _points(now: int, base_now: int | None, then: int, base_then: int | None) -> float | None:
    """The difference of the unrounded per cents, to one decimal, halves away from zero."""
    if not base_now or not base_then:
        return None
    return whole_points(1000 * (Fraction(now, base_now) - Fraction(then, base_then))) / 10

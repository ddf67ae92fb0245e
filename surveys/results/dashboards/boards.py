"""Pages of several charts ready to be sent, kept as in pages.py: comparisons, map, response, trends."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString

from portal.web.templatetags.portal_ui import data_table
from surveys.questionnaires.structure import Form
from surveys.results.dashboards import compare, over_time, regions, response
from surveys.results.dashboards.pages import unguarded
from surveys.results.dashboards.plates import Plate, card, cards, query
from surveys.results.forms import absent_groups
from surveys.results.models import Edition
from surveys.results.queries import (
    published_item,
    published_items,
    questionnaire_form,
)
from surveys.results.trends import Trends, line, trends


def compare_page(edition: Edition, topic: str, groups: tuple[str, ...]) -> SafeString:
    """The cards of a comparison."""
    return _compare_page(edition.pk, edition.cells_sha256, topic, groups)


@lru_cache(maxsize=128)
def _compare_page(
    edition_id: int, cells_sha256: str, topic: str, groups: tuple[str, ...]
) -> SafeString:
    names = dict(zip(("first", "second", "third", "fourth"), groups, strict=False))
    choices = query(**names, on=topic)

    def address(kind: str, figure: str) -> str:
        return reverse(f"results:compare_{kind}_download", args=[edition_id, figure]) + choices

    return cards(compare_plates(unguarded(edition_id), topic, groups), address)


def compare_plates(edition: Edition, topic: str, groups: tuple[str, ...]) -> list[Plate]:
    """The plates of a comparison."""
    form = questionnaire_form(edition)
    keys = [each.key for q in compare.questions_on(form, topic) for each in q.items]
    items = published_items(edition, keys=keys)
    return compare.plates(form, items, edition.settings, topic, groups)


def map_page(edition: Edition, key: str, answer: str) -> tuple[SafeString, SafeString]:
    """The card of the map and its table."""
    return _map_page(edition.pk, edition.cells_sha256, key, answer)


@lru_cache(maxsize=256)
def _map_page(
    edition_id: int, cells_sha256: str, key: str, answer: str
) -> tuple[SafeString, SafeString]:
    (plate,) = map_plates(unguarded(edition_id), key, answer)

    def address(kind: str, figure: str) -> str:
        found = reverse(f"results:map_{kind}_download", args=[edition_id, figure])
        return found + query(item=key, answer=answer)

    return card(plate, address, with_table=False), SafeString(data_table(plate.table))


def map_plates(edition: Edition, key: str, answer: str) -> list[Plate]:
    """The one plate of the map."""
    form = questionnaire_form(edition)
    cells = published_item(edition, key)
    return [regions.plate(form, cells, edition.settings, answer, edition.wave.year)]


def response_page(edition: Edition, earlier: Edition | None) -> SafeString:
    """The cards of the response page."""
    return _response_page(edition.pk, edition.cells_sha256, earlier.pk if earlier else None)


@lru_cache(maxsize=32)
def _response_page(edition_id: int, cells_sha256: str, earlier_id: int | None) -> SafeString:
    earlier = unguarded(earlier_id) if earlier_id else None

    def address(kind: str, figure: str) -> str:
        return reverse(f"results:response_{kind}_download", args=[edition_id, figure])

    return cards(response.plates(unguarded(edition_id), earlier), address)


@dataclass(frozen=True)
class TrendsPage:
    """Questions over the waves. `years`: the waves, oldest first; `gaps`: why figures are missing."""

    cards: SafeString
    years: tuple[int, ...]
    moved: tuple[str, ...]
    gaps: tuple[str, ...]


def trends_page(edition: Edition, topic: str, group: str, *, released_only: bool) -> TrendsPage:
    """The cards of a topic over the waves that the reader may see."""
    shown = line(edition, released_only=released_only)
    known = tuple((each.pk, each.cells_sha256) for each in shown)
    return _trends_page(edition.pk, known, topic, group, released_only)


@lru_cache(maxsize=64)
def _trends_page(
    edition_id: int,
    line: tuple[tuple[int, str], ...],
    topic: str,
    group: str,
    released_only: bool,
) -> TrendsPage:
    """`line`: ids and hashes of every edition that it is drawn from."""
    found, ready = trend_plates(unguarded(edition_id), topic, group, released_only=released_only)

    def address(kind: str, figure: str) -> str:
        place = reverse(f"results:trends_{kind}_download", args=[edition_id, figure])
        return place + query(on=topic, group=group)

    gaps = over_time.gaps(found, group, absent=group in absent_groups(found.editions[-1]))
    return TrendsPage(cards(ready, address), found.years, found.moved, gaps)


def trend_plates(
    edition: Edition, topic: str, group: str, *, released_only: bool
) -> tuple[Trends, list[Plate]]:
    """The trends of a topic, and a plate for each of its questions."""
    form = questionnaire_form(edition)
    keys = [each.key for q in compare.questions_on(form, topic) for each in q.items]
    found = trends(edition, released_only=released_only, keys=keys, groups=[group])
    return found, over_time.plates(form, found, group)


def item_labels(form: Form) -> Mapping[str, str]:
    """Item key → its words."""
    return {each.key: f"{each.question} {each.label}" for each in form.items}

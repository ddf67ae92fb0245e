"""Pages ready to be sent: cards and tables as finished HTML, kept by the hash of the cells.

The cells of an edition never change, so each process keeps what it has drawn; a page that was
drawn before reads neither cells nor questionnaire. Nothing here depends on who reads or on how far
the edition has come: notices about that stand outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from portal.errors import Missing
from portal.web.templatetags.portal_ui import data_table
from surveys.questionnaires.structure import Form, Item
from surveys.results.dashboards import item, response
from surveys.results.dashboards.plates import Plate, card, query
from surveys.results.models import Edition
from surveys.results.queries import (
    edition_by_id,
    published_item,
    published_items,
    questionnaire_form,
)

NO_ITEM = "This edition has no item {}. The list of questions names every item."
NO_SECTION = "This edition has no section {}. The list of questions names every section."


@dataclass(frozen=True)
class Neighbour:
    """The question before or after: its key and words."""

    key: str
    label: str


@dataclass(frozen=True)
class ItemPage:
    """One question by one breakdown."""

    key: str
    label: str
    code: str
    question: str
    help: str
    is_row: bool
    kind: str
    section: str
    section_title: str
    answers: tuple[tuple[str, str], ...]
    chart: SafeString
    tables: SafeString
    notes: tuple[str, ...]
    before: Neighbour | None
    after: Neighbour | None


@dataclass(frozen=True)
class SectionPage:
    """All questions of a section by one breakdown."""

    code: str
    title: str
    intro: str
    tables: SafeString
    before: Neighbour | None
    after: Neighbour | None


def item_page(edition: Edition, key: str, by: str, show: str) -> ItemPage:
    """The page of an item. Raises Missing."""
    return _item_page(edition.pk, edition.cells_sha256, key, by, show)


@lru_cache(maxsize=512)
def _item_page(edition_id: int, cells_sha256: str, key: str, by: str, show: str) -> ItemPage:
    edition = unguarded(edition_id)
    form = questionnaire_form(edition)
    one = _shown(edition, form, key, by, show)
    plate = item.plate(one)
    question = form.question(one.item.question)
    section = form.section(question.section)
    before, after = _around([each.key for each in form.items], key)

    def address(kind: str, figure: str) -> str:
        found = reverse(f"results:item_{kind}_download", args=[edition_id, key, figure])
        return found + query(by=by, show=show if one.cells.kind in ("choice", "multi") else "")

    return ItemPage(
        key=key,
        label=one.item.label,
        code=question.code,
        question=question.text,
        help=question.help,
        is_row=one.item.row is not None,
        kind=one.cells.kind,
        section=section.code,
        section_title=section.title,
        answers=tuple((option.code, option.label) for option in one.item.options),
        chart=card(plate, address, with_table=False) if plate.chart else SafeString(""),
        tables=SafeString(data_table(plate.table) + data_table(item.aside(one))),
        notes=item.notes(one),
        before=_neighbour(form, before),
        after=_neighbour(form, after),
    )


def item_plates(edition: Edition, key: str, by: str, show: str) -> list[Plate]:
    """The plates of an item's page, for its files: the answers, and what stands beside them."""
    form = questionnaire_form(edition)
    one = _shown(edition, form, key, by, show)
    plate = item.plate(one)
    beside = item.aside(one)
    return [plate, Plate("beside", beside.caption, "", None, beside)]


def _shown(edition: Edition, form: Form, key: str, by: str, show: str) -> item.Shown:
    if key not in form.by_item:
        raise Missing(NO_ITEM.format(key[:80]))
    return item.shown(
        form=form,
        cells=published_item(edition, key),
        settings=edition.settings,
        complete=edition.complete,
        effective=response.effective_bases(edition.weights),
        year=edition.wave.year,
        by=by,
        measure=show,
    )


def section_page(edition: Edition, code: str, by: str) -> SectionPage:
    """The page of a section. Raises Missing."""
    return _section_page(edition.pk, edition.cells_sha256, code, by)


@lru_cache(maxsize=128)
def _section_page(edition_id: int, cells_sha256: str, code: str, by: str) -> SectionPage:
    edition = unguarded(edition_id)
    form = questionnaire_form(edition)
    codes = [section.code for section in form.sections]
    if code not in codes:
        raise Missing(NO_SECTION.format(code[:80]))
    section = form.section(code)
    keys = [each.key for question in section.questions for each in question.items]
    cells = published_items(edition, keys=keys)
    ready = [
        item.shown(
            form=form,
            cells=cells[key],
            settings=edition.settings,
            complete=edition.complete,
            effective={},
            year=edition.wave.year,
            by=by,
            measure="valid",
        )
        for key in keys
        if key in cells
    ]
    before, after = _around(codes, code)
    return SectionPage(
        code=code,
        title=section.title,
        intro=section.intro,
        tables=_tables(edition_id, form, ready, by),
        before=_section_beside(form, before),
        after=_section_beside(form, after),
    )


def _tables(edition_id: int, form: Form, ready: Sequence[item.Shown], by: str) -> SafeString:
    entries = [
        {
            "key": one.item.key,
            "anchor": one.item.key.replace(".", "-"),
            "label": one.item.label,
            "question": form.question(one.item.question),
            "is_row": one.item.row is not None,
            "first": one.item.key == form.question(one.item.question).items[0].key,
            "table": replace(item.plate(one).table, caption=f"{one.item.key} {one.item.label}"),
            "url": reverse("results:item", args=[edition_id, one.item.key]) + query(by=by),
            "csv": reverse("results:item_csv_download", args=[edition_id, one.item.key, "answers"])
            + query(by=by),
        }
        for one in ready
    ]
    return SafeString(render_to_string("surveys/results/section_tables.html", {"entries": entries}))


def unguarded(edition_id: int) -> Edition:
    """Whoever asks for a page may read its edition: views have seen to that."""
    return edition_by_id(edition_id, released_only=False)


def _around(keys: Sequence[str], key: str) -> tuple[str | None, str | None]:
    at = keys.index(key)
    return keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None


def _neighbour(form: Form, key: str | None) -> Neighbour | None:
    if key is None:
        return None
    found: Item = form.item(key)
    return Neighbour(key, found.label)


def _section_beside(form: Form, code: str | None) -> Neighbour | None:
    return Neighbour(code, form.section(code).title) if code else None

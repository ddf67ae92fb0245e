"""Reads about editions and their published cells."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet

from partnerships.register.models import Partnership
from portal.errors import Missing
from surveys.questionnaires.queries import form_of
from surveys.questionnaires.structure import Form
from surveys.results.breakdowns import GROUP_INDEX, GROUPS
from surveys.results.inputs import Counted, Inputs
from surveys.results.models import (
    Edition,
    EditionInputs,
    MatchedItem,
    Protection,
    PublishedItem,
    Snapshot,
)
from surveys.results.published import ItemCells, tenths
from surveys.returns.models import Return, Wave
from surveys.returns.queries import EVALUATOR

State = Edition.State


def editions(*, released_only: bool) -> QuerySet[Edition]:
    """Editions with their waves, newest wave and newest edition first; discarded ones left out."""
    found = every_edition().exclude(state=Edition.State.DISCARDED)
    return found.filter(state=Edition.State.RELEASED) if released_only else found


def every_edition() -> QuerySet[Edition]:
    """All editions, discarded ones too, which nothing but their list shows."""
    people = ("released_by", "checked_by", "frozen_by")
    rows = Edition.objects.select_related("wave", "earlier__wave", *people)
    return rows.order_by("-wave__year", "-number")


def edition_by_id(edition_id: int, *, released_only: bool) -> Edition:
    """The edition with this id. Raises Missing, also for one that may not be read yet."""
    edition = editions(released_only=released_only).filter(pk=edition_id).first()
    if edition is None:
        raise Missing("There is no such edition, or it has not been released yet.")
    return edition


def edition_of_year(year: int, number: int | None) -> Edition | None:
    """That edition of the wave of that year; without a number the one that stands, or the newest."""
    rows = every_edition().filter(wave__year=year)
    if number is not None:
        return rows.filter(number=number).first()
    newest = rows.exclude(state=Edition.State.DISCARDED).first()
    return (newest and standing_edition(newest.wave)) or newest


def standing_edition(wave: Wave) -> Edition | None:
    """The frozen or released edition of the wave that no other has replaced: the newest of them."""
    final = every_edition().filter(wave=wave, state__in=Edition.FINAL, replaced_by=None)
    return final.order_by("-number").first()


def successor(edition: Edition, *, released_only: bool) -> Edition | None:
    """The edition that stands for it now, however often it was replaced; None if none does.

    For readers of released editions the newest of them that is released.
    """
    return successors(released_only=released_only).get(edition.pk)


def successors(*, released_only: bool) -> dict[int, Edition]:
    """Id of each edition that was replaced → what stands for it now. One query."""
    replacing = every_edition().filter(replaces__isnull=False)
    later = {each.replaces_id: each for each in replacing if each.replaces_id}
    final = [Edition.State.RELEASED] if released_only else Edition.FINAL
    found = {}
    for replaced, after in later.items():
        newer: Edition | None = after
        while newer:
            if newer.state in final:
                found[replaced] = newer
            newer = later.get(newer.pk)
    return found


def overtaking(editions: Iterable[Edition]) -> dict[int, Edition]:
    """Draft or checked edition → the newest of its wave, where that is later and final. One query."""
    waiting = [each for each in editions if each.state in (State.DRAFT, State.CHECKED)]
    if not waiting:
        return {}
    waves = {each.wave_id for each in waiting}
    rows = Edition.objects.filter(wave__in=waves, state__in=Edition.FINAL).order_by("number")
    newest = {each.wave_id: each for each in rows}
    return {
        each.pk: newest[each.wave_id]
        for each in waiting
        if each.wave_id in newest and newest[each.wave_id].number > each.number
    }


def is_later_wave(wave: Wave) -> bool:
    """Whether there is a wave of an earlier year."""
    return Wave.objects.filter(year__lt=wave.year).exists()


def edition_before(edition: Edition, *, released_only: bool) -> Edition | None:
    """The edition of an earlier wave that it stands beside: the one it was compared with when it
    was built, else the newest that may be read; None if there is none."""
    final = [Edition.State.RELEASED] if released_only else Edition.FINAL
    found = editions(released_only=released_only).filter(state__in=final)
    earlier = found.filter(wave__year__lt=edition.wave.year)
    return earlier.filter(pk=edition.earlier_id or 0).first() or earlier.first()


def released_before(edition: Edition) -> list[Edition]:
    """The other released editions of its wave, oldest first."""
    rows = Edition.objects.filter(wave=edition.wave_id, state=Edition.State.RELEASED)
    return list(rows.exclude(pk=edition.pk).order_by("number"))


def newest_released(wave: Wave) -> Edition | None:
    """The newest released edition of the wave; None before the first."""
    return every_edition().filter(wave=wave, state=State.RELEASED).first()


def inputs_recorded(edition: Edition) -> Inputs | None:
    """The returns it counted; None for one built before they were kept."""
    row = EditionInputs.objects.filter(edition=edition).first()
    if row is None:
        return None
    kept = zip(row.partnerships, row.documents, row.places, strict=True)
    return {pk: Counted(document, place) for pk, document, place in kept}


def protections_of(edition: Edition) -> QuerySet[Protection]:
    """Why cells are withheld, item by item. For evaluators."""
    return Protection.objects.filter(edition=edition)


def partnership_names(ids: Iterable[int]) -> list[str]:
    """Names of partnerships, in alphabetical order."""
    rows = Partnership.objects.filter(pk__in=list(ids)).order_by("name")
    return list(rows.values_list("name", flat=True))


def newest_edition(*, released_only: bool, year: int | None = None) -> Edition | None:
    """The newest edition of the newest wave, or of the wave of that year; None if there is none."""
    found = editions(released_only=released_only)
    return (found.filter(wave__year=year) if year else found).first()


def form_of_wave(wave: Wave) -> Form:
    """The compiled form that a wave's next edition would be counted by."""
    return form_of(wave.questionnaire.sha256)


def questionnaire_form(edition: Edition) -> Form:
    """The compiled form that the edition's items come from."""
    return form_of(edition.questionnaire_sha256)


def published_items(edition: Edition, *, keys: Sequence[str] | None = None) -> dict[str, ItemCells]:
    """All published items by key, or those named, in questionnaire order."""
    rows = PublishedItem.objects.filter(edition=edition).order_by("position")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return {row.key: row.cells() for row in rows}


def matched_rows(edition: Edition) -> dict[str, tuple[Any, ...]]:
    """Item key → all that is published of it for the partnerships in both waves."""
    rows = MatchedItem.objects.filter(edition=edition).order_by("position")
    columns = ("earlier_key", "options", "counts_now", "counts_then", "bases_now", "bases_then")
    return {key: tuple(rest) for key, *rest in rows.values_list("key", *columns)}


def option_counts(edition: Edition) -> dict[str, int]:
    """Item key → number of its options, in questionnaire order, without reading any cells."""
    rows = PublishedItem.objects.filter(edition=edition).order_by("position")
    return {key: len(options) for key, options in rows.values_list("key", "options")}


def items_of(edition: Edition) -> list[dict[str, Any]]:
    """Key, question, label, kind and options (code, label, in_base) of every published item."""
    form = questionnaire_form(edition)
    rows = PublishedItem.objects.filter(edition=edition).order_by("position")
    items = []
    for key, kind, options, in_base in rows.values_list("key", "kind", "options", "in_base"):
        item, labels = form.item(key), labels_of(form, key)
        answers = [
            {"code": code, "label": labels[code], "in_base": inside}
            for code, inside in zip(options, in_base, strict=True)
        ]
        items.append(
            {
                "key": key,
                "question": item.question,
                "label": item.label,
                "kind": kind,
                "options": answers,
            }
        )
    return items


def rates_of(edition: Edition) -> list[dict[str, Any]]:
    """The response of every group, with its words and the per cent to one decimal."""
    return [
        {
            "group": rate.group,
            "label": GROUPS[GROUP_INDEX[rate.group]].label,
            "complete": rate.complete,
            "eligible": rate.eligible,
            "per_cent": tenths(rate.complete, rate.eligible),
        }
        for rate in edition.response_rates()
    ]


def published_item(edition: Edition, key: str) -> ItemCells:
    """One published item. Raises Missing."""
    row = PublishedItem.objects.filter(edition=edition, key=key).first()
    if row is None:
        raise Missing(f"This edition has no item {key}. The list of questions names every item.")
    return row.cells()


def waves_with_editions() -> list[Wave]:
    """Every wave that was opened, newest first; its number of editions is `edition_count`."""
    opened = Wave.objects.exclude(state=Wave.State.DRAFT)
    counted = opened.annotate(edition_count=Count("editions"))
    return list(counted.select_related("questionnaire").order_by("-year"))


def wave_by_id(wave_id: int) -> Wave:
    """The wave with its questionnaire. Raises Missing."""
    wave = Wave.objects.select_related("questionnaire").filter(pk=wave_id).first()
    if wave is None:
        raise Missing("There is no such wave. Choose one from the list of editions.")
    return wave


def labels_of(form: Form, key: str) -> Mapping[str, str]:
    """Option code → label for an item of the form."""
    return {option.code: option.label for option in form.item(key).options}


def first_codes(wave: Wave, strata: Collection[int], number: int) -> dict[int, bytes]:
    """Stratum → coded answers of the first so many counted returns of these strata, end to end.

    First by the time of sign-off; read through the evaluator's role.
    """
    counted = Return.objects.using(EVALUATOR).filter(
        wave=wave, state__in=Return.COUNTED, stratum__in=list(strata)
    )
    codes: dict[int, bytes] = {}
    first = counted.order_by("submitted_at", "id").values_list("stratum", "codes")
    for stratum, coded in first[:number]:
        if stratum is not None and coded is not None:  # as every counted return has them
            codes[stratum] = codes.get(stratum, b"") + bytes(coded)
    return codes


def newest_snapshots(wave: Wave) -> dict[str, Snapshot]:
    """Group → what was shown of its returns so far, the furthest step; no entry: nothing yet."""
    furthest = Snapshot.objects.filter(wave=wave).order_by("group", "-returns")
    return {each.group: each for each in furthest.distinct("group")}

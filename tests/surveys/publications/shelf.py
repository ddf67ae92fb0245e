"""A partnership with a signed-off return, editions of its wave, and what is published from them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from partnerships.register.models import Partnership
from portal.audit.models import AuditEvent
from portal.tenancy.context import in_national, in_partnership
from surveys.publications import domain
from surveys.publications.models import Publication
from surveys.results.disclosure.suppression import Thresholds
from surveys.results.domain import release_edition
from surveys.results.domain.building import Count, count
from surveys.results.inputs import group_counts
from surveys.results.models import Edition
from surveys.results.storage import store_inputs, store_items
from surveys.results.weighting import weigh
from surveys.returns.models import Return
from surveys.returns.queries import CodedReturns
from tests.conftest import Cast
from tests.surveys.returns.desk import Desk


class Steps:
    """Progress in one scope; remembers what was reported."""

    def __init__(self, partnership: Partnership | None = None):
        self.partnership = partnership
        self.reports: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, message: str) -> None:
        self.reports.append((done, total, message))

    def scope(self) -> AbstractContextManager[None]:
        if self.partnership is None:
            return in_national(switch=True)
        return in_partnership(self.partnership.pk, switch=True)


class Shelf:
    """alpha and beta (or `signed`) have signed off; `edition` is the first edition.

    Call it outside any scope.
    """

    def __init__(self, cast: Cast, *, signed: Sequence[Partnership] = ()):
        self.cast = cast
        self.desk = Desk(cast)
        self.signed = signed or (cast.alpha, cast.beta)
        for partnership in self.signed:
            self.desk.signed(partnership)
        self.edition = self.counted()

    def counted(self) -> Edition:
        """The next edition of the wave, from the frozen returns; frozen, not released."""
        coded = CodedReturns({}, {}, {}, [])
        for partnership in self.signed:
            with in_partnership(partnership.pk):
                row = Return.objects.get(wave=self.desk.wave)
            at = row.stratum
            coded.codes[at] = coded.codes.get(at, b"") + bytes(row.codes)
            numbers = [*coded.numbers.get(at, ()), row.numbers]
            coded.numbers[at] = np.array(numbers, float)
            coded.partnerships.setdefault(at, []).append(partnership.pk)
            coded.inputs.append((partnership.pk, row.document_sha256))
        with in_national():
            return self._kept(
                count(
                    self.desk.wave,
                    self.desk.form,
                    coded,
                    Thresholds(),
                    lambda places: weigh(coded.by_stratum(), places.sizes),
                )
            )

    def _kept(self, counted: Count) -> Edition:
        sizes = group_counts(each.place for each in counted.inputs.values())
        edition = Edition.objects.create(
            wave=self.desk.wave,
            number=Edition.objects.count() + 1,
            method=1,
            questionnaire_sha256=self.desk.form.sha256,
            thresholds=Thresholds().as_json(),
            inputs_sha256="cd" * 32,
            cells_sha256=counted.cells_sha256,
            complete=sizes,
            eligible=sizes,
            received=[1, 2],
            withheld={},
            built_by="tests",
        )
        store_items(edition, counted.items)
        store_inputs(edition, counted.inputs)
        for state in (Edition.State.DRAFT, Edition.State.CHECKED, Edition.State.FROZEN):
            edition.state = state
            edition.save(update_fields=["state"])
        return edition

    def release(self, edition: Edition | None = None) -> None:
        """The evaluator releases an edition."""
        with in_national():
            found = release_edition(edition=edition or self.edition, by=self.cast.evaluator)
        if edition is None:
            self.edition = found

    def build(self, kind: str = "dft", partnership: Partnership | None = None) -> Publication:
        """Build one publication from the first edition, as its job would."""
        return domain.build_publication(
            edition_id=self.edition.pk,
            kind=kind,
            by=self.cast.evaluator,
            progress=Steps(partnership),
            partnership_id=partnership.pk if partnership else None,
        )

    def national(self) -> Publication:
        """A released national publication."""
        made = self.build()
        with in_national():
            domain.release_publication(publication=made, by=self.cast.evaluator)
        return made

    def events(self, partnership: Partnership | None = None) -> list[tuple[str, str]]:
        """(name, actor) of events about publications and visits, oldest first."""
        scope = in_partnership(partnership.pk) if partnership else in_national()
        with scope:
            rows = AuditEvent.objects.order_by("id").values_list("name", "actor_words")
            wanted = ("publication.", "summary.", "partnership.visited")
            return [(name, actor) for name, actor in rows if name.startswith(wanted)]


def shown(
    shelf: Shelf, *, kind: str = "dft", state: str = "released", number: int = 1
) -> Publication:
    """A publication of the open scope, without the cost of printing one."""
    released = {"released_at": "2005-03-01T09:00Z"} if state == "released" else {}
    return Publication.objects.create(
        edition=shelf.edition,
        kind=kind,
        title=f"Paper {number}",
        state=state,
        file=default_storage.save(f"publications/{uuid4()}.pdf", ContentFile(b"%PDF")),
        sha256=f"{number:064}",
        size=4,
        pages=3,
        built_at="2005-03-01T09:00Z",
        built_by="tests",
        **released,
    )


def bytes_of(response: Any) -> bytes:
    """The whole of a file that is being sent."""
    return b"".join(response.streaming_content)

"""Reads for publications: an edition to compose from, and what has been published."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from partnerships.register.models import Partnership
from portal.errors import Missing, Refused
from surveys.publications.models import Publication
from surveys.publications.partnership import Own, kind_of
from surveys.publications.reading import Reading
from surveys.results.models import Edition
from surveys.results.queries import published_items, questionnaire_form
from surveys.returns.queries import EVALUATOR, return_of_year

PARTNERSHIP = Publication.Kind.PARTNERSHIP


def reading_of(edition: Edition) -> Reading:
    """Everything a publication may print from this edition: two queries."""
    return Reading(
        form=questionnaire_form(edition),
        items=published_items(edition),
        settings=edition.settings,
        rates=edition.response_rates(),
        received=tuple(edition.received),
        number=edition.number,
        cells_sha256=edition.cells_sha256,
        inputs_sha256=edition.inputs_sha256,
        built_at=edition.built_at,
        synthetic=settings.SYNTHETIC_DEMO,
    )


def own_of(reading: Reading, partnership: Partnership) -> Own:
    """The current partnership's return that counts. Raises Refused while there is none."""
    found = return_of_year(reading.year)
    if found is not None and found.is_frozen and not found.is_counted:
        raise Refused(
            f"By its {reading.year} return {partnership.name} is not eligible, so its answers are"
            " not among the results and there is nothing to compare. Nothing needs to be done."
        )
    if found is None or not found.is_counted or found.document is None:
        raise Refused(
            f"{partnership.name} has not signed off its {reading.year} return, so there is nothing"
            " to summarise yet. Sign the return off first."
        )
    covered = ", ".join(a.name for a in partnership.authorities.order_by("name"))
    return Own(
        name=partnership.name,
        profile=(
            ("Authorities covered", covered),
            ("Type of authority", partnership.get_authority_type_display()),
            ("Region", partnership.get_region_display()),
            ("Neighbourhood Renewal Fund", "Yes" if partnership.nrf else "No"),
            ("Return signed off", f"{found.submitted_at:%-d %B %Y}"),
        ),
        kind=kind_of(reading, nrf=partnership.nrf, authority_type=partnership.authority_type),
        answers=found.document["answers"],
    )


def publications_here(*, released_only: bool) -> QuerySet[Publication]:
    """Publications of the current holder (the partnership, or the nation), newest first."""
    found = Publication.objects.select_related("edition__wave", "released_by")
    if released_only:
        found = found.filter(
            Q(state=Publication.State.RELEASED)
            | Q(kind=PARTNERSHIP, edition__state=Edition.State.RELEASED)
        )
    return found.order_by("-edition__wave__year", "-edition__number", "kind", "id")


def publication_here(publication_id: UUID, *, released_only: bool) -> Publication:
    """One publication of the current holder. Raises Missing."""
    found = publications_here(released_only=released_only).filter(pk=publication_id).first()
    if found is None:
        raise Missing("There is no such publication, or it has not been released yet.")
    return found


def partnership_summaries(edition: Edition) -> list[Publication]:
    """The summaries of partnerships built from this edition, by title; evaluator's role."""
    found = Publication.objects.using(EVALUATOR).filter(edition_id=edition.pk, kind=PARTNERSHIP)
    return list(found.order_by("title", "id"))


def partnership_summary(publication_id: UUID) -> Publication:
    """One partnership's summary, for a national evaluator. Raises Missing."""
    found = Publication.objects.using(EVALUATOR).filter(pk=publication_id, kind=PARTNERSHIP)
    publication = found.order_by("id").first()
    if publication is None:
        raise Missing("There is no such summary. Build it first.")
    # The evaluator's role reads released tables only; the rest is the application's to read.
    publication.edition = Edition.objects.select_related("wave").get(pk=publication.edition_id)
    owner = publication.partnership_id
    assert owner is not None  # a constraint of the table: this kind always has one
    publication.partnership = Partnership.objects.get(pk=owner)
    return publication

"""The directory: organisations, members and interests, with what their pages show of them."""

from datetime import date

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from partnerships.membership.models import (
    Interest,
    Member,
    MemberImport,
    Organisation,
    Seat,
    Sector,
    Tenure,
)
from partnerships.membership.queries.serving import (
    lasts,
    organisations_on,
    running_on,
    serving_on,
)
from portal.accounts.models import User

NOW, LEFT, ALL = "", "left", "all"


def sector_order(field: str = "sector") -> Case:
    """Sorts by the sectors' own order."""
    places = [When(**{field: key}, then=Value(place)) for place, key in enumerate(Sector.values)]
    return Case(*places, default=Value(len(places)), output_field=IntegerField())


def organisations(
    *, day: date, search: str = "", sector: str = "", kind: str = "", state: str = NOW
) -> QuerySet[Organisation]:
    """By sector and name, each with `serving`: how many members it has on the day."""
    found = Organisation.objects.filter(**_only(sector=sector, kind=kind))
    if search:
        found = found.filter(name__icontains=search)
    if state != ALL:
        found = (
            found.exclude(organisations_on(day))
            if state == LEFT
            else found.filter(organisations_on(day))
        )
    there = lasts("members__until", day) & Q(members__id__isnull=False)
    return found.annotate(serving=Count("members", filter=there)).order_by(
        sector_order(), Lower("name"), "id"
    )


def organisations_by_sector(day: date) -> dict[str, int]:
    """How many partners of each sector there are on the day."""
    counted = Organisation.objects.filter(organisations_on(day)).order_by()
    return dict(counted.values_list("sector").annotate(Count("id")))


def organisation_of(organisation_id: int) -> Organisation | None:
    """The organisation of this id here."""
    return Organisation.objects.filter(pk=organisation_id).first()


def members_of(organisation: Organisation) -> QuerySet[Member]:
    """Its members by name, those who left included."""
    return _listed(Member.objects.filter(organisation=organisation), None)


def seats_kept_for(organisation: Organisation, day: date) -> QuerySet[Seat]:
    """Seats that only its members can hold, with their bodies; abolished ones left out."""
    kept = Seat.objects.filter(lasts("abolished_on", day), organisation=organisation)
    return kept.select_related("body").order_by("body__name", "id")


def members(
    *,
    day: date,
    search: str = "",
    organisation: Organisation | None = None,
    sector: str = "",
    state: str = NOW,
    may_sign: bool = False,
) -> QuerySet[Member]:
    """By name, with their organisations and `seats_held` (the tenures of the day)."""
    found = Member.objects.filter(**_only(organisation=organisation, organisation__sector=sector))
    if search:
        found = found.filter(
            Q(name__icontains=search)
            | Q(email__icontains=search)
            | Q(organisation__name__icontains=search)
        )
    if may_sign:
        found = found.filter(may_sign=True)
    if state != ALL:
        found = found.exclude(serving_on(day)) if state == LEFT else found.filter(serving_on(day))
    return _listed(found, day)


def everybody_serving(day: date) -> QuerySet[Member]:
    """Members who have not left, with their organisations: for choices and the export."""
    found = Member.objects.filter(serving_on(day)).select_related("organisation")
    return found.order_by(Lower("name"), "id")


def partners(day: date) -> QuerySet[Organisation]:
    """Organisations that have not left: for choices."""
    return Organisation.objects.filter(organisations_on(day)).order_by(Lower("name"), "id")


def member_of(member_id: int) -> Member | None:
    """The member of this id here, with the organisation."""
    return Member.objects.select_related("organisation", "user").filter(pk=member_id).first()


def other_selves(member: Member) -> QuerySet[Member]:
    """The same person's memberships for other organisations (one account, several members)."""
    same = Member.objects.filter(user=member.user_id, user__isnull=False)
    return same.exclude(pk=member.pk).select_related("organisation").order_by("organisation__name")


def tenures_of(member: Member) -> QuerySet[Tenure]:
    """Every seat the member held or holds, newest first."""
    held = Tenure.objects.filter(member=member).select_related("seat__body", "substitute")
    return held.order_by("-since", "-id")


def standing_in_of(member: Member, day: date) -> QuerySet[Tenure]:
    """The tenures for whose holder the member may stand in on the day."""
    held = Tenure.objects.filter(running_on(day), substitute=member)
    return held.select_related("seat__body", "member").order_by("seat__body__name", "id")


def interests_of(member: Member) -> QuerySet[Interest]:
    """The member's lines in the register, newest first."""
    return Interest.objects.filter(member=member).order_by("ended_on", "-declared_on", "-id")


def register_of_interests(
    *, day: date, search: str = "", nature: str = "", state: str = NOW
) -> QuerySet[Interest]:
    """The register by member's name: interests that hold on the day, or with `all` every line."""
    found = Interest.objects.filter(**_only(nature=nature))
    if state != ALL:
        found = found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
        found = found.filter(serving_on(day, "member__"))
    if search:
        found = found.filter(Q(member__name__icontains=search) | Q(words__icontains=search))
    found = found.select_related("member__organisation", "declared_by")
    return found.order_by(Lower("member__name"), "member", "-declared_on", "id")


def interest_of(interest_id: int) -> Interest | None:
    """The line of this id, with its member."""
    return Interest.objects.select_related("member").filter(pk=interest_id).first()


def own_members(user: User, day: date) -> QuerySet[Member]:
    """The members that the signed-in person is here and still serves as."""
    own = Member.objects.filter(serving_on(day), user=user).select_related("organisation")
    return own.order_by("organisation__name", "id")


def import_of(import_id: int) -> MemberImport | None:
    """The import of this id, with who uploaded it."""
    return MemberImport.objects.select_related("uploaded_by").filter(pk=import_id).first()


def imports_waiting() -> QuerySet[MemberImport]:
    """Files that were checked and wait for a decision."""
    waiting = MemberImport.objects.filter(state=MemberImport.State.CHECKED)
    return waiting.select_related("uploaded_by").defer("content").order_by("-uploaded_at", "id")


def _listed(found: QuerySet[Member], day: date | None) -> QuerySet[Member]:
    held = Tenure.objects.select_related("seat__body").order_by("seat__body__name", "id")
    if day:
        held = held.filter(running_on(day))
    return (
        found.select_related("organisation")
        .prefetch_related(Prefetch("tenures", queryset=held, to_attr="seats_held"))
        .order_by(Lower("name"), "id")
    )


def _only(**filters: object) -> dict[str, object]:
    return {key: value for key, value in filters.items() if value}

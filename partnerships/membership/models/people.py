"""Organisations, the members who speak for them, and the members' interests."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partnerships.membership.models.sectors import Sector, organisation_sector
from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor

PERSON = settings.AUTH_USER_MODEL


class Organisation(TenantModel):
    """A partner. One that left keeps its row: minutes and protocols still name it."""

    class Kind(models.TextChoices):
        """What the organisation is, whatever its sector."""

        COUNCIL = "council", "Council"
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"
        HEALTH = "health", "Health"
        EDUCATION = "education", "Education and learning"
        EMPLOYMENT = "employment", "Employment service"
        HOUSING = "housing", "Housing"
        TRANSPORT = "transport", "Transport"
        BUSINESS = "business", "Business or business group"
        VOLUNTARY = "voluntary", "Voluntary or community group"
        NETWORK = "network", "Network that chooses representatives"
        FAITH = "faith", "Faith group"
        GOVERNMENT = "government", "Government office or agency"
        OTHER = "other", "Other"

    name = models.CharField(max_length=160)
    sector = models.CharField(max_length=12, choices=Sector)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    website = models.URLField(max_length=200, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)  # the last day that counts

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            PartnershipFloor(name="organisation_floor"),
            models.UniqueConstraint(fields=["partnership", "name"], name="organisation_name_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="organisation_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_sector_display(self) -> str:  # type: ignore[no-redef]  # Django keeps it
        """The sector in the words of organisations, not of seats."""
        return organisation_sector(self.sector)


class Member(TenantModel):
    """A person for one organisation. Somebody who serves two organisations is two members.

    `user` is the person's account once an invitation was accepted. `may_sign`: signs protocols
    for the organisation. `name_public`: the partnership shows the name on its public page.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="members",
        db_constraint=False,
        db_index=False,
    )
    user = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    may_sign = models.BooleanField(default=False)
    name_public = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # the last day that counts
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["partnership", "user"], name="member_by_user"),
            models.Index(fields=["partnership", "organisation"], name="member_by_organisation"),
        ]
        constraints = [
            PartnershipFloor(name="member_floor", parents=("organisation",)),
            models.UniqueConstraint(
                fields=["partnership", "organisation", "email"],
                condition=~Q(email=""),
                name="member_once_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="member_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Interest(TenantModel):
    """One line of the register of interests: what a member holds that could sway a decision."""

    class Nature(models.TextChoices):
        """What kind of interest."""

        EMPLOYMENT = "employment", "Employment or office"
        CONTRACT = "contract", "Contract with a partner"
        FUNDING = "funding", "Funding from the partnership"
        LAND = "land", "Land or property in the area"
        MEMBERSHIP = "membership", "Membership of another body"
        HOSPITALITY = "hospitality", "Gift or hospitality"
        FAMILY = "family", "Interest of a close relative or partner"
        OTHER = "other", "Other"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="interests", db_constraint=False, db_index=False
    )
    nature = models.CharField(max_length=12, choices=Nature)
    words = models.CharField(max_length=500)
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    declared_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-declared_on", "id"]
        indexes = [models.Index(fields=["partnership", "member"], name="interest_by_member")]
        constraints = [
            PartnershipFloor(name="interest_floor", parents=("member",)),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("declared_on")),
                name="interest_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()}: {self.words}"


class MemberImport(TenantModel):
    """A CSV file of members that was checked and waits for a yes; all of it counts or nothing."""

    class State(models.TextChoices):
        """checked → applied | dropped."""

        CHECKED = "checked", "Waiting for your decision"
        APPLIED = "applied", "Imported"
        DROPPED = "dropped", "Dropped"

    file_name = models.CharField(max_length=120)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    # What importing would do: {"new": n, "changed": n, "same": n}, counted when it was checked.
    plan = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKED)
    uploaded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at", "id"]
        constraints = [PartnershipFloor(name="member_import_floor")]

    def __str__(self) -> str:
        return self.file_name

"""What a partnership says about itself on its public page."""

from django.db import models

from portal.tenancy.models import TenantModel
from portal.tenancy.rls import PartnershipFloor


class PublicFace(TenantModel):
    """The partnership's own words for everybody. Without a row its board's purpose speaks for it."""

    purpose = models.TextField(blank=True)  # Markdown
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "public page"
        ordering = ["id"]
        constraints = [
            PartnershipFloor(name="public_face_floor"),
            models.UniqueConstraint(fields=["partnership"], name="public_face_once"),
        ]

    def __str__(self) -> str:
        return f"Public page of {self.partnership}"

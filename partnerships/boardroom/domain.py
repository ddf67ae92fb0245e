"""What the co-ordinator decides about the partnership's public page."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from partnerships.membership.models import Member, PublicFace
from portal.accounts.models import User
from portal.audit.record import record
from portal.errors import Conflict

CHANGED_MEANWHILE = (
    "Somebody else changed the public page after you opened it. Compare what it says now with what"
    " you typed, then save again."
)
_WORDS = ("purpose", "contact_name", "contact_email", "contact_phone", "website")


@dataclass(frozen=True)
class NamesChosen:
    """How many names became public, and how many did no longer."""

    shown: int
    hidden: int


@transaction.atomic
def change_public_face(*, revision: int, by: User, **words: str) -> PublicFace:
    """Set the partnership's own words (purpose, contact_name, contact_email, contact_phone,
    website). `revision` is what the page showed, 0 before the first words. Raises Conflict."""
    if unknown := set(words) - set(_WORDS):
        raise TypeError(f"a public page has no {sorted(unknown)}")
    PublicFace.objects.get_or_create(defaults={"revision": 0})
    face = PublicFace.objects.select_for_update().get()
    if face.revision != revision:
        raise Conflict(CHANGED_MEANWHILE)
    changed = sorted(key for key, value in words.items() if getattr(face, key) != value.strip())
    if not changed:
        return face
    for key in changed:
        setattr(face, key, words[key].strip())
    face.revision += 1
    face.save()
    record("public_page.changed", on=face, by=by, fields=changed)
    return face


@transaction.atomic
def choose_public_names(
    *, listed: Collection[int], public: Collection[int], by: User
) -> NamesChosen:
    """Of the members `listed` (ids), make exactly those in `public` known by name to everybody."""
    rows = Member.objects.select_for_update().filter(pk__in=listed).order_by("pk")
    chosen = set(public)
    changed = [row for row in rows if row.name_public != (row.pk in chosen)]
    for row in changed:
        row.name_public = row.pk in chosen
        row.revision += 1
        row.save(update_fields=["name_public", "revision"])
        record("member.changed", on=row, by=by, fields=["name_public"])
    shown = sum(row.name_public for row in changed)
    return NamesChosen(shown=shown, hidden=len(changed) - shown)

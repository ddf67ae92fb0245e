"""Reads about accounts."""

from django.db.models import QuerySet
from django.utils import timezone
from knox.models import AuthToken

from portal.accounts.models import User


def live_tokens(user: User) -> QuerySet[AuthToken]:
    """The person's API tokens that have not expired, newest first."""
    return AuthToken.objects.filter(user=user, expiry__gt=timezone.now()).order_by("-created")


def user_by_email(email: str) -> User | None:
    """The account with this address, whatever its case, or None."""
    return User.objects.filter(email__iexact=email).first()

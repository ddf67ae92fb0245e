"""What can happen to an account."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from portal.accounts.models import User
from portal.audit.record import Actor, record


@transaction.atomic
def create_user(*, email: str, name: str, by: Actor, password: str | None = None) -> User:
    """Open an account. Raises ValidationError for a weak password, IntegrityError for a
    taken address (addresses differ by more than case)."""
    if password is not None:
        validate_password(password)
    user = User.objects.create_user(email, password, name=name)
    record("account.created", on=user, by=by)
    return user


@transaction.atomic
def create_demo_users(
    *, people: Iterable[tuple[str, str]], password: str, by: Actor
) -> dict[str, User]:
    """Open accounts for (email, name) pairs that do not have one yet, all with one password.

    One hash for all of them: hashing is slow on purpose, and the password is public anyway.
    Returns every account asked for, by e-mail address.
    """
    wanted = {email.lower(): name for email, name in people}
    known = set(User.objects.filter(email__in=wanted).values_list("email", flat=True))
    hashed = make_password(password)
    new = [
        User(email=email, name=name, password=hashed)
        for email, name in wanted.items()
        if email not in known
    ]
    User.objects.bulk_create(new)
    for user in new:
        record("account.created", on=user, by=by, reason="demonstration")
    return {user.email: user for user in User.objects.filter(email__in=wanted)}

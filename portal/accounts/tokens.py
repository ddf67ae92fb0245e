"""What can happen to an API token. Only its hash is stored."""

from django.db import transaction
from knox.models import AuthToken

from portal.accounts.models import User
from portal.accounts.queries import live_tokens
from portal.audit.record import record
from portal.errors import Missing, Refused

MOST = 10


@transaction.atomic
def create_token(*, by: User) -> str:
    """Make a token for its owner and return it; it cannot be shown again."""
    if live_tokens(by).count() >= MOST:
        raise Refused(f"You already have {MOST} API tokens. Revoke one you no longer use first.")
    instance, token = AuthToken.objects.create(user=by)
    record("token.created", on=None, by=by, token=instance.token_key)
    return token


@transaction.atomic
def revoke_token(*, token_key: str, by: User) -> None:
    """Delete one of the person's own tokens. Raises Missing for anybody else's."""
    deleted, _ = live_tokens(by).filter(token_key=token_key).delete()
    if not deleted:
        raise Missing("There is no such API token of yours.")
    record("token.revoked", on=None, by=by, token=token_key)

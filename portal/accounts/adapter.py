"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are opened by an invitation or an administrator, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

"""Pages about one's own account: API tokens. Sign-in and passwords are django-allauth's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.forms import NewTokenForm
from portal.accounts.queries import live_tokens
from portal.accounts.tokens import create_token, revoke_token
from portal.web.access import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def api_tokens(request: HttpRequest) -> HttpResponse:
    """List the person's tokens; a new one is shown once, in the answer to the POST."""
    form = NewTokenForm(request.POST if request.method == "POST" else None)
    token = create_token(by=request.user) if form.is_valid() else None
    context = {
        "form": NewTokenForm() if token else form,
        "token": token,
        "tokens": live_tokens(request.user),
    }
    return render(request, "accounts/api_tokens.html", context)


@signed_in
@require_POST
def revoke_api_token(request: HttpRequest, token_key: str) -> HttpResponse:
    """Revoke one token and go back to the list."""
    revoke_token(token_key=token_key, by=request.user)
    messages.success(request, "The API token no longer works.")
    return redirect("accounts:api_tokens")

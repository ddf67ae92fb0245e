"""The committed world of the guards: two partnerships, a person for each way to stand to them."""

from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models
from django.test.client import Client, ClientHandler

from partnerships.membership.domain.roles import (
    NewNationalRole,
    end_role,
    give_national_roles,
    give_role,
)
from portal.accounts.models import User
from portal.tenancy.checks import tenant_models
from portal.tenancy.context import in_national, in_partnership
from portal.tenancy.models import HeldModel
from tests.conftest import Cast
from tests.guards.story import Story
from tests.support.tenancy import NATION, Rows

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANONYMOUS = "anonymous"
# persona → (roles in alpha's room, national roles); written out, compared with nothing
PERSONAS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ANONYMOUS: ((), ()),
    "inactive": ((), ()),
    "alpha_coordinator": (("coordinator",), ()),
    "alpha_chair": (("chair",), ()),
    "alpha_member": (("member",), ()),
    "beta_coordinator": ((), ()),
    "ended": ((), ()),
    "observer": (("observer",), ("observer",)),
    "far_observer": ((), ("observer",)),
    "evaluator": ((), ("evaluator",)),
    "odpm": ((), ("department_reader",)),
    "dft": ((), ("department_reader",)),
    "administrator": ((), ("administrator",)),
    "nobody": ((), ()),
}
UNKNOWN = (ANONYMOUS, "inactive")  # an account that was switched off counts as nobody signed in


class World:
    """Everything the guards look at. Rows of every tenant model stand at alpha, beta and, where
    a row may belong to nobody, at the nation."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self._more_people()
        people = self.cast.users = {
            u: User.objects.get(pk=v.pk) for u, v in self.cast.users.items()
        }
        self._mark_beta_people()
        places = {"alpha": self.cast.alpha, "beta": self.cast.beta}
        authors = {place: people[f"{place}_coordinator"] for place in places}
        self.story = Story(places, authors, people["evaluator"])
        self.rows = Rows(
            places=places,
            people={**authors, NATION: people["evaluator"]},
        )
        for model in tenant_models():
            for place in ("alpha", "beta", *((NATION,) if issubclass(model, HeldModel) else ())):
                self.rows.of(model, place)
        # The one national row that addresses name and the story leaves out: made here, where it stays.
        self.rows.of("results.Extract", NATION)
        self.cookies = {name: self._sign_in(name) for name in PERSONAS if name != ANONYMOUS}
        User.objects.filter(pk=people["inactive"].pk).update(is_active=False)

    def row(self, model: type[models.Model] | str, place: str) -> Any:
        """The row of this model at this place."""
        return self.rows.of(model, place)

    def scope(self, place: str) -> AbstractContextManager[None]:
        """The scope of this place."""
        return self.rows.scope(place)

    def client(self, persona: str, **options: Any) -> Client:
        """A browser in which this person signed in some time ago."""
        client = Client(raise_request_exception=False, **options)
        if not options:
            client.handler = self.handler  # middleware is loaded once
        if persona != ANONYMOUS:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[persona]
        return client

    def _more_people(self) -> None:
        cast = self.cast
        with in_national():
            for name in ("inactive", "ended", "far_observer"):
                cast._user(name)
            User.objects.update(password=make_password(cast.PASSWORD))
            far = NewNationalRole(cast.far_observer, "observer", region=cast.beta.region)
            give_national_roles(roles=[far], by=cast.by)
        with in_partnership(cast.alpha.pk):
            give_role(user=cast.inactive, role="coordinator", by=cast.by)
            gone = give_role(user=cast.ended, role="coordinator", by=cast.by)
            end_role(assignment_id=gone.pk, by=cast.by, reason="left the council")

    def _mark_beta_people(self) -> None:
        with in_national():
            for name, user in self.cast.users.items():
                if name.startswith("beta_"):
                    user.name = f"CANARY-beta-{name}"
                    user.save()

    def _sign_in(self, name: str) -> str:
        client = Client()
        client.force_login(self.cast.users[name], BACKEND)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

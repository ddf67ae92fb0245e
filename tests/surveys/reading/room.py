"""A reading room: two evaluators, alpha and beta with answers of their own, and a crowd beside."""

from typing import Any

from django.test import Client
from django.utils import timezone

from partnerships.membership.domain.roles import NewNationalRole, give_national_roles
from partnerships.membership.models import Organisation
from partnerships.register.domain import NewPartnership, create_partnerships
from partnerships.register.models import Authority, Partnership
from partnerships.register.queries import survey_attributes
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.tenancy.context import in_national, in_partnership
from surveys.reading.domain.coding import code_answer
from surveys.reading.domain.opening import TextAnswer, read_text
from surveys.reading.domain.themes import add_theme
from surveys.reading.models import Theme
from surveys.reading.texts import sha256_of
from surveys.returns.freezing import freeze
from surveys.returns.models import Return
from tests.conftest import Cast
from tests.surveys.returns.desk import Desk

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
YEAR = 2004
CROWD = 10
ALPHA = "We brought Alphaton Voluntary Action and the police to one table. Trust grew a lot."
HOSTILE = (
    "<script>alert(1)</script> {{ 7|add:7 }} \u202etxet desrever\u202c שלום עולם 👩‍👩‍👧 "
    + "W" * 1500
)


class Room:
    """Works in its own scopes; call it outside any. Rows are committed."""

    def __init__(self) -> None:
        cast = Cast()
        with in_national():
            self.first: User = cast.evaluator
            self.second: User = cast._user("coder")
            self.third: User = cast._user("third")
            roles = [NewNationalRole(user, "evaluator") for user in (self.second, self.third)]
            give_national_roles(roles=roles, by=cast.by)
        self.desk, self.cast = Desk(cast), cast
        self.alpha, self.beta = cast.alpha, cast.beta
        own = {self.alpha: ALPHA, self.beta: HOSTILE}
        for seed, (partnership, text) in enumerate(own.items(), 1):
            answers = self.desk.complete(partnership, seed) | {"M06": text, "M07": text}
            self.desk.signed(partnership, answers)
        with in_partnership(self.alpha.pk):
            Organisation.objects.create(name="Alphaton Voluntary Action", sector="voluntary")
        self.crowd = self._crowd()
        self.trust = self.theme("trust", "Trust grew")
        self.money = self.theme("money", "Shared money")

    def _crowd(self) -> list[Partnership]:
        """More metropolitan districts with NRF, who all answer M06 in the same way."""
        rows = [
            Authority(
                code=f"00X{n}",
                name=f"Crowdton {n}",
                slug=f"crowdton-{n}",
                authority_type="metropolitan_district",
                region="west_midlands",
                nrf=True,
            )
            for n in range(CROWD)
        ]
        with in_national():
            Authority.objects.bulk_create(rows)
            planned = [
                NewPartnership(f"Crowd {n}", f"crowd-{n}", (f"00X{n}",)) for n in range(CROWD)
            ]
            made = create_partnerships(partnerships=planned, by=self.cast.by)
        for at, partnership in enumerate(made, 3):
            self._signed(partnership, at)
        return made

    def _signed(self, partnership: Partnership, seed: int) -> None:
        """Answers of its own, M06 in words of its own, M07 not answered."""
        answers = self.desk.complete(partnership, seed) | {"M06": f"Answer {seed} of the crowd."}
        answers.pop("M07", None)
        frozen = freeze(
            form=self.desk.form,
            slug=partnership.slug,
            place=(partnership.nrf, partnership.authority_type, partnership.region),
            attributes=survey_attributes(partnership),
            answers=answers,
        )
        with in_partnership(partnership.pk):
            Return.objects.create(
                wave=self.desk.wave,
                state=Return.State.SUBMITTED,
                document=frozen.document,
                document_sha256=frozen.document_sha256,
                codes=frozen.codes,
                numbers=frozen.numbers,
                stratum=frozen.stratum,
                submitted_at=timezone.now(),
                submitted_by=self.cast.alpha_chair,
                version=1,
            )

    def theme(self, code: str, label: str, question: str = "M06") -> Theme:
        """A new theme."""
        with in_national():
            return add_theme(
                question=question, code=code, label=label, memo=f"Use {code}.", by=self.first
            )

    def read(self, partnership: Partnership, question: str = "M06") -> TextAnswer:
        """The answer as the first evaluator opens it."""
        about = {"partnership": partnership, "year": YEAR, "question": question}
        return read_text(**about, by=self.first)

    def about(self, partnership: Partnership, question: str = "M06") -> dict[str, Any]:
        """What a verb about an answer is told."""
        text = self.read(partnership, question).text
        return {
            "partnership": partnership,
            "year": YEAR,
            "question": question,
            "seen": sha256_of(text),
        }

    def code(self, partnership: Partnership, by: User, *themes: Theme, **more: Any) -> None:
        """Tick these themes."""
        about = self.about(partnership, more.pop("question", "M06"))
        code_answer(**about, themes=[theme.pk for theme in themes], by=by, **more)

    def client(self, user: User) -> Client:
        """A browser in which this person is signed in."""
        client = Client()
        client.force_login(user, BACKEND)
        return client

    def events(self, partnership: Partnership | None, *, of: str) -> list[tuple[str, str, Any]]:
        """(name, actor, facts) of events, oldest first."""
        scope = in_partnership(partnership.pk) if partnership else in_national()
        with scope:
            found = AuditEvent.objects.filter(name__startswith=of).order_by("id")
            return list(found.values_list("name", "actor_words", "facts"))

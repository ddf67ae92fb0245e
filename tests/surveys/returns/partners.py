"""Partner organisations in alpha, with members who have accounts: the team of its return."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.test import Client

from partnerships.membership.domain.roles import give_role
from partnerships.membership.models import Member, Organisation
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.mail.models import Delivery
from portal.tenancy.context import in_partnership
from surveys.returns.domain.endorsing import endorse_section
from surveys.returns.domain.team import assign_sections
from surveys.returns.endorsed import said_was, section_digest
from surveys.returns.models import Assignment, Endorsement, Return
from surveys.returns.queries import return_of_year
from surveys.returns.standing import Standing, standing_of
from tests.portal.web.markup import with_class, words
from tests.support.pages import Page, Pages
from tests.surveys.returns.desk import A, Desk

SignIn = Callable[[User], Client]
TEAM, GIVE, MINE, ENDORSE = f"{A}team/", f"{A}team/give/", f"{A}mine/", f"{A}endorse/"


class Partners:
    """Works in alpha's scope, which it opens itself; pages open their own.

    Trust: the member belongs to it, and `nurse`, a second member of the partnership. Police:
    nobody has an account. `member` and `nurse` may answer what is given to them.
    """

    def __init__(self, desk: Desk, sign_in: SignIn) -> None:
        self.desk, self.cast, self.sign_in = desk, desk.cast, sign_in
        self.by: User = desk.cast.alpha_coordinator
        self.member: User = desk.cast.alpha_member
        self.chair: User = desk.cast.alpha_chair
        self.trust = self.organisation("Primary Care Trust")
        self.police = self.organisation("Alphashire Police")
        self.person(self.trust, self.member)
        self.nurse = self.account("Nora Nurse")
        self.person(self.trust, self.nurse)

    @contextmanager
    def room(self) -> Iterator[Return]:
        """Alpha's scope with its return as pages read it."""
        with in_partnership(self.cast.alpha.pk):
            found = return_of_year(2004)
            assert found is not None
            yield found

    def organisation(self, name: str, **fields: Any) -> Organisation:
        with in_partnership(self.cast.alpha.pk):
            return Organisation.objects.create(name=name, sector="public", **fields)

    def person(self, organisation: Organisation, user: User | None, **fields: Any) -> Member:
        name = user.name if user else "Pat Constable"
        with in_partnership(self.cast.alpha.pk):
            return Member.objects.create(organisation=organisation, user=user, name=name, **fields)

    def account(self, name: str, role: str = "member") -> User:
        """Somebody new with a role in alpha."""
        email = f"{name.lower().replace(' ', '.')}@portal.example"
        user = User.objects.create(email=email, name=name, password="!")
        with in_partnership(self.cast.alpha.pk):
            give_role(user=user, role=role, by=self.cast.by)
        return user

    def give(
        self, *sections: str, to: User | Organisation, due_on: date | None = None
    ) -> list[Assignment]:
        whose = {"person" if isinstance(to, User) else "organisation": to}
        with self.room() as annual_return:
            return assign_sections(
                annual_return=annual_return,
                sections=sections,
                due_on=due_on,
                by=self.by,
                **whose,  # type: ignore[arg-type]
            )

    def standing(self) -> Standing:
        with self.room() as annual_return:
            return standing_of(annual_return)

    def seen(self, section: str) -> str:
        standing = self.standing()
        return section_digest(standing, self.desk.form.sections["ABCDEFGHIJKLM".index(section)])

    def was(self, section: str, of: Organisation | None = None) -> str:
        with in_partnership(self.cast.alpha.pk):
            rows = Endorsement.objects.filter(section=section, organisation=of or self.trust)
            return said_was(rows.first())

    def say(
        self,
        section: str,
        verdict: str = "endorse",
        note: str = "",
        *,
        of: Organisation | None = None,
        by: User | None = None,
        seen: str | None = None,
        was: str | None = None,
    ) -> None:
        """Having read the answers and what the organisation says, or with these digests of them."""
        seen = self.seen(section) if seen is None else seen
        was = self.was(section, of or self.trust) if was is None else was
        with self.room() as annual_return:
            endorse_section(
                annual_return=annual_return,
                section=section,
                organisation=of or self.trust,
                verdict=verdict,
                note=note,
                seen=seen,
                was=was,
                by=by or self.member,
            )

    def held(self) -> list[tuple[str, str, date | None]]:
        """(section, whose, day) of every assignment, oldest first."""
        with in_partnership(self.cast.alpha.pk):
            rows = Assignment.objects.select_related("person", "organisation").order_by("id")
            return [(a.section, str(a.person or a.organisation), a.due_on) for a in rows]

    def spoken(self) -> list[tuple[str, str, str, str, str]]:
        """(section, organisation, verdict, note, by) of everything said, by section."""
        with in_partnership(self.cast.alpha.pk):
            rows = Endorsement.objects.select_related("organisation", "said_by")
            return [
                (e.section, str(e.organisation), e.verdict, e.note, str(e.said_by))
                for e in rows.order_by("section", "id")
            ]

    def mails(self, kind: str = "section_assigned") -> list[tuple[str, str]]:
        """(name, subject) of the emails of a kind, by name."""
        with in_partnership(self.cast.alpha.pk):
            sent = Delivery.objects.filter(kind=kind).select_related("recipient")
            return sorted((str(each.recipient), each.subject) for each in sent)

    def letter(self, kind: str = "section_assigned") -> tuple[str, str]:
        """(text, path) of the newest email of a kind."""
        with in_partnership(self.cast.alpha.pk):
            newest = Delivery.objects.filter(kind=kind).order_by("-created_at").first()
            assert newest is not None
            return newest.body, newest.path

    def facts(self, name: str) -> list[tuple[str, str, dict[str, Any]]]:
        """(actor, reason, facts) of the events of this name, oldest first."""
        with in_partnership(self.cast.alpha.pk):
            found = AuditEvent.objects.filter(name=name).order_by("id")
            return [(event.actor_words, event.reason, event.facts) for event in found]

    def as_(self, user: User) -> Pages:
        return Pages(self.sign_in(user))


def errors(page: Page) -> list[str]:
    """The lines of the page's error summary."""

    lists = with_class(page.tree, "govuk-error-summary__list")
    return [words(li) for ul in lists for li in ul.iter("li")]

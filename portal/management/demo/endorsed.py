"""What partners say about the demo's returns; after the board rooms, which make the partners."""

from collections.abc import Mapping

from partnerships.register.models import Partnership
from portal.accounts.models import User
from portal.mail.domain import nothing_leaves
from portal.management.demo.response import STAGES
from portal.tenancy.context import in_partnership
from surveys.returns.domain.endorsing import Said, endorse_sections
from surveys.returns.endorsed import section_digest
from surveys.returns.models import Endorsement, Return
from surveys.returns.queries.team import own_organisations
from surveys.returns.standing import Standing, standing_of

VERDICT = Endorsement.Verdict
# Partnership, whose account, sections endorsed, and the one with dissent and why.
VOICES = (
    ("lancashire", "police@lancashire.example", ("A", "B", "C"), "H", "crime"),
    ("rotherham", "health@rotherham.example", ("A", "B", "C", "D"), "", ""),
    ("rotherham", "business@rotherham.example", ("A", "C"), "D", "open meetings"),
)
YEAR = 2004


def endorse(*, people: Mapping[str, User]) -> None:
    """Every voice, once: a return on which somebody has spoken is left alone."""
    ids = dict(Partnership.objects.filter(slug__in=STAGES).values_list("slug", "pk"))
    for slug, pk in ids.items():
        with nothing_leaves(), in_partnership(pk):
            annual_return = Return.objects.select_related("wave").get(wave__year=YEAR)
            if not (annual_return.is_frozen or annual_return.endorsements.exists()):
                _speak(slug, annual_return, people)


def _speak(slug: str, annual_return: Return, people: Mapping[str, User]) -> None:
    standing = standing_of(annual_return)
    for place, address, agreed, disagreed, about in VOICES:
        organisations = own_organisations(people[address]) if place == slug else []
        for organisation in organisations[:1]:
            said = {code: Said(VERDICT.ENDORSE, "", _seen(standing, code)) for code in agreed}
            if disagreed:
                note = f"Synthetic note: we see {about} differently and said so at the board."
                said[disagreed] = Said(VERDICT.DISSENT, note, _seen(standing, disagreed))
            endorse_sections(
                annual_return=annual_return,
                organisation=organisation,
                said=said,
                by=people[address],
            )


def _seen(standing: Standing, code: str) -> str:
    return section_digest(standing, standing.form.section(code))

"""What a person said under the questions of a section's page (see beside.py), and doing it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from portal.accounts.models import User
from surveys.questionnaires.structure import Section
from surveys.questionnaires.types import Raw
from surveys.returns.domain.carrying import confirm_carried, copy_last_year
from surveys.returns.domain.confirming import confirm_check, withdraw_confirmation
from surveys.returns.standing import Standing


@dataclass(frozen=True)
class Said:
    """`confirmed`: soft check → note; `withdrawn`: soft checks; `holding`: questions whose copied
    answer still holds; `copied`: questions to copy the earlier answer to."""

    confirmed: dict[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()


def read_beside(standing: Standing, section: Section, data: Raw) -> Said:
    """What is different from how the return stands; a field that was not sent says nothing."""
    confirmed: dict[str, str] = {}
    withdrawn = []
    for finding in standing.unusual:
        ticks = data.get(f"confirm.{finding.code}")
        if finding.section != section.code or ticks is None:
            continue
        if "yes" in ticks:
            confirmed[finding.code] = (data.get(f"confirm_note.{finding.code}") or ("",))[0]
        elif finding.confirmed:
            withdrawn.append(finding.code)
    codes = [question.code for question in section.questions]
    return Said(
        confirmed=confirmed,
        withdrawn=tuple(withdrawn),
        holding=tuple(
            code
            for code in codes
            if code in standing.carried and "yes" in data.get(f"carried.{code}", ())
        ),
        copied=tuple(code for code in data.get("copy", ()) if code in codes),
    )


def do_said(
    *, standing: Standing, said: Said, by: User, within: Collection[str] | None = None
) -> None:
    """Confirm, withdraw and copy what was said, as far as there still is reason to.

    `standing`: the return after the answers of the same page were saved. Raises as the verbs do.
    """
    annual_return = standing.annual_return
    unusual = {finding.code for finding in standing.unusual}
    for check, note in said.confirmed.items():
        if check in unusual:
            confirm_check(
                annual_return=annual_return, check_code=check, note=note, by=by, within=within
            )
    for check in said.withdrawn:
        if check in unusual:
            withdraw_confirmation(
                annual_return=annual_return, check_code=check, by=by, within=within
            )
    holding = [code for code in said.holding if code in standing.carried]
    if holding:
        confirm_carried(annual_return=annual_return, questions=holding, by=by, within=within)
    if said.copied:
        copy_last_year(annual_return=annual_return, questions=said.copied, by=by, within=within)

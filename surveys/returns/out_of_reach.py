"""What keeps a reopened return from being declared and can be put right in no open section. Pure."""

from dataclasses import dataclass

from surveys.questionnaires.checks import Finding
from surveys.questionnaires.structure import Section
from surveys.returns.named import every
from surveys.returns.standing import Standing


@dataclass(frozen=True)
class OutOfReach:
    """Such findings, and the closed sections that they are about, in order; neither for most
    returns."""

    findings: tuple[Finding, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def numbers(self) -> str:
        """section 3; sections 3 and 5"""
        named = every([str(section.number) for section in self.sections])
        return f"section{'s' * (len(self.sections) > 1)} {named}"

    @property
    def words(self) -> str:
        """What is wrong, as the request to open them says it."""
        return "\n".join(finding.message for finding in self.findings)


def out_of_reach(standing: Standing) -> OutOfReach:
    """Rules broken wholly inside sections that a reopening left closed.

    What is unusual can be confirmed all the same, and what is missing opens its section.
    """
    opened = standing.open_sections
    if opened is None or not standing.takes_answers:
        return OutOfReach()
    found = [
        (finding, sections)
        for finding in standing.blocking
        if finding.kind != "soft" and not (sections := sections_of(standing, finding)) & opened
    ]
    closed = frozenset[str]().union(*(sections for _, sections in found))
    return OutOfReach(
        tuple(finding for finding, _ in found),
        tuple(section for section in standing.form.sections if section.code in closed),
    )


def sections_of(standing: Standing, finding: Finding) -> frozenset[str]:
    """Codes of the sections whose answers a finding is about."""
    check = next((each for each in standing.form.checks if each.code == finding.code), None)
    about = check.questions if check else (finding.question,)
    return frozenset(standing.form.question(code).section for code in about)

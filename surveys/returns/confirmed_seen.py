"""What a page shows of an unusual answer: who changes its confirmation sends back what they saw."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from surveys.questionnaires import checks
from surveys.questionnaires.structure import Check
from surveys.returns.standing import Standing


@dataclass(frozen=True)
class Shown:
    """Digests of the box with its note, and of the answers that stand on other sections' pages.

    The page's own answers have tokens of their own (see entry.Token).
    """

    box: str
    elsewhere: str

    def __str__(self) -> str:
        return f"{self.box}-{self.elsewhere}"


def field_name(check_code: str) -> str:
    """Name of the hidden field that carries it on a section's page."""
    return f"confirm_seen.{check_code}"


def shown_now(standing: Standing, check: Check) -> Shown:
    """As a section's page shows it now."""
    said = standing.confirmed.get(check.code)
    own = standing.form.question(check.questions[0]).section
    elsewhere = {
        code: standing.answers.get(code)
        for code in check.questions
        if standing.form.question(code).section != own
    }
    return Shown(box_digest(said is not None, said.note if said else ""), _digest(elsewhere))


def read_shown(sent: str) -> Shown:
    """As it was sent; without it the person saw an empty box and no other page."""
    box, _, elsewhere = sent.partition("-")
    return Shown(box, elsewhere) if elsewhere else Shown(box_digest(False, ""), _digest({}))


def box_digest(ticked: bool, note: str) -> str:
    """Of a tick and its note."""
    return _digest([ticked, "\n".join(note.splitlines())])


def finding_seen(standing: Standing, check: Check) -> str:
    """Digest of the answers that the check looks at and of what was said about them."""
    said = standing.confirmed.get(check.code)
    box = box_digest(said is not None, said.note if said else "")
    return _digest([checks.seen(check, standing.routed.answers), box])


def findings_seen(standing: Standing) -> dict[str, str]:
    """Check → its finding_seen, for all that is unusual."""
    unusual = {finding.code for finding in standing.unusual}
    return {c.code: finding_seen(standing, c) for c in standing.form.checks if c.code in unusual}


def _digest(what: Any) -> str:
    text = json.dumps(what, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]

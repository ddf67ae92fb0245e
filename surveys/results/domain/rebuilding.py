"""Counting an edition's returns once more, for its checks and for manage.py verify_edition."""

from dataclasses import dataclass

from surveys.questionnaires.queries import form_of
from surveys.results.domain.building import Count, count
from surveys.results.inputs import Changes, Inputs, changes, inputs_of, narrowed
from surveys.results.models import Edition
from surveys.results.places import placed
from surveys.results.queries import inputs_recorded
from surveys.results.weighting import weights_of
from surveys.returns.queries import coded_returns


@dataclass(frozen=True)
class Rebuilt:
    """The edition's recorded inputs, how the returns have changed, and the cells they give now.

    `count` is None where returns have changed: other returns must give other cells.
    """

    recorded: Inputs
    changes: Changes
    count: Count | None


def rebuild(edition: Edition) -> Rebuilt | None:
    """Count the recorded returns of the edition again; None where none were recorded."""
    recorded = inputs_recorded(edition)
    if recorded is None:
        return None
    form = form_of(edition.questionnaire_sha256)
    coded = coded_returns(edition.wave)
    found = changes(recorded, inputs_of(coded, placed(form, coded)))
    if not found.same:
        return Rebuilt(recorded, found, None)
    same = narrowed(coded, recorded)
    weights = weights_of(edition.weights)  # the register may have moved on since
    again = count(edition.wave, form, same, edition.settings, lambda places: weights)
    return Rebuilt(recorded, found, again)

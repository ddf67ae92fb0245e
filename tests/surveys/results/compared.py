"""A comparison of made-up answers with the nation's returns, for tests."""

from portal.tenancy.context import in_national
from surveys.questionnaires.queries import form_of
from surveys.results.comparison import compare


def whole(nation):
    """Comparison of an answer to A01 with the whole nation's returns."""
    with in_national():
        return compare(
            wave=nation.wave,
            form=form_of(nation.wave.questionnaire.sha256),
            nrf=True,
            authority_type="county",
            answers={"A01": "in_place", "H02": {"crime": "measurable"}, "B10": ["x"]},
        )

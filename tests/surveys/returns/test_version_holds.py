"""A version holds all that was signed, whatever happens to the return afterwards."""

import pytest
from django.db import IntegrityError, connection, transaction

from portal.tenancy.context import in_partnership
from portal.web.print.record import Facts
from surveys.returns.domain.effort import touch
from surveys.returns.domain.signing import declare_ready, sign_off
from surveys.returns.models import Effort, Version
from surveys.returns.printing.composing import compose
from surveys.returns.standing import Standing
from surveys.returns.versions import standing_at
from tests.support.pages import Pages
from tests.surveys.returns.desk import Desk
from tests.surveys.returns.partners import Partners
from tests.surveys.returns.test_reopening import act, reopen
from tests.surveys.returns.test_sign_off_page import decided


def minutes(desk: Desk, number: int) -> None:
    with in_partnership(desk.cast.alpha.pk):
        touch(annual_return=desk.row(), section="B", by=desk.cast.alpha_coordinator)
        Effort.objects.update(seconds=number * 60)


def facts(standing: Standing) -> dict[str, str]:
    """What the PDF's receipt says."""
    (found,) = (b for b in compose(standing).sections[0].blocks if isinstance(b, Facts))
    return dict(found.rows)


def test_the_first_stays_as_it_was_when_the_second_is_signed(partners: Partners) -> None:
    desk = partners.desk
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    partners.say("A", note="All true")
    partners.say("B", "dissent", "We never met.")
    minutes(desk, 50)
    act(desk, declare_ready, "alpha_coordinator")
    act(desk, sign_off, "alpha_chair")
    reopen(desk, sections=["A", "B"])
    with in_partnership(desk.cast.alpha.pk):
        first = standing_at(desk.row(), Version.objects.get())
    before = facts(first)
    assert before["Time it took"] == "50 minutes"
    partners.say("B", note="Now we have.")
    minutes(desk, 80)
    act(desk, declare_ready, "alpha_coordinator")
    act(desk, sign_off, "alpha_chair")
    with in_partnership(desk.cast.alpha.pk):
        one, two = Version.objects.all()
        assert facts(standing_at(desk.row(), one)) == before
        assert facts(standing_at(desk.row(), two))["Time it took"] == "80 minutes"
    trust, silent = "Primary Care Trust", ["Alphashire Police"]
    endorsed = {"section": "A", "endorsed": [{"organisation": trust, "note": "All true"}]}
    rest = {"dissented": [], "earlier": [], "silent": silent}
    dissent = {"organisation": trust, "note": "We never met."}
    assert one.tally == [
        endorsed | rest,
        {"section": "B", "endorsed": [], "earlier": [], "silent": silent, "dissented": [dissent]},
    ]
    now = {"section": "B", "endorsed": [{"organisation": trust, "note": "Now we have."}]}
    assert two.tally == [endorsed | rest, now | rest]
    reader = Pages(partners.sign_in(desk.cast.evaluator), may_write=("audit_auditevent",))
    page = reader.get("/national/response/2004/alpha/versions/1/")
    assert "Primary Care Trust does not agree: We never met." in page.text
    page = reader.get("/national/response/2004/alpha/")
    assert "Primary Care Trust endorses it: Now we have." in page.text
    assert "We never met." not in page.text


def test_its_decision_stays_with_it(desk: Desk) -> None:
    desk.ready(desk.cast.alpha)
    decision = decided(desk)
    act(desk, sign_off, "alpha_chair", decision=decision)
    reopen(desk)
    with in_partnership(desk.cast.alpha.pk):
        row = desk.row()
        signed = standing_at(row, Version.objects.get())
        assert (row.decision, signed.annual_return.decision) == (None, decision)
        assert facts(signed)["Board decision"] == decision.number


def test_one_that_is_not_eligible_reads_as_that(desk: Desk) -> None:
    desk.signed(desk.cast.alpha, {"A01": "none", "A04": "other"})
    reopen(desk, sections=["A"])
    with in_partnership(desk.cast.alpha.pk):
        version = Version.objects.get()
        signed = standing_at(desk.row(), version).annual_return
    assert (version.state, signed.state, signed.is_counted) == ("ineligible", "ineligible", False)


def test_a_decision_of_another_partnership_is_refused_by_the_database(desk: Desk) -> None:
    ours = decided(desk)
    refused = pytest.raises(IntegrityError, match="returns_version_decision_id_same")
    desk.signed(desk.cast.beta)
    with in_partnership(desk.cast.beta.pk), refused, transaction.atomic():
        version = Version.objects.get()
        version.pk, version.number, version.decision_id = None, 9, ours.pk
        version.save(force_insert=True)
        connection.check_constraints()

"""An edition is of one moment, whatever is signed off while it reads; damage is told apart."""

import pytest
from django.db import connections

from portal.audit.record import System
from portal.errors import Refused
from portal.tenancy.context import in_national
from surveys.results import domain
from surveys.results.models import Edition
from surveys.returns.models import Return

SIGN_OFF = """
UPDATE returns_return late SET state = 'submitted', ready_at = done.ready_at,
    ready_by_id = done.ready_by_id, submitted_at = done.submitted_at,
    submitted_by_id = done.submitted_by_id, document = done.document,
    document_sha256 = repeat('a', 64), codes = done.codes, numbers = done.numbers,
    stratum = done.stratum
FROM returns_return done
WHERE done.id = (SELECT min(id) FROM returns_return WHERE wave_id = %s AND state = 'submitted')
  AND late.id = (SELECT min(id) FROM returns_return WHERE wave_id = %s AND state = 'in_progress')
"""


class Quiet:
    """Progress that nobody watches."""

    def report(self, done, total, message):
        """Nothing."""

    def scope(self):
        return in_national()


def build(wave) -> Edition:
    by = System("tests")
    return domain.build_edition(wave_id=wave.pk, by=by, progress=Quiet()).edition


class SignsOffMeanwhile:
    """Signs one more return off just before the evaluator's first query of days or states."""

    def __init__(self, wave):
        self.wave = wave
        self.signed_off = 0

    def __call__(self, execute, sql, params, many, context):
        if "returns_return" in sql and not self.signed_off:
            with connections["owner"].cursor() as cursor:
                cursor.execute(SIGN_OFF, [self.wave.pk, self.wave.pk])
                self.signed_off = cursor.rowcount
        return execute(sql, params, many, context)


def test_a_sign_off_while_the_edition_reads_is_wholly_in_or_wholly_out(own_small):
    meanwhile = SignsOffMeanwhile(own_small.wave)
    with connections["evaluator"].execute_wrapper(meanwhile):
        first = build(own_small.wave)
    assert meanwhile.signed_off == 1
    assert (first.complete[0], first.received[-1], first.eligible[0]) == (140, 140, 155)
    second = build(own_small.wave)
    assert (second.complete[0], second.received[-1], second.eligible[0]) == (141, 141, 155)


@pytest.mark.parametrize("damage", ["codes || codes", "set_byte(codes, 0, 99)", "''::bytea"])
def test_damaged_codes_are_refused_with_the_way_out(own_small, damage):
    returned = Return.objects.using("owner").filter(wave=own_small.wave, state="submitted")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"UPDATE returns_return SET codes = {damage} WHERE id = %s",
            [returned.order_by("id").values_list("pk", flat=True)[0]],
        )
    with pytest.raises(Refused, match="rebuild_returns 2004, then build the edition again"):
        build(own_small.wave)
    assert not Edition.objects.exists()

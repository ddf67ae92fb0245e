"""Submission beside writing its document alone, each in a transaction of its own in the
partnership's scope (target S1), fastest to fastest, taking turns.

Whole: what sign-off writes: the return's row with document, codes, numbers and stratum, the version
that stays, the audit event. Alone: the version's row with the document. Reading, checking and
freezing come before either; the whole click with them, its letters and its receipt is printed
beside, without a target. A commit means data on the disk on both sides, so the bench has a server
of its own: the tests' one does not flush. `python -m tests.benchmarks.bench_submission`
"""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from portal.embedded import places, services

ROUNDS = 150
MUST, AIM = 2.5, 1.6
FLUSHING = ["fsync", "synchronous_commit"]


def main() -> None:
    """Print the figure."""
    with durable_services():
        run()


@contextmanager
def durable_services() -> Iterator[None]:
    """PostgreSQL and Valkey that flush to disk, in a folder that goes with them."""
    beside = places.data_dir()  # not the system's folder, which may be in memory
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=beside) as folder:
        try:
            os.environ.update(services.variables(services.start(folder, durable=True)))
            yield
        finally:
            services.stop(folder)


def run() -> None:
    """Measure on the services that the environment names."""
    import django

    import tests.support.environment  # noqa: F401 -- settings before Django

    django.setup()
    from tests.benchmarks.bench_web import bench
    from tests.benchmarks.edition_data import scratch_database

    with scratch_database() as owner:
        flushed = owner.execute("SELECT setting FROM pg_settings WHERE name = ANY(%s)", [FLUSHING])
        assert {setting for (setting,) in flushed} == {"on"}, "commits must reach the disk"
        fastest = measure(owner)
    for name, seconds in fastest.items():
        print(f"bench submission-{name} ms={seconds * 1000:.2f}", flush=True)
    bench("S1-submission", fastest["whole"] / fastest["alone"], MUST, AIM, fsync="on")
    print(f"bench S1-click ratio={fastest['click'] / fastest['alone']:.2f} target=none", flush=True)


def measure(owner) -> dict[str, float]:
    """Seconds of the fastest of each. Every round takes a return of its own, declared ready."""
    from portal.audit.record import record
    from portal.tenancy.context import in_partnership
    from surveys.returns.domain.locking import lock_return
    from surveys.returns.domain.signing import sign_off
    from surveys.returns.domain.submitting import submission_from, submit
    from surveys.returns.models import Return, Version
    from surveys.returns.standing import standing_of

    signing, places = prepare(owner)
    best = dict.fromkeys(("alone", "whole", "click"), float("inf"))
    for turn, place in enumerate(places):
        with in_partnership(place, user_id=signing.pk):
            mine = Return.objects.get()
            standing = standing_of(lock_return(mine))
            submission = submission_from(standing)
        frozen, at = submission.frozen, mine.ready_at
        alone = Version(
            annual_return=mine, partnership_id=place, number=100, document=frozen.document,
            document_sha256=frozen.document_sha256, signed_by=signing, signed_at=at,
        )  # fmt: skip
        statement, given = _insert(alone)
        name = ("alone", "whole", "click")[turn % 3]
        current = standing.annual_return
        start = time.perf_counter()
        with in_partnership(place, user_id=signing.pk):
            if name == "alone":
                _run(statement, given)
            elif name == "whole":
                submit(annual_return=current, submission=submission, by=signing, at=at)
                record(
                    "return.signed_off", on=current, by=signing, state=current.state,
                    version=current.version, document_sha256=current.document_sha256,
                )  # fmt: skip
            else:
                sign_off(annual_return=mine, by=signing, seen=standing.digest)
        best[name] = min(best[name], time.perf_counter() - start)
    return best


def _insert(row) -> tuple[str, list[object]]:
    """The INSERT of a row, its SQL written beforehand."""
    from django.db import connection

    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    given = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
    names = ", ".join(field.column for field in fields)
    places = ", ".join("%s" for _ in fields)
    return f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({places})", given


def _run(statement: str, given: list[object]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def prepare(owner):
    """(who signs, ids of partnerships) with a whole return each that waits for the sign-off."""
    from partnerships.register.models import Partnership
    from partnerships.register.queries import survey_attributes
    from portal.accounts.models import User
    from portal.management.demo.answers import synthetic_answers
    from portal.tenancy.context import in_national, in_partnership
    from surveys import questionnaires
    from surveys.questionnaires.form import compile as compile_form
    from surveys.returns.domain.answering import Edit, save_answers
    from surveys.returns.models import Return
    from tests.benchmarks.edition_data import make_wave

    data = Path(questionnaires.__file__).with_name("data").joinpath("lsp2004.json")
    document = json.loads(data.read_text("utf-8"))
    wave = make_wave(document, compile_form(document))
    owner.execute(
        "INSERT INTO register_authority (id, code, name, slug, authority_type, region, nrf)"
        " VALUES (1, '00AA', 'Place', 'place', 'unitary', 'london', false)"
    )
    owner.execute(
        "INSERT INTO register_partnership"
        " (id, name, slug, lead_id, authority_type, region, nrf, is_active)"
        " SELECT n, 'P' || n, 'p' || n, 1, 'unitary', 'london', false, true"
        " FROM generate_series(1, %s) n",
        [ROUNDS],
    )
    with in_national():
        preparing, signing = User.objects.order_by("id")
        places = list(Partnership.objects.order_by("id"))
        answers = synthetic_answers(document, survey_attributes(places[0]), Random(1))
    answers |= {"B13": 2.5, "B14": 90_000, "K01": "preparing"}  # nothing unusual
    for place in places:
        with in_partnership(place.pk, user_id=preparing.pk):
            mine = Return.objects.create(wave=wave)
            edits = {code: Edit(value, 0) for code, value in answers.items()}
            save_answers(annual_return=mine, edits=edits, by=preparing)
            _declare(mine, preparing)
    return signing, [place.pk for place in places]


def _declare(mine, preparing) -> None:
    from surveys.returns.domain.signing import declare_ready
    from surveys.returns.standing import standing_of

    declare_ready(annual_return=mine, by=preparing, seen=standing_of(mine).digest)


if __name__ == "__main__":
    main()

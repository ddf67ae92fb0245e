"""A scratch database with any number of synthetic signed-off returns, and the same in Parquet."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psycopg

from tests.support.dropping import drop_database


@dataclass(frozen=True)
class Answers:
    """`codes` [returns, columns], `numbers` [returns, number items], `strata` [returns]."""

    codes: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float64]
    strata: npt.NDArray[np.intp]


def random_answers(form, size: int, seed: int = 2004) -> Answers:
    """Returns like the real ones: 8 per cent unanswered, some routed out, 60 strata of 90 filled."""
    rng = np.random.default_rng(seed)
    codes = np.empty((size, len(form.columns)), np.uint8)
    for position, column in enumerate(form.columns):
        item = form.items[column.item_index]
        highest = {"choice": len(item.options), "multi": 2}.get(item.kind, 1)
        codes[:, position] = rng.integers(1, highest + 1, size, dtype=np.uint8)
    missing = rng.random(codes.shape, np.float32)
    codes[missing < 0.08] = 0
    codes[missing > 0.95] = 250
    count = sum(item.kind == "number" for item in form.items)
    numbers = rng.integers(0, 100, (size, count)).astype(float)
    numbers[rng.random(numbers.shape) < 0.1] = np.nan
    filled = rng.choice(90, 60, replace=False)
    strata = rng.choice(filled, size, p=rng.dirichlet(np.full(60, 2.0)))
    return Answers(codes, numbers, strata)


@contextmanager
def scratch_database() -> Iterator[psycopg.Connection]:
    """Every alias leads to a fresh, migrated database; the owner's connection to fill it."""
    from django.core.management import call_command
    from django.db import connections

    from portal.embedded.bootstrap import prepare_database

    owner = connections["owner"].settings_dict
    name = f"bench_{os.getpid()}"
    dsn = psycopg.conninfo.make_conninfo(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"]
    )
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        prepare_database(dsn, name)
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        call_command("migrate", database="owner", verbosity=0)
        try:
            with psycopg.connect(dsn, dbname=name, autocommit=True) as connection:
                yield connection
        finally:
            for alias in connections:
                connections[alias].close()
            _drop(admin, name)


def _drop(admin: psycopg.Connection, name: str) -> None:
    """Autovacuum's process belongs to a superuser and cannot be ended: wait until it is through."""
    for _ in range(50):
        try:
            drop_database(admin, name)
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.2)
        else:
            return


def make_wave(document, form):
    """The wave that all returns belong to, with two people to sign them."""
    from portal.accounts.models import User
    from surveys.questionnaires.models import Questionnaire
    from surveys.returns.models import Wave

    now = datetime(2004, 8, 1, tzinfo=UTC)
    for name in ("ready", "signing"):
        User.objects.using("owner").create(email=f"{name}@bench.example", password="!")
    questionnaire = Questionnaire.objects.using("owner").create(
        code=form.code, year=form.year, version=form.version, title=form.title,
        document=document, sha256=form.sha256, state="published", published_at=now,
    )  # fmt: skip
    return Wave.objects.using("owner").create(
        year=form.year, questionnaire=questionnaire, opens_on=date(2004, 9, 1),
        closes_on=date(2004, 11, 30), state="open",
    )  # fmt: skip


def store(owner: psycopg.Connection, wave, answers: Answers) -> None:
    """Replace all returns by these, one partnership each."""
    size = len(answers.codes)
    owner.execute("TRUNCATE returns_return, register_partnership, register_authority CASCADE")
    owner.execute(
        "INSERT INTO register_authority (id, code, name, slug, authority_type, region, nrf)"
        " VALUES (1, '00AA', 'Place', 'place', 'unitary', 'london', false)"
    )
    owner.execute(
        "INSERT INTO register_partnership"
        " (id, name, slug, lead_id, authority_type, region, nrf, is_active)"
        " SELECT n, 'P' || n, 'p' || n, 1, 'unitary', 'london', false, true"
        " FROM generate_series(1, %s) n",
        [size],
    )
    from surveys.returns.models import Return

    signing = [row[0] for row in owner.execute("SELECT id FROM accounts_user ORDER BY id")]
    at = datetime(2004, 10, 1, tzinfo=UTC)
    same = Return(
        wave_id=wave.pk, state="submitted", ready_at=at, ready_by_id=signing[0], submitted_at=at,
        submitted_by_id=signing[1],
    )  # fmt: skip
    usual = {f.attname: getattr(same, f.attname) for f in Return._meta.concrete_fields}
    usual["document"] = '{"answers": "' + "x" * 3000 + '"}'
    del usual["id"]
    with (
        owner.cursor() as cursor,
        cursor.copy(f"COPY returns_return ({', '.join(usual)}) FROM STDIN") as copy,
    ):
        for n in range(size):
            row = {
                "partnership_id": n + 1,
                "document_sha256": f"{n:064}",
                "codes": answers.codes[n].tobytes(),
                "numbers": answers.numbers[n].tolist(),
                "stratum": int(answers.strata[n]),
            }
            copy.write_row([*({**usual, **row}).values()])
    owner.execute("VACUUM ANALYZE returns_return")


def write_parquet(path: Path, answers: Answers) -> None:
    """The same answers in long form: stratum, column, code."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    size, columns = answers.codes.shape
    table = pa.table(
        {
            "stratum": np.repeat(answers.strata.astype(np.uint8), columns),
            "item": np.tile(np.arange(columns, dtype=np.uint16), size),
            "code": answers.codes.ravel(),
        }
    )
    pq.write_table(table, path, compression="zstd")

"""An edition's recount beside DuckDB and beside the memory-bound count of the same answers.

Each ratio is fastest run to fastest run, the contenders taking turns. A1, A2, A4, A5 and A7 of
the performance targets; `python -m tests.benchmarks.bench_edition [--large]`.
"""

import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import tests.support.environment  # noqa: F401 -- services and settings before Django

ROUNDS = 5
SECONDS = 2.0  # short runs are repeated for at least this long: neighbours on the machine disturb
SIZES = (388, 3_880, 38_800)


def fastest(**contenders: Callable[[], object]) -> dict[str, float]:
    """Seconds of each contender's fastest run, taking turns for ROUNDS rounds or more."""
    times = dict.fromkeys(contenders, float("inf"))
    began, rounds = time.perf_counter(), 0
    while rounds < ROUNDS or time.perf_counter() - began < SECONDS * len(contenders):
        rounds += 1
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            times[name] = min(times[name], time.perf_counter() - start)
    return times


def bench(name: str, ratio: float, target: float, **sizes: object) -> None:
    """One line for one figure."""
    words = " ".join(f"{key}={value}" for key, value in sizes.items())
    print(f"bench {name} ratio={ratio:.2f} target<={target} {words}", flush=True)


def main() -> None:
    """Print every figure."""
    import django

    django.setup()
    from surveys import questionnaires
    from surveys.questionnaires.form import compile as compile_form
    from tests.benchmarks.edition_data import make_wave, scratch_database

    document = json.loads(
        Path(questionnaires.__file__).with_name("data").joinpath("lsp2004.json").read_text("utf-8")
    )
    form = compile_form(document)
    sizes = (*SIZES, 388_000) if "--large" in sys.argv else SIZES
    with scratch_database() as owner:
        wave = make_wave(document, form)
        recounts = {size: measure(owner, wave, form, size) for size in sizes}
    for small, large in itertools.pairwise(sizes):
        if small > 388:
            bench("A4-growth", recounts[large] / recounts[small], 13, returns=f"{small}->{large}")


def measure(owner, wave, form, size: int) -> float:
    """A1, A2, A5 and A7 at one size; the seconds of a recount."""
    from surveys.results.cells import finish
    from surveys.results.layout import layout
    from surveys.results.recount import recount
    from surveys.results.suppression import Thresholds
    from surveys.returns.queries import coded_returns
    from tests.benchmarks.edition_data import random_answers, store, write_parquet

    answers = random_answers(form, size)
    store(owner, wave, answers)
    place, settings = layout(form), Thresholds()
    nothing = _no_statistics(place)

    def ours():
        returns = coded_returns(wave)
        return recount(place, returns.codes, returns.numbers, settings)

    def in_memory():
        return finish(place, _plain_count(answers, place), nothing, settings)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.parquet"
        write_parquet(path, answers)
        duck = _duck(path, place)
        _same(ours(), finish(place, duck(), nothing, settings))
        times = fastest(
            ours=ours, duck=lambda: finish(place, duck(), nothing, settings), memory=in_memory
        )
    ms = round(times["ours"] * 1000, 1)
    bench("A1-recount/duckdb", times["ours"] / times["duck"], 1.5, returns=size, ms=ms)
    bench("A2-recount/memory", times["ours"] / times["memory"], 5, returns=size, ms=ms)
    _publishing(size, ours().items)
    _bytes(owner, size, answers)
    return times["ours"]


def _no_statistics(place):
    from surveys.results.describing import describe

    return describe({}, items=len(place.number_items))


def _plain_count(answers, place):
    """One bincount a column on the matrix in memory, strata first."""
    import numpy as np

    from surveys.results.breakdowns import MEMBERSHIP

    width = place.highest + 2
    strata = np.zeros((90, place.columns, width))
    table = np.zeros(256, np.intp)
    table[: place.highest + 1] = np.arange(place.highest + 1)
    table[250] = width - 1
    for column in range(place.columns):
        codes = answers.strata * width + table[answers.codes[:, column]]
        strata[:, column] = np.bincount(codes, minlength=90 * width).reshape(90, width)
    summed = MEMBERSHIP.astype(float) @ strata.reshape(90, -1)
    return summed.astype(np.int64).reshape(-1, place.columns, width)


def _duck(path: Path, place) -> Callable[[], object]:
    """DuckDB's count of the same answers, shaped for the same finishing."""
    import duckdb
    import numpy as np

    from surveys.results.breakdowns import MEMBERSHIP

    width = place.highest + 2
    connection = duckdb.connect()
    connection.execute("SET threads = 2")

    def count():
        found = connection.execute(
            "SELECT stratum, item, code, count(*) n FROM read_parquet(?) GROUP BY ALL", [str(path)]
        ).fetchnumpy()
        codes = np.where(found["code"] == 250, width - 1, found["code"]).astype(np.intp)
        strata = np.zeros((90, place.columns, width))
        strata[found["stratum"], found["item"], codes] = found["n"]
        summed = MEMBERSHIP.astype(float) @ strata.reshape(90, -1)
        return summed.astype(np.int64).reshape(-1, place.columns, width)

    return count


def _same(one, other) -> None:
    """A benchmark of different answers would be worthless."""
    import numpy as np

    np.testing.assert_array_equal(one.answers, other.answers)
    np.testing.assert_array_equal(one.aside, other.aside)


def _publishing(size: int, items: Callable[[], object]) -> None:
    """A5: storing an edition's rows by the product, over the same rows by COPY alone."""
    from django.db import connection, transaction

    from surveys.results.storage import PARTS, column, store_items

    edition = _edition()
    names = ("edition_id", "position", *PARTS)
    rows = [
        [edition.pk, place, *(column(item, name) for name in PARTS)]
        for place, item in enumerate(items())
    ]

    def product():
        with transaction.atomic():
            store_items(edition, items())
            transaction.set_rollback(True)

    def copy():
        with transaction.atomic():
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY results_publisheditem ({', '.join(names)}) FROM STDIN") as out,
            ):
                for row in rows:
                    out.write_row(row)
            transaction.set_rollback(True)

    times = fastest(product=product, copy=copy)
    ms = round(times["product"] * 1000, 1)
    bench("A5-publish/copy", times["product"] / times["copy"], 2, items=len(rows), ms=ms)


def _edition():
    from surveys.results.models import Edition
    from surveys.returns.models import Wave

    return Edition.objects.create(
        wave=Wave.objects.get(), number=Edition.objects.count() + 1, method=0, thresholds={},
        complete=[0] * 27, eligible=[0] * 27, received=[], withheld={}, built_by="bench",
    )  # fmt: skip


def _bytes(owner, size: int, answers) -> None:
    """A7: bytes an answer of the derived columns."""
    (total,) = owner.execute(
        "SELECT sum(pg_column_size(codes) + pg_column_size(numbers) + 2) FROM returns_return"
    ).fetchone()
    bench("A7-bytes-an-answer", float(total) / answers.codes.size, 3, returns=size)


if __name__ == "__main__":
    main()

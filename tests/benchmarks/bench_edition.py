"""An edition's recount beside DuckDB and beside the memory-bound count of the same answers.

Each ratio is fastest run to fastest run, the contenders taking turns. A1, A2 and A4 to A9 of the
performance targets, and the seconds of disclosure control across groups;
`python -m tests.benchmarks.bench_edition [--large]`.
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
        reads = {size: recounts[size][1] for size in sizes}
        recounts = {size: recounts[size][0] for size in sizes}
        memory(sizes[-1])
    bench("A6-read", reads[sizes[-1]] / reads[sizes[0]], 1.5, returns=f"{sizes[-1]}/{sizes[0]}")
    for small, large in itertools.pairwise(sizes):
        if small > 388:
            bench("A4-growth", recounts[large] / recounts[small], 13, returns=f"{small}->{large}")


def measure(owner, wave, form, size: int) -> tuple[float, float]:
    """A1, A2, A5, A7 and A8 at one size; the seconds of a recount, and of reading an item."""
    from surveys.results.cells import finish
    from surveys.results.disclosure.suppression import Thresholds
    from surveys.results.disclosure.traits import section_filters, traits
    from surveys.results.layout import layout
    from surveys.results.places import placed
    from surveys.results.recount import counted
    from surveys.results.tables import table
    from surveys.returns.queries import coded_returns
    from tests.benchmarks.edition_data import random_answers, store, write_parquet

    answers = random_answers(form, size)
    store(owner, wave, answers)
    place, settings = layout(form), Thresholds(public=section_filters(form))
    known, nothing = traits(form, settings.public), _no_statistics(place)

    def ours():
        return counted(place, placed(form, coded_returns(wave)), settings, known)

    def finished(counts):
        groups = table(place, counts)
        return finish(place, groups, nothing, settings, known, seconds=False)

    def in_memory():
        return finished(_plain_count(answers, place))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.parquet"
        write_parquet(path, answers)
        duck = _duck(path, place)
        _same(ours().finished.table, finished(duck()).table)
        times = fastest(ours=ours, duck=lambda: finished(duck()), memory=in_memory)
    ms = round(times["ours"] * 1000, 1)
    bench("A1-recount/duckdb", times["ours"] / times["duck"], 1.5, returns=size, ms=ms)
    bench("A2-recount/memory", times["ours"] / times["memory"], 5, returns=size, ms=ms)
    read = _publishing(size, _protected(size, ours, placed(form, coded_returns(wave)), known).items)
    _bytes(owner, size, answers)
    _row_security(owner, wave, size)
    return times["ours"], read


def _protected(size: int, ours, returns, known):
    """The seconds of disclosure control across groups; a whole edition has to take 30 at most."""
    from surveys.results.disclosure.protection import protect

    found = ours()
    began = time.process_time()
    done = protect(found.finished, found.tallies, returns.numbers, known)
    seconds = time.process_time() - began
    bench("suppression/30s", seconds / 30, 1, returns=size, seconds=round(seconds, 1))
    return done.finished


def _row_security(owner, wave, size: int) -> None:
    """A8: the evaluator's query under row security, over the same as the table's owner without."""
    from surveys.returns.queries.counting import CODED, _coded_rows

    owner.execute("ALTER TABLE returns_return NO FORCE ROW LEVEL SECURITY")
    times = fastest(
        evaluator=lambda: _coded_rows(wave),
        owner=lambda: owner.execute(CODED, [wave.pk], binary=True).fetchall(),
    )
    owner.execute("ALTER TABLE returns_return FORCE ROW LEVEL SECURITY")
    bench("A8-row-security", times["evaluator"] / times["owner"], 1.1, returns=size)


def memory(size: int) -> None:
    """A9: what a recount adds to a process's memory, over the bytes of the codes."""
    from multiprocessing import get_context

    from django.db import connections

    names = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    with get_context("spawn").Pool(1) as pool:
        added, matrix = pool.apply(_peak, (names,))
    bench("A9-memory", added / matrix, 3, returns=size, megabytes=round(added / 1e6, 1))


def _peak(names: dict[str, str]) -> tuple[int, int]:
    import django

    django.setup()
    from django.db import connections

    from surveys.questionnaires.form import compile as compile_form
    from surveys.results.disclosure.suppression import Thresholds
    from surveys.results.disclosure.traits import traits
    from surveys.results.layout import layout
    from surveys.results.places import placed
    from surveys.results.recount import counted
    from surveys.returns.models import Wave
    from surveys.returns.queries import coded_returns

    for alias, name in names.items():
        connections[alias].settings_dict["NAME"] = name
    wave = Wave.objects.select_related("questionnaire").get()
    form = compile_form(wave.questionnaire.document)
    place, known = layout(form), traits(form, ())
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest so far
    before = _status("VmRSS")
    returns = coded_returns(wave)
    counted(place, placed(form, returns), Thresholds(), known)
    size = sum(len(codes) for codes in returns.codes.values())
    return 1024 * (_status("VmHWM") - before), size


def _status(name: str) -> int:
    """Kilobytes, from what Linux says of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


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

    np.testing.assert_array_equal(one.answers[:27], other.answers[:27])
    np.testing.assert_array_equal(one.aside[:27], other.aside[:27])


def _publishing(size: int, items: Callable[[], object]) -> float:
    """A5: storing an edition's rows by the product, over the same rows by COPY alone.

    Gives the seconds of reading one of its items.
    """
    from django.db import connection, transaction

    from surveys.results.queries import published_item
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
    store_items(edition, items())
    return fastest(read=lambda: published_item(edition, "H02.crime"))["read"]


def _edition():
    from surveys.results.models import Edition
    from surveys.returns.models import Wave

    return Edition.objects.create(
        wave=Wave.objects.get(), number=Edition.objects.count() + 1, method=0, thresholds={},
        complete=[0] * 31, eligible=[0] * 31, received=[], withheld={}, built_by="bench",
    )  # fmt: skip


def _bytes(owner, size: int, answers) -> None:
    """A7: bytes an answer of the derived columns."""
    (total,) = owner.execute(
        "SELECT sum(pg_column_size(codes) + pg_column_size(numbers) + 2) FROM returns_return"
    ).fetchone()
    bench("A7-bytes-an-answer", float(total) / answers.codes.size, 3, returns=size)


if __name__ == "__main__":
    main()

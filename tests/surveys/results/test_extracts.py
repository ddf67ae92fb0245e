"""The answers of single returns: for evaluators, with a reason, for a few days."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.core.files.storage import default_storage
from django.urls import get_resolver
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.record import System
from portal.errors import Missing, Refused
from portal.jobs.task import run_job
from portal.tenancy.context import in_national
from surveys.questionnaires.queries import form_of
from surveys.results import tasks
from surveys.results.domain import extracting
from surveys.results.extracts.files import WRITERS, spss_names
from surveys.results.extracts.microdata import BEYOND, microdata
from surveys.results.models import Extract
from surveys.returns.models import Wave
from surveys.returns.queries.single import SingleReturn, single_returns
from tests.surveys.results.national import Nation

pytestmark = pytest.mark.django_db(databases=["default", "evaluator", "owner"])
REASON = "Factor analysis of the scales for the final report; deleted in May."


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def made(nation: Nation, **asked: Any) -> Extract:
    with in_national(switch=True):
        job = extracting.request_extract(
            **{"wave": nation.wave, "format": "csv", "reason": REASON, "by": nation.people[0]}
            | asked
        )
    run_job(tasks.make_extract.portal_work, job.pk, None)
    with in_national(switch=True):
        return Extract.objects.select_related("wave", "asked_by").get()


def read(extract: Extract) -> dict[str, str]:
    with default_storage.open(extract.file.name) as file, zipfile.ZipFile(file) as zipped:
        return {name: zipped.read(name).decode("utf-8-sig") for name in zipped.namelist()}


def test_every_return_with_the_kinds_of_missing_apart(nation: Nation) -> None:
    extract = made(nation)
    texts = read(extract)
    rows = list(csv.DictReader(io.StringIO(texts["returns.csv"])))
    assert (extract.returns, len(rows), extract.size > 0) == (140, 140, True)
    form = form_of(nation.wave.questionnaire.sha256)
    with in_national(switch=True):
        stored = {each.slug: each for each in single_returns(nation.wave)}
    assert [row["partnership"] for row in rows] == sorted(stored)
    choice = next(
        i for i in form.items if i.kind == "choice" and {"dk"} & {o.code for o in i.options}
    )
    column = next(n for n, c in enumerate(form.columns) if form.items[c.item_index] is choice)
    dk = next(n for n, o in enumerate(choice.options, 1) if o.code == "dk")
    seen = set()
    for row in rows:
        byte = stored[row["partnership"]].codes[column]
        expected = {0: -9, 250: -1, dk: -8}.get(byte, byte)
        assert int(row[choice.key]) == expected
        seen.add(expected)
    assert {-9, -8, -1} <= seen
    assert not [name for name in rows[0] if name.endswith(".text")]
    codebook = {r["Variable"]: r for r in csv.DictReader(io.StringIO(texts["codebook.csv"]))}
    assert set(codebook) == set(rows[0])
    assert codebook[choice.key]["Missing values"] == (
        "Not answered, or reported as not answerable (-9); Don't know (-8);"
        " Not applicable, or not asked (-1)"
    )
    assert REASON in texts["README.txt"]
    assert "given in confidence" in texts["README.txt"]


def test_ticks_and_numbers(nation: Nation) -> None:
    form = form_of(nation.wave.questionnaire.sha256)
    with in_national(switch=True):
        returns = single_returns(nation.wave)
    variables = {each.name: each for each in microdata(form, returns, texts=False)}
    columns = {}
    for n, column in enumerate(form.columns):
        item = form.items[column.item_index]
        option = None if column.option_index is None else item.options[column.option_index]
        columns[f"{item.key}.{option.code}" if option else item.key] = n
    numbers = [item.key for item in form.items if item.kind == "number"]
    for place, key in enumerate(numbers):
        for value, each in zip(variables[key].values, returns, strict=True):
            missing = {0: -9, 250: -1}.get(each.codes[columns[key]])
            number = each.numbers[place]
            assert value == (missing or (-9 if np.isnan(number) else number))
    ticked = [v for v in variables.values() if v.labels == {0: "Not ticked", 1: "Ticked"}]
    assert len(ticked) > 50
    for each in ticked[:20]:
        assert set(each.values) <= {0, 1, -9, -8, -1}
        assert each.name in columns
    assert not [name for name in variables if name.endswith((".dk", ".na"))]


def test_negative_numbers_are_not_taken_for_missing_ones(nation: Nation) -> None:
    form = form_of(nation.wave.questionnaire.sha256)
    with in_national(switch=True):
        returns = single_returns(nation.wave)[:2]
    key = next(item.key for item in form.items if item.kind == "number")
    question = form.question(form.item(key).question)
    object.__setattr__(question, "min", -50)
    try:
        (variable,) = (v for v in microdata(form, returns, texts=False) if v.name == key)
    finally:
        object.__setattr__(question, "min", 0)
    assert set(variable.missing) == {-9 - BEYOND, -8 - BEYOND, -1 - BEYOND}


def test_free_texts_only_with_a_reason_of_their_own(nation: Nation, signed_in: Any) -> None:
    form = form_of(nation.wave.questionnaire.sha256)
    text = next(item for item in form.items if item.kind == "text")
    person = SingleReturn(
        "a", "A", True, "county", "london", "0" * 64, bytes(len(form.columns)),
        [float("nan")] * 40, {text.question: "=1+1 said the chair"},
    )  # fmt: skip
    without = {each.name for each in microdata(form, [person], texts=False)}
    variables = microdata(form, [person], texts=True)
    assert {each.name for each in variables} - without >= {f"{text.key}.text"}
    with zipfile.ZipFile(io.BytesIO(WRITERS["csv"](variables, _origin(form)))) as zipped:
        rows = csv.DictReader(io.StringIO(zipped.read("returns.csv").decode("utf-8-sig")))
        assert next(rows)[f"{text.key}.text"] == "'=1+1 said the chair"


def _origin(form: Any) -> Any:
    from surveys.results.extracts.files import Origin

    return Origin(2004, form, REASON, "", "An evaluator", timezone.now(), synthetic=True)


def test_other_formats_hold_the_same(nation: Nation, tmp_path: Path) -> None:
    import pyreadstat

    form = form_of(nation.wave.questionnaire.sha256)
    with in_national(switch=True):
        returns = single_returns(nation.wave)
    variables = microdata(form, returns, texts=False)
    origin = _origin(form)
    table = pq.read_table(io.BytesIO(WRITERS["parquet"](variables, origin)))
    (tmp_path / "x.sav").write_bytes(WRITERS["sav"](variables, origin))
    frame, meta = pyreadstat.read_sav(tmp_path / "x.sav", user_missing=True)
    names = spss_names(each.name for each in variables)
    assert list(frame.columns) == names
    assert len({name.lower() for name in names}) == len(names)
    for each, name in zip(variables, names, strict=True):
        assert table.column(each.name).to_pylist() == list(each.values)
        assert frame[name].tolist() == list(each.values)
    assert meta.missing_ranges["A01"] == [{"lo": n, "hi": n} for n in (-9.0, -8.0, -1.0)]
    assert meta.variable_value_labels["A01"][-9.0].startswith("Not answered")


def test_who_asked_when_and_why_is_kept(nation: Nation) -> None:
    extract = made(nation, texts_reason="Quotations, to be anonymised.")
    assert (extract.reason, extract.texts_reason) == (REASON, "Quotations, to be anonymised.")
    with in_national(switch=True):
        extracting.open_extract(extract=extract, by=nation.people[1]).close()
        rows = AuditEvent.objects.filter(name__startswith="extract.").order_by("id")
        found = [(row.name, row.actor_id, row.reason) for row in rows]
    asked, taken = nation.people[0].pk, nation.people[1].pk
    assert found == [
        ("extract.requested", asked, REASON),
        ("extract.made", asked, ""),
        ("extract.downloaded", taken, ""),
    ]


def test_an_extract_without_a_reason_is_refused(nation: Nation) -> None:
    for asked, words in (
        ({"reason": "  "}, "Say why you need"),
        ({"format": "ods"}, "CSV, Parquet or SPSS"),
        ({"wave": nation.empty_wave}, "signed off yet"),
    ):
        with pytest.raises(Refused, match=words):
            made(nation, **asked)
    assert not Extract.objects.exists()


def test_the_file_goes_after_a_week_the_row_stays(nation: Nation) -> None:
    extract = made(nation)
    name = extract.file.name
    tasks.remove_old_extracts()
    assert default_storage.exists(name)
    with in_national(switch=True):
        Extract.objects.update(made_at=timezone.now() - timedelta(days=7))
        assert extracting.remove_old_extracts(by=System("tests")) == 1
        assert extracting.remove_old_extracts(by=System("tests")) == 0
        extract.refresh_from_db()
        assert (extract.file.name, extract.reason, extract.returns) == ("", REASON, 140)
        assert not default_storage.exists(name)
        with pytest.raises(Missing, match="removed after seven days"):
            extracting.open_extract(extract=extract, by=nation.people[0])
        assert AuditEvent.objects.filter(name="extract.removed").count() == 1


def test_pages_are_for_evaluators_alone(nation: Nation, team: dict[str, Any]) -> None:
    extract = made(nation)
    address = "/national/extracts/"
    for tail in ("", "new/", f"{extract.pk}/file/"):
        answer = team["evaluator"].get(f"{address}{tail}")
        assert answer.status_code == 200
        if answer.streaming:
            assert len(b"".join(answer.streaming_content)) == extract.size
        assert team["reader"].get(f"{address}{tail}").status_code == 403
        assert team["nobody"].get(f"{address}{tail}").status_code == 403
    html = team["evaluator"].get(address).content.decode()
    assert REASON in html
    assert "140 returns" in html
    assert "each download is logged with the name of who took it." in html
    assert not [
        name for name in get_resolver("portal.api_urls").reverse_dict if "extract" in str(name)
    ]


def test_the_form_asks_for_reasons(nation: Nation, team: dict[str, Any]) -> None:
    address, evaluator = "/national/extracts/new/", team["evaluator"]
    html = evaluator.post(address, {"wave": nation.wave.pk, "format": "csv"}).content.decode()
    assert "Enter why you need the answers of single returns" in html
    given = {"wave": nation.wave.pk, "format": "csv", "reason": REASON, "texts": "on"}
    html = evaluator.post(address, given).content.decode()
    assert "Say why you need the free texts, or untick the box" in html
    assert not Extract.objects.exists()
    answer = evaluator.post(address, given | {"texts_reason": "Quotations."})
    assert answer.status_code == 302
    extract = Extract.objects.get()
    assert (extract.texts_reason, extract.asked_by) == ("Quotations.", evaluator.person)
    assert Wave.objects.get(pk=extract.wave_id) == nation.wave

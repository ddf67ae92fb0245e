"""/api/v1/editions/: released results for departments, all of them for evaluators."""

import pytest
from django.utils import timezone

from portal.tenancy.context import in_national
from surveys.results import matching
from surveys.results.breakdowns import GROUPS
from surveys.results.exports.reading import _change as change_of
from surveys.results.exports.reading import view_of
from surveys.results.models import Edition, MatchedItem
from tests.conftest import Cast
from tests.support.api import Api, cost, wrong
from tests.surveys.results.made_edition import made_edition
from tests.surveys.returns.desk import Desk

pytestmark = pytest.mark.django_db
LIST = "editions/"
STATE = Edition.State


class Shelf:
    """A frozen edition, compared with an earlier one that is released."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.desk = cast, Desk(cast)
        with in_national():
            self.earlier = made_edition(self.desk.wave, self.desk.form, seed=3)
            self.edition = made_edition(
                self.desk.wave, self.desk.form, state=STATE.FROZEN, earlier=self.earlier
            )

    def release(self) -> None:
        with in_national():
            self.edition.state, self.edition.released_at = STATE.RELEASED, timezone.now()
            self.edition.save(update_fields=["state", "released_at"])


@pytest.fixture
def shelf(cast: Cast) -> Shelf:
    return Shelf(cast)


def paths(shelf: Shelf) -> list[str]:
    one = f"{LIST}{shelf.edition.pk}/"
    return [one, f"{one}items/", f"{one}cells/", f"{one}change/", f"{one}downloads/"]


def test_evaluators_see_every_edition_departments_those_released(shelf: Shelf) -> None:
    evaluator, department = Api(shelf.cast.evaluator), Api(shelf.cast.dft)
    rows = evaluator.get(LIST)["results"]
    assert [(row["year"], row["number"], row["state"], row["returns"]) for row in rows] == [
        (2004, 2, "frozen", 240),
        (2004, 1, "released", 240),
    ]
    assert [row["number"] for row in department.get(LIST)["results"]] == [1]
    for path in paths(shelf):
        evaluator.get(path)
        assert department.get(path, 404)["detail"] == (
            "There is no such edition, or it has not been released yet."
        )
    shelf.release()
    assert department.get(LIST)["results"][0]["state"] == "released"
    for path in paths(shelf):
        department.get(path)


def test_nobody_else(shelf: Shelf) -> None:
    shelf.release()
    for path in (LIST, *paths(shelf)):
        for user in (shelf.cast.alpha_chair, shelf.cast.observer, shelf.cast.administrator):
            body = Api(user).get(path, 403)
            assert body["detail"] == "You do not have the right to see released national results."
        Api().get(path, 401)
    Api(shelf.cast.evaluator).get(f"{LIST}999/", 404)
    Api(shelf.cast.evaluator).send("post", LIST, {}, 405)


def test_a_replaced_edition_names_the_one_that_stands_for_it(shelf: Shelf) -> None:
    with in_national():
        newer = made_edition(
            shelf.desk.wave,
            shelf.desk.form,
            seed=5,
            state=STATE.FROZEN,
            replaces=shelf.earlier,
            note="A return was counted twice.",
        )
    evaluator, department = Api(shelf.cast.evaluator), Api(shelf.cast.dft)
    found = {row["number"]: row for row in evaluator.get(LIST)["results"]}
    assert (found[1]["superseded"], found[1]["replaced_by"]) == (True, newer.pk)
    assert (found[3]["replaces"], found[3]["note"]) == (
        shelf.earlier.pk,
        "A return was counted twice.",
    )
    one = department.get(f"{LIST}{shelf.earlier.pk}/")
    assert (one["superseded"], one["replaced_by"]) == (False, None)  # until it is released
    with in_national():
        newer.state, newer.released_at = STATE.RELEASED, timezone.now()
        newer.save(update_fields=["state", "released_at"])
    assert department.get(f"{LIST}{shelf.earlier.pk}/")["replaced_by"] == newer.pk


def test_one_edition(shelf: Shelf) -> None:
    body = Api(shelf.cast.evaluator).get(paths(shelf)[0])
    assert body["cells_sha256"] == shelf.edition.cells_sha256
    assert body["thresholds"]["min_count"] == 5
    assert (len(body["response"]), len(body["groups"])) == (31, 31)
    assert body["response"][0] == {
        "group": "all", "label": "All partnerships", "complete": 240, "eligible": 260,
        "per_cent": 92.3,
    }  # fmt: skip
    assert body["response"][27]["per_cent"] is None  # nobody knows who is eligible in a band
    assert body["groups"][27] == {
        "key": "maturity:early",
        "label": "First met 2001 or before",
        "dimension": "maturity",
    }
    assert body["notices"][0].startswith("The questionnaire is a reconstruction")
    assert body["meanings"]["symbols"]["*"] == "above 0 and below 0.5 per cent"
    assert body["weighted"] is True


def test_an_edition_of_the_first_rules_has_no_bands_of_maturity(shelf: Shelf) -> None:
    path = paths(shelf)[2]
    body = Api(shelf.cast.evaluator).get(f"{path}?dimension=maturity&item=A01")
    assert {row["group"] for row in body["results"]} == {g.key for g in GROUPS[27:]}
    body = Api(shelf.cast.evaluator).get(f"{path}?dimension=age", 400)
    assert wrong(body) == {
        "#/dimension": "A dimension is one of all, nrf, type, region, nrf_type, maturity."
    }


def test_items(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[1]
    body = api.get(path)
    assert (body["count"], body["pages"], len(body["results"])) == (256, 6, 50)
    row = body["results"][0]
    assert (row["key"], row["question"], row["section"], row["kind"]) == (
        "A01", "A01", "A", "choice",
    )  # fmt: skip
    assert row["text"].startswith("Which of these best describes the LSP")
    assert row["options"][0] == {
        "code": "in_place",
        "label": "In place and meeting",
        "in_base": True,
    }
    assert len(api.get(f"{path}?page_size=1000")["results"]) == 200
    api.get(f"{path}?page=9", 404)
    api.get(f"{path}?item=A01", 400)


def test_cells_are_the_lines_of_every_file(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[2]
    with in_national():
        lines = [line._asdict() for line in view_of(shelf.edition).lines]
    found = [line for line in lines if line["group"] == "nrf" and line["item"].startswith("B")]
    assert found == _all(api, f"{path}?group=nrf&section=B")
    withheld = [line for line in lines if line["status"] == "withheld" and line["group"] == "all"]
    assert withheld == _all(api, f"{path}?status=withheld&group=all")
    assert len(withheld) > 50
    assert api.get(f"{path}?page_size=1")["count"] == len(lines)


def _all(api: Api, path: str) -> list[dict[str, object]]:
    first = api.get(f"{path}&page_size=200")
    rest = [api.get(f"{path}&page_size=200&page={n}") for n in range(2, first["pages"] + 1)]
    return [row for page in (first, *rest) for row in page["results"]]


def test_no_withheld_count_leaves(shelf: Shelf) -> None:
    cells = _all(Api(shelf.cast.evaluator), f"{paths(shelf)[2]}?group=all")
    assert {cell["status"] for cell in cells} == {"shown", "withheld", "not_asked"}
    for cell in cells:
        figures = [cell[name] for name in ("count", "per_cent", "per_cent_of_all", "value")]
        if cell["status"] != "shown":
            assert figures == [None] * 4
            assert cell["words"] in ("..", "N/A")


def test_pages_run_over_the_borders_of_items(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[2]
    first = api.get(f"{path}?group=all&page_size=10")["results"]
    second = api.get(f"{path}?group=all&page_size=10&page=2")["results"]
    both = api.get(f"{path}?group=all&page_size=20")["results"]
    assert first + second == both
    assert len({cell["item"] for cell in both}) > 1


def test_wrong_filters_are_named(shelf: Shelf) -> None:
    api = Api(shelf.cast.evaluator)
    query = "item=Z99&group=atlantis&section=Q&status=lost&colour=red"
    assert wrong(api.get(f"{paths(shelf)[2]}?{query}", 400)) == {
        "#/item": "This edition has no item Z99.",
        "#/section": "There is no section Q.",
        "#/group": "This edition has no group atlantis.",
        "#/status": "A status is one of shown, withheld, not_asked.",
        "#/colour": "There is no such filter. Use item, section, group, dimension, status, page,"
        " page_size.",
    }
    assert wrong(api.get(f"{paths(shelf)[3]}?group=london&status=shown", 400)) == {
        "#/group": "This edition has no group london.",
        "#/status": "There is no such filter. Use item, section, group, page, page_size.",
    }


def test_change_between_waves(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[3]
    rows = _all(api, f"{path}?section=A")
    with in_national():
        view = view_of(shelf.edition)
    assert rows == [row._asdict() for row in view.changes if row.item.startswith("A")]
    assert {row["group"] for row in rows} == set(matching.GROUPS)
    shown = next(row for row in rows if row["status"] == "shown")
    difference = shown["count_now"] / shown["base_now"] - shown["count_then"] / shown["base_then"]
    assert shown["points"] == pytest.approx(100 * difference, abs=0.051)
    assert {row["points"] for row in rows if row["status"] == "withheld"} == {None}
    one = _all(api, f"{path}?item=A01&group=nrf")
    assert one == [row for row in rows if (row["item"], row["group"]) == ("A01", "nrf")]
    assert api.get(f"{LIST}{shelf.earlier.pk}/change/")["count"] == 0


def test_change_from_an_edition_that_is_not_released_is_for_evaluators(shelf: Shelf) -> None:
    with in_national():
        hidden = made_edition(shelf.desk.wave, shelf.desk.form, seed=6, state=STATE.FROZEN)
        edition = made_edition(shelf.desk.wave, shelf.desk.form, earlier=hidden)
        assert view_of(edition).changes == ()
    path = f"{LIST}{edition.pk}/change/"
    assert Api(shelf.cast.evaluator).get(path)["count"] > 100
    department = Api(shelf.cast.dft)
    before = department.client.get(f"/api/v1/{path}")
    assert before.json()["count"] == 0
    with in_national():
        hidden.state, hidden.released_at = STATE.RELEASED, timezone.now()
        hidden.save(update_fields=["state", "released_at"])
        assert len(view_of(edition).changes) > 100
    tag = {"If-None-Match": before["ETag"]}
    assert department.get(path, 200, **tag)["count"] > 100


def test_a_count_whose_base_is_withheld_is_null(shelf: Shelf) -> None:
    row = MatchedItem(
        key="B01", earlier_key="B02", options=["yes", "no"],
        counts_now=[10, 30] * 8, counts_then=[12, 8] * 8, bases_now=[40] * 8, bases_then=[20] * 8,
    )  # fmt: skip
    row.bases_now[1] = row.bases_then[2] = None
    found = [change_of(row, GROUPS[at].key, "yes", at, 2 * at) for at in range(3)]
    assert [(c.count_now, c.words_now, c.count_then, c.words_then) for c in found] == [
        (10, "25", 12, "60"),
        (None, "..", 12, "60"),
        (10, "25", None, ".."),
    ]
    assert [(c.points, c.status) for c in found] == [
        (-35.0, "shown"),
        (None, "withheld"),
        (None, "withheld"),
    ]
    for change in _all(Api(shelf.cast.evaluator), f"{paths(shelf)[3]}?group=all"):
        for when in ("now", "then"):
            assert (change[f"words_{when}"] == "..") == (change[f"count_{when}"] is None)


def test_who_has_the_cells_need_not_read_them_again(shelf: Shelf) -> None:
    api = Api(shelf.cast.evaluator)
    tags = set()
    for path in [*paths(shelf)[:4], f"{paths(shelf)[2]}?page=2"]:
        response = api.client.get(f"/api/v1/{path}")
        tag = response["ETag"]
        again = api.client.get(f"/api/v1/{path}", headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        api.get(path, 200, **{"If-None-Match": '"other"'})
        tags.add(tag)
    assert len(tags) == 5
    cells = api.client.get(f"/api/v1/{paths(shelf)[2]}")["ETag"]
    shelf.release()
    api.get(paths(shelf)[2], 200, **{"If-None-Match": cells})


def test_cost_does_not_grow(shelf: Shelf) -> None:
    api, (one, items, cells, change, _) = Api(shelf.cast.evaluator), paths(shelf)
    assert cost(lambda: api.get(one)) <= 9
    assert cost(lambda: api.get(items)) <= 9
    few, many = f"{cells}?item=A01", f"{cells}?page_size=200&group=all"
    assert cost(lambda: api.get(few)) == cost(lambda: api.get(many)) <= 9
    assert cost(lambda: api.get(change)) <= 10
    before = cost(lambda: api.get(LIST))
    with in_national():
        for seed in (7, 8):
            made_edition(shelf.desk.wave, shelf.desk.form, seed=seed)
    assert api.get(LIST)["count"] == 4
    assert cost(lambda: api.get(LIST)) == before <= 9

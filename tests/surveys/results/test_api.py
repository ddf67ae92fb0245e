"""/api/v1/editions/: released results for departments, all of them for evaluators."""

import pytest

from surveys.results.breakdowns import GROUPS
from tests.conftest import Cast
from tests.support.api import Api, cost, wrong
from tests.surveys.publications.shelf import Shelf

pytestmark = pytest.mark.django_db
LIST = "editions/"


@pytest.fixture
def shelf(cast: Cast) -> Shelf:
    """An edition of two returns: everything in it is withheld."""
    return Shelf(cast)


def paths(shelf: Shelf) -> list[str]:
    one = f"{LIST}{shelf.edition.pk}/"
    return [one, f"{one}items/", f"{one}cells/"]


def test_evaluators_see_every_edition_departments_those_released(shelf: Shelf) -> None:
    evaluator, department = Api(shelf.cast.evaluator), Api(shelf.cast.dft)
    (row,) = evaluator.get(LIST)["results"]
    assert (row["year"], row["number"], row["state"], row["returns"]) == (2004, 1, "frozen", 2)
    assert department.get(LIST)["results"] == []
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


def test_one_edition(shelf: Shelf) -> None:
    body = Api(shelf.cast.evaluator).get(paths(shelf)[0])
    assert body["cells_sha256"] == shelf.edition.cells_sha256
    assert body["thresholds"]["min_count"] == 5
    assert len(body["response"]) == 27
    assert body["response"][0] == {
        "group": "all", "label": "All partnerships", "complete": 2, "eligible": 2, "per_cent": 100.0,
    }  # fmt: skip
    assert body["response"][3]["per_cent"] is None  # nobody in the counties was eligible


def test_items(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[1]
    body = api.get(path)
    assert (body["count"], body["pages"], len(body["results"])) == (256, 6, 50)
    row = body["results"][0]
    assert (row["key"], row["question"], row["kind"]) == ("A01", "A01", "choice")
    assert row["options"][0] == {
        "code": "in_place",
        "label": "In place and meeting",
        "in_base": True,
    }
    assert len(api.get(f"{path}?page_size=1000")["results"]) == 200
    api.get(f"{path}?page=9", 404)


def test_cells_of_one_item_in_one_group(shelf: Shelf) -> None:
    body = Api(shelf.cast.evaluator).get(f"{paths(shelf)[2]}?item=H02.crime&group=all")
    options = [cell["option"] for cell in body["results"]]
    assert options == [
        "not_addressed", "discussed", "joint_strategy", "joint_activity", "measurable",
        "not_answered", "dont_know", "not_applicable",
    ]  # fmt: skip
    assert body["results"][0] == {
        "item": "H02.crime",
        "group": "all",
        "option": "not_addressed",
        "count": None,
        "base": 2,
        "per_cent": None,
        "words": "..",
        "status": "withheld",
    }


def test_a_group_that_nobody_is_in_was_not_asked(shelf: Shelf) -> None:
    body = Api(shelf.cast.evaluator).get(f"{paths(shelf)[2]}?item=H02.crime&group=london")
    assert {c["status"] for c in body["results"][:5]} == {"not_asked"}
    assert {(c["words"], c["base"]) for c in body["results"][:5]} == {("N/A", 0)}


def test_no_withheld_count_leaves(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[2]
    body = api.get(f"{path}?group=all&page_size=200")
    pages = [api.get(f"{path}?group=all&page_size=200&page={n + 1}") for n in range(body["pages"])]
    cells = [cell for page in pages for cell in page["results"]]
    assert len(cells) == body["count"]
    assert {cell["status"] for cell in cells} <= {"shown", "withheld", "not_asked"}
    for cell in cells:
        assert (cell["count"] is None) == (cell["status"] != "shown")
        assert cell["per_cent"] is None or cell["status"] == "shown"


def test_every_cell_is_on_exactly_one_page(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[2]
    whole = api.get(f"{path}?item=F01.police&page_size=200")
    assert whole["count"] == len(whole["results"]) + 0 if whole["pages"] == 1 else 200
    found = []
    for number in range(1, 1 + -(-whole["count"] // 17)):
        found += api.get(f"{path}?item=F01.police&page_size=17&page={number}")["results"]
    keys = [(cell["group"], cell["option"]) for cell in found]
    assert len(keys) == len(set(keys)) == whole["count"]
    assert [group for group, option in keys if option == "not_answered"] == [g.key for g in GROUPS]


def test_pages_run_over_the_borders_of_items(shelf: Shelf) -> None:
    api, path = Api(shelf.cast.evaluator), paths(shelf)[2]
    first = api.get(f"{path}?group=all&page_size=10")["results"]
    second = api.get(f"{path}?group=all&page_size=10&page=2")["results"]
    both = api.get(f"{path}?group=all&page_size=20")["results"]
    assert first + second == both
    assert len({cell["item"] for cell in both}) > 1


def test_wrong_filters_are_named(shelf: Shelf) -> None:
    body = Api(shelf.cast.evaluator).get(f"{paths(shelf)[2]}?item=Z99&group=atlantis", 400)
    assert wrong(body) == {
        "#/item": "This edition has no item Z99.",
        "#/group": "There is no group atlantis.",
    }


def test_who_has_the_cells_need_not_read_them_again(shelf: Shelf) -> None:
    api = Api(shelf.cast.evaluator)
    for path in paths(shelf):
        response = api.client.get(f"/api/v1/{path}")
        tag = response["ETag"]
        assert tag == f'"{shelf.edition.cells_sha256}-frozen"'
        again = api.client.get(f"/api/v1/{path}", headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        api.get(path, 200, **{"If-None-Match": '"other"'})
    shelf.release()
    api.get(paths(shelf)[0], 200, **{"If-None-Match": tag})


def test_cost_does_not_grow(shelf: Shelf) -> None:
    api, (one, items, cells) = Api(shelf.cast.evaluator), paths(shelf)
    assert cost(lambda: api.get(one)) <= 8
    assert cost(lambda: api.get(items)) <= 9
    few, many = f"{cells}?item=A01", f"{cells}?page_size=200&group=all"
    assert cost(lambda: api.get(few)) == cost(lambda: api.get(many)) <= 9
    before = cost(lambda: api.get(LIST))
    for _ in range(2):
        shelf.counted()
    assert api.get(LIST)["count"] == 3
    assert cost(lambda: api.get(LIST)) == before <= 8

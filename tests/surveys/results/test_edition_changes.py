"""Returns that change after an edition: its checks, its difference to a released one, verifying.

On committed rows, because the evaluator reads returns through a connection of its own.
"""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from surveys.results import domain
from surveys.results.models import Edition
from surveys.returns.models import Return
from tests.support.editions import built, checked, frozen, released
from tests.surveys.results.national import OWNER

ANEW = "Discard this draft and build a new edition."


def signed(nation):
    """Ids of the partnerships whose returns count, in order."""
    rows = Return.objects.using(OWNER).filter(wave=nation.wave, state="submitted")
    return list(rows.order_by("partnership_id").values_list("partnership_id", flat=True))


def change(nation, partnerships, assignment):
    """Change returns behind everybody's back; `assignment` is SQL."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return DISABLE TRIGGER return_stays")
        cursor.execute(
            f"UPDATE returns_return SET {assignment} WHERE wave_id = %s AND"
            " partnership_id = ANY(%s)",
            [nation.wave.pk, list(partnerships)],
        )
        cursor.execute("ALTER TABLE returns_return ENABLE TRIGGER return_stays")


def details(edition):
    return {check["key"]: check["detail"] for check in edition.checks if not check["passed"]}


def verified(*options):
    out = io.StringIO()
    try:
        call_command("verify_edition", "2004", *options, stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


REBUILT = "The edition cannot be rebuilt as it is. Discard it and build a new one."


def test_verify_edition_rebuilds_the_same_bytes(own_small):
    edition = built(own_small.wave)
    assert verified() == (
        [
            "2004 survey, edition 1 (draft):",
            f"The cells are byte-identical: {edition.cells_sha256}.",
        ],
        "",
    )
    with connections[OWNER].cursor() as cursor:  # rows in another order on disk
        cursor.execute("UPDATE returns_return SET codes = codes WHERE id % 3 = 0")
    assert verified("--edition", "1")[1] == ""
    assert verified("--edition", "2") == ([], "There is no such edition of the 2004 wave.")


def test_returns_that_come_in_later_leave_an_edition_as_it_is(own_small):
    edition = built(own_small.wave)
    ids = signed(own_small)
    waiting = Return.objects.using(OWNER).filter(wave=own_small.wave, state="in_progress")
    late = list(waiting.values_list("partnership_id", flat=True)[:2])
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "UPDATE returns_return late SET state = 'submitted', ready_at = done.ready_at,"
            " ready_by_id = done.ready_by_id, submitted_at = done.submitted_at,"
            " submitted_by_id = done.submitted_by_id, document = done.document,"
            " document_sha256 = repeat('a', 64), codes = done.codes, numbers = done.numbers,"
            " stratum = done.stratum FROM returns_return done WHERE late.partnership_id = ANY(%s)"
            " AND late.wave_id = %s AND done.wave_id = late.wave_id AND done.partnership_id = %s",
            [late, own_small.wave.pk, ids[0]],
        )
    assert verified()[1] == ""
    found = checked(edition)
    returns = next(check for check in found.checks if check["key"] == "returns")
    assert (found.state, returns["detail"]) == (
        "checked",
        "140 returns. 2 more have been signed off since and are not in it.",
    )


def test_changed_and_missing_returns_are_named(own_small):
    edition = built(own_small.wave)
    first, second, *_ = signed(own_small)
    change(own_small, [first], "document_sha256 = repeat('b', 64)")
    change(own_small, [second], "state = 'ineligible'")
    lines, error = verified()
    names = "Place 0 Partnership; Place 1 Partnership"
    assert error == REBUILT
    assert lines == [
        "2004 survey, edition 1 (draft):",
        "1 of its returns are missing, 1 were changed and 0 stand elsewhere.",
        f"Changed or taken back since: {names}.",
        "The cells were not compared.",
    ]
    found = checked(edition)
    assert found.state == "draft"
    assert details(found) == {
        "returns": f"Changed or taken back since: {names}. {ANEW}",
        "rebuild": f"The same returns are no longer there. {ANEW}",
    }


def test_codes_that_changed_under_the_same_document_show_in_the_figures(own_small):
    edition = built(own_small.wave)
    change(own_small, signed(own_small)[:12], "codes = set_byte(codes, 0, 3)")
    lines, error = verified()
    assert error == REBUILT
    assert lines[0] == "2004 survey, edition 1 (draft):"
    assert any(line.startswith("A01, All partnerships, joint: ") for line in lines)
    found = checked(edition)
    assert (found.state, list(details(found))) == ("draft", ["rebuild"])
    assert details(found)["rebuild"].startswith("These differ: A01")


def test_other_code_is_said(own_small, monkeypatch):
    edition = built(own_small.wave)
    monkeypatch.setattr("surveys.results.domain.verifying.code_sha256", lambda: "f" * 64)
    lines, error = verified()
    assert (lines[1], error) == (
        f"The counting code differs: built by {edition.code_sha256[:12]}, now ffffffffffff.",
        "",
    )


@pytest.mark.parametrize("changed", [1, 12])
def test_too_few_changed_returns_keep_an_edition_from_standing_beside_a_released_one(
    own_small, changed
):
    """12 are enough among all partnerships, but not in each type and region of them."""
    released(built(own_small.wave), own_small.people[0])
    ids = signed(own_small)[:changed]
    change(own_small, ids, "document_sha256 = md5(document_sha256) || md5(document_sha256)")
    change(own_small, ids, "codes = set_byte(codes, 0, 1 + mod(get_byte(codes, 0), 4))")
    second = checked(built(own_small.wave))
    found = details(second)
    assert (second.state, list(found)) == ("draft", ["earlier"])
    words = found["earlier"]
    assert words.startswith("Too few returns differ from edition 1: ")
    assert ("1 in All partnerships" in words) == (changed == 1)
    assert words.endswith(
        "Wait until at least 10 returns of each of these groups have changed or come in, then"
        " discard this edition and build a new one."
    )


def test_a_replaced_edition_can_still_be_verified(own_small):
    first = frozen(built(own_small.wave))
    change(own_small, signed(own_small)[:20], "codes = set_byte(codes, 0, 3)")
    lines, error = verified()
    assert error.startswith("The edition cannot be rebuilt as it is. It stays valid")
    assert Edition.objects.get(pk=first.pk).state == "frozen"
    assert domain.verify_edition(edition=first).identical is False
    assert len(lines) > 2

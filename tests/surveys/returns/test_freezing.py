"""The frozen form: the same answers always give the same bytes."""

import random

from partnerships.register.queries import survey_attributes
from portal.tenancy.context import in_partnership
from surveys.returns.freezing import document_hash, freeze
from tests.surveys.returns.desk import Desk


def frozen(desk: Desk, answers, **said):
    alpha = desk.cast.alpha
    return freeze(
        form=desk.form,
        slug="alpha",
        place=(alpha.nrf, alpha.authority_type, alpha.region),
        attributes=survey_attributes(alpha),
        answers=answers,
        **said,
    )


def test_order_of_answers_does_not_matter(desk: Desk) -> None:
    with in_partnership(desk.cast.alpha.pk):
        given = desk.complete(desk.cast.alpha)
        shuffled = list(given.items())
        random.Random(3).shuffle(shuffled)
        one, other = frozen(desk, given), frozen(desk, dict(shuffled))
    # numbers may hold NaN, which equals nothing; their text does.
    assert (one.document_sha256, one.codes, repr(one.numbers), one.stratum) == (
        other.document_sha256, other.codes, repr(other.numbers), other.stratum,
    )  # fmt: skip


def test_one_other_answer_is_another_hash(desk: Desk) -> None:
    with in_partnership(desk.cast.alpha.pk):
        given = desk.complete(desk.cast.alpha)
        one, other = frozen(desk, given), frozen(desk, given | {"A02": given["A02"] - 1})
    assert one.document_sha256 != other.document_sha256


def test_what_cannot_be_answered_and_what_was_confirmed_stand_in_the_document(desk: Desk) -> None:
    """Only where it is asked and open, and only where there is any; the hash covers both."""
    with in_partnership(desk.cast.alpha.pk):
        given = desk.complete(desk.cast.alpha) | {"A03": None, "B14": None}
        plain = frozen(desk, given)
        why = {"why": "not_yet", "note": "In spring"}
        cannot = {"B14": why, "A02": why, "A03": why, "B13": why}
        said = frozen(desk, given, cannot=cannot, confirmed={"CK02": "No cost <yet>"})
        again = frozen(desk, given, cannot={"B14": why, "A03": why}, confirmed={"CK02": "x"})
    assert {"cannot", "confirmed"} & set(plain.document) == set()
    assert said.document == {
        **plain.document,
        "cannot": {"A03": why, "B14": why},
        "confirmed": {"CK02": "No cost <yet>"},
    }
    assert len({plain.document_sha256, said.document_sha256, again.document_sha256}) == 3
    changed = {
        desk.form.items[column.item_index].key: code
        for column, code, before in zip(desk.form.columns, said.codes, plain.codes, strict=True)
        if code != before
    }
    assert changed == {"A03": 251, "B14": 251}


def test_hash_of_a_known_document() -> None:
    """Canonical JSON: sorted keys, no spaces, letters as they are."""
    assert document_hash({"b": "é", "a": [1]}) == (
        # printf '{"a":[1],"b":"é"}' | sha256sum
        "04f34bc0940adae4d1055943965f4f1a5617be528e5e463451aa03f0ecff81f3"
    )

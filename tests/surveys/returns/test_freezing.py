"""The frozen form: the same answers always give the same bytes."""

import random

from partnerships.register.queries import survey_attributes
from portal.tenancy.context import in_partnership
from surveys.returns.freezing import document_hash, freeze
from tests.surveys.returns.desk import Desk


def frozen(desk: Desk, answers):
    alpha = desk.cast.alpha
    return freeze(
        form=desk.form,
        slug="alpha",
        place=(alpha.nrf, alpha.authority_type, alpha.region),
        attributes=survey_attributes(alpha),
        answers=answers,
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


def test_hash_of_a_known_document() -> None:
    """Canonical JSON: sorted keys, no spaces, letters as they are."""
    assert document_hash({"b": "é", "a": [1]}) == (
        # printf '{"a":[1],"b":"é"}' | sha256sum
        "04f34bc0940adae4d1055943965f4f1a5617be528e5e463451aa03f0ecff81f3"
    )

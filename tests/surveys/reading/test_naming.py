"""Names that give a partnership away."""

import pytest

from surveys.reading.naming import names_found

PLACES = ("Rotherham Partnership", "Rotherham", "South Yorkshire Local Strategic Partnership")
PARTNERS = ("Rotherham College", "Pendle & Rossendale CVS", "Jobcentre Plus", "Lloyds TSB plc")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trust grew between the partners and the council.", ()),
        ("We in Rotherham did it.", ("Rotherham",)),
        ("We in ROTHERHAM's wards did it.", ("ROTHERHAM",)),
        ("rotherham’s partnership", ("rotherham partnership",)),
        ("the Rotherham   partnership", ("Rotherham partnership",)),
        # Signs that no reader sees, and wide letters, hide nothing.
        ("Ro\u200bther\u00adham", ("Rotherham",)),
        ("Ｒｏｔｈｅｒｈａｍ", ("Rotherham",)),
        ("jobcentre-plus opened early", ("jobcentre plus",)),
        ("with Pendle and others", ("Pendle",)),
        ("a pendle of opinions", ()),  # an organisation's word without its capital
        ("the college and the police", ()),  # words that many names share
        ("in south yorkshire", ("yorkshire",)),
        ("Rotherham and Lloyds", ("Rotherham", "Lloyds")),
        ("", ()),
    ],
)
def test_found_as_they_stand_in_the_text(text: str, found: tuple[str, ...]) -> None:
    assert sorted(names_found(text, places=PLACES, organisations=PARTNERS)) == sorted(found)


def test_a_long_hostile_text_takes_no_time() -> None:
    text = "Rotherham " * 20_000
    assert names_found(text, places=PLACES, organisations=PARTNERS) == ("Rotherham",)


def test_no_names_find_nothing() -> None:
    assert names_found("Anything", places=["", "…"], organisations=["&"]) == ()

"""The data files of the demo's board rooms say nothing that the rooms do not have."""

import re
from datetime import date

import pytest

from portal.management.demo.board_room.agreed import WAYS
from portal.management.demo.board_room.cast import accounts_wanted, address
from portal.management.demo.board_room.files import SYNTHETIC, paper
from portal.management.demo.board_room.furnish import BARE, FULL
from portal.management.demo.board_room.texts import DATA, day_of, filled, protocols, read, topics
from portal.management.demo.people import PEOPLE
from portal.web.uploads import checked


def test_every_file_says_that_it_is_invented() -> None:
    for file in sorted(DATA.glob("*.toml")):
        assert "SYNTHETIC" in file.read_text("utf-8")[:900], file.name


@pytest.mark.parametrize("slug", [*FULL, *BARE])
def test_members_seats_and_holders_are_known(slug: str) -> None:
    plan = read(slug)
    organisations = {each[0] for each in plan["organisations"]}
    members = {each[0]: each[1] for each in plan["members"]}
    assert set(members.values()) <= organisations
    for body in plan["bodies"]:
        for _, _, _, kept_for, holders in body["seats"]:
            assert kept_for == "" or kept_for in organisations
            for key, _, _, stand_in, *_ in (holder.split(" ", 4) for holder in holders):
                assert {key, stand_in} <= {*members, "-"}


@pytest.mark.parametrize("slug", FULL)
def test_rooms_have_the_size_of_real_ones(slug: str) -> None:
    plan = read(slug)
    assert 14 <= len(plan["organisations"]) <= 22
    assert 20 <= len(plan["members"]) <= 35
    assert {each[2] for each in plan["organisations"]} == {
        "authority", "public", "business", "voluntary", "other",
    }  # fmt: skip
    kinds = [body["kind"] for body in plan["bodies"]]
    assert kinds[:2] == ["board", "executive"]
    assert 2 <= kinds.count("thematic") <= 5


@pytest.mark.parametrize("slug", FULL)
def test_topics_and_protocols_name_partners_that_the_room_has(slug: str) -> None:
    keys = {each[0] for each in read(slug)["organisations"]}
    used = {slug_topic["lead"] for where in WHERE for slug_topic in topics(where, slug)}
    for plan in protocols(slug):
        assert set(plan["parties"]) <= keys
        assert plan["way"] in WAYS
        assert {each[0] for each in plan["owes"]} <= set(plan["parties"])
    assert used - keys <= {"tenants", "faith"}
    names = dict.fromkeys(keys, "X") | {"area": "X"}
    for where in WHERE:
        for topic in topics(where, slug):
            for text in (topic["title"], topic["summary"], topic.get("said", "")):
                assert not re.search(r"\{\w+\}", filled(text, names))


WHERE = ("board", "safer", "first", "second", "safe", "next")


def test_whoever_can_sign_in_is_one_of_the_demos_people() -> None:
    known = {person.email for person in PEOPLE}
    for slug in (*FULL, *BARE):
        marks = [each[4] for each in read(slug)["members"] if "account" not in each[4]]
        assert set(re.findall(r"user=(\S+)", " ".join(marks))) <= known
        assert not {email for email, _ in accounts_wanted(slug, read(slug))} & known


def test_addresses_are_reserved_and_days_follow_the_clock() -> None:
    assert address("The Reverend Ann Catcliffe", "rotherham") == "ann.catcliffe@rotherham.example"
    today = date(2026, 11, 22)
    assert day_of("2004-03-03", today) == date(2004, 3, 3)
    assert day_of("+40", today) == date(2027, 1, 1)
    assert day_of("-", today) is None


@pytest.mark.parametrize("kind", ["pdf", "docx", "csv"])
def test_papers_are_what_they_say_and_the_same_every_time(kind: str) -> None:
    made = [paper("Scores (draft) & more", kind, "A text of the paper. " * 30) for _ in range(2)]
    upload = checked(made[0])
    assert upload.name == f"scores-draft-more.{kind}"
    assert upload.sha256 == checked(made[1]).sha256
    assert upload.pages == (1 if kind == "pdf" else None)
    assert SYNTHETIC.startswith("Synthetic")

"""Answers saved one by one: what the page is told, and what hostile or late ones change: nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.effort import touch
from surveys.returns.domain.waves import close_wave
from surveys.returns.entry import token_of
from surveys.returns.models import AnswerRevision, Effort
from tests.portal.web.markup import parsed, with_class, words
from tests.surveys.returns.desk import A, Desk

SignIn = Callable[[User], Client]
SECTION_A, SECTION_B, SECTION_M = (f"{A}sections/{code}/" for code in "ABM")


@pytest.fixture
def coordinator(desk: Desk, signed_in: SignIn) -> Client:
    """Alpha's co-ordinator."""
    return signed_in(desk.cast.alpha_coordinator)


def autosave(client: Client, path: str, status: int = 200, **fields: Any) -> dict[str, Any]:
    """What the page is told."""
    sent = {name.replace("__", "."): value for name, value in fields.items()}
    response = client.post(path, sent, headers={"Accept": "application/json"})
    assert response.status_code == status
    return response.json() if status in (200, 409) else {}


def first(desk: Desk, **answers: Any) -> dict[str, Any]:
    """Fields with the tokens of the moment."""
    return desk.fields(desk.cast.alpha, answers)


def test_one_answer_is_saved_and_its_token_told(desk: Desk, coordinator: Client) -> None:
    told = autosave(coordinator, SECTION_A, **first(desk, A02=2001))
    (token,) = desk.tokens(desk.cast.alpha, ["A02"])["revision.A02"]
    saved = told["words"]
    assert told == {
        "answers": {"A02": {"state": "saved", "words": saved, "token": token}},
        "notes": {},
        "words": saved,
        "here": "",
    }
    assert saved.startswith("Saved ")
    assert desk.values(desk.cast.alpha) == {"A02": 2001}


def test_what_was_not_sent_is_left_alone(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    autosave(coordinator, SECTION_A, **first(desk, A04="chair"))
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 2001, "A04": "chair"}


def test_a_wrong_answer_is_told_and_changes_nothing(desk: Desk, coordinator: Client) -> None:
    told = autosave(coordinator, SECTION_A, **first(desk, A02=2001) | {"A02": "soon"})
    assert told["answers"] == {
        "A02": {"state": "wrong", "words": "Enter a year between 1995 and 2005"}
    }
    assert desk.values(desk.cast.alpha) == {}


class TestSomebodyElse:
    """The co-ordinator's page shows A02 as 2001; a member has changed it to 2002."""

    @pytest.fixture(autouse=True)
    def _changed(self, desk: Desk) -> None:
        desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
        self.opened = first(desk, A02=2001)
        desk.answer(desk.cast.alpha, {"A02": 2002}, by=desk.cast.alpha_member)

    def test_a_clash_comes_with_its_choice(self, desk: Desk, coordinator: Client) -> None:
        told = autosave(coordinator, SECTION_A, **self.opened | {"A02": "1999"})["answers"]["A02"]
        assert (told["state"], told["raw"]) == ("clash", {"A02": ["1999"]})
        assert told["words"] == (
            "Not saved: Alpha Member answered differently. Choose which answer counts"
        )
        sides = with_class(parsed(told["html"]), "portal-clash__text")
        assert [words(side) for side in sides] == ["2001", "2002", "1999"]
        assert desk.values(desk.cast.alpha)["A02"] == 2002

    @pytest.mark.parametrize(("choice", "stands"), [("mine", 1999), ("theirs", 2002)])
    def test_choosing_settles_it(
        self, desk: Desk, coordinator: Client, choice: str, stands: int
    ) -> None:
        chosen = {"A02": "1999", "clash.A02": choice, "clash_seen.A02": "2"}
        told = autosave(coordinator, SECTION_A, **self.opened | chosen)["answers"]["A02"]
        assert told["state"] == "saved"
        assert told.get("raw", {"A02": ["1999"]})["A02"] == [str(stands)]
        assert desk.values(desk.cast.alpha)["A02"] == stands

    def test_a_sign_of_life_brings_their_answer(self, desk: Desk, coordinator: Client) -> None:
        told = autosave(coordinator, SECTION_A, known__A02="1", known__A01="1")
        (token,) = desk.tokens(desk.cast.alpha, ["A02"])["revision.A02"]
        (code,) = told["answers"]
        changed = told["answers"][code]
        assert changed.pop("words").startswith("Alpha Member changed this at ")
        assert (code, changed) == (
            "A02",
            {
                "state": "changed",
                "token": token,
                "raw": {"A02": ["2002"], "cannot.A02": [""], "cannot_note.A02": [""]},
            },
        )

    def test_texts_join(self, desk: Desk, coordinator: Client) -> None:
        desk.answer(desk.cast.alpha, {"M06": "One\nand\nTwo"})
        opened = first(desk, M06="1\nand\nTwo")
        desk.answer(desk.cast.alpha, {"M06": "One\nand\n2"}, by=desk.cast.alpha_member)
        told = autosave(coordinator, SECTION_M, **opened)["answers"]["M06"]
        assert (told["state"], told["raw"]["M06"]) == ("merged", ["1\nand\n2"])
        assert told["words"].endswith(", together with what somebody else changed")


class TestCannot:
    """ "We cannot answer this" as one of the things that can be said."""

    def test_a_reason_takes_the_place_of_an_answer(self, desk: Desk, coordinator: Client) -> None:
        """A radio cannot be unticked, so it is sent along."""
        desk.answer(desk.cast.alpha, {"A01": "in_place"})
        why = {"cannot.A01": "not_agreed", "cannot_note.A01": "Two views."}
        told = autosave(coordinator, SECTION_A, **first(desk, A01="in_place") | why)
        assert told["answers"]["A01"]["raw"] == {
            "cannot.A01": ["not_agreed"],
            "cannot_note.A01": ["Two views."],
        }
        assert desk.values(desk.cast.alpha) == {"A01": None}

    def test_an_answer_takes_the_place_of_a_reason(self, desk: Desk, coordinator: Client) -> None:
        why = {"cannot.A02": "not_yet", "cannot_note.A02": ""}
        autosave(coordinator, SECTION_A, **desk.tokens(desk.cast.alpha, ["A02"]) | why)
        with in_partnership(desk.cast.alpha.pk):
            (row,) = desk.row().answers.all()
        token = str_token(row)
        told = autosave(coordinator, SECTION_A, **{"revision.A02": token, "A02": "2001", **why})
        assert told["answers"]["A02"]["state"] == "saved"
        assert 'value="not_yet" selected' not in told["notes"]["A02"]
        assert desk.values(desk.cast.alpha) == {"A02": 2001}

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            (
                {"A02": "2001", "cannot.A02": "not_yet"},
                "Answer the question or say why it cannot be answered, not both",
            ),
            ({"cannot.A02": "tired"}, "Choose one of the reasons listed"),
            (
                {"cannot.A02": "", "cannot_note.A02": "Nobody knows"},
                "Say why this question cannot be answered, or take your note out",
            ),
            (
                {"cannot.A02": "other", "cannot_note.A02": "x" * 1001},
                "Enter a note of 1,000 characters or fewer",
            ),
        ],
    )
    def test_what_is_wrong_with_a_reason(
        self, desk: Desk, coordinator: Client, fields: dict[str, str], message: str
    ) -> None:
        desk.answer(desk.cast.alpha, {"A01": "in_place"})
        tokens = desk.tokens(desk.cast.alpha, ["A02"])
        told = autosave(coordinator, SECTION_A, **tokens | fields)
        assert told["answers"]["A02"] == {"state": "wrong", "words": message}
        page = first(desk, A01="in_place") | tokens | fields
        html = coordinator.post(SECTION_A, {**page, "then": "later"}).content.decode()
        assert f"Question 2: {message}" in html
        assert "A02" not in desk.values(desk.cast.alpha)


def str_token(row: Any) -> str:
    return str(token_of(row.revision, row.value, row.cannot, row.cannot_note))


def test_a_soft_check_appears_beside_its_question(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    (check,) = [c for c in desk.form.checks if c.code == "CK02"]
    tokens = desk.tokens(desk.cast.alpha, ["B14"])
    told = autosave(coordinator, SECTION_B, **tokens)
    notes = told["notes"]
    assert check.questions[0] in notes
    assert "Please check:" in notes[check.questions[0]]


class TestPresence:
    """Who is in the section now."""

    def test_two_people_see_each_other(self, desk: Desk, client: Client) -> None:
        desk.answer(desk.cast.alpha, {"A01": "in_place"})
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        chair = Client()
        client.force_login(desk.cast.alpha_coordinator, backend)
        chair.force_login(desk.cast.alpha_chair, backend)
        client.get(SECTION_A)
        assert chair.get(SECTION_A).status_code == 200  # who only reads is not at work
        assert autosave(client, SECTION_A)["here"] == ""
        with in_partnership(desk.cast.alpha.pk):
            touch(annual_return=desk.row(), section="A", by=desk.cast.alpha_member)
            people = list(Effort.objects.values_list("person__name", "section"))
        assert sorted(people) == [("Alpha Coordinator", "A"), ("Alpha Member", "A")]
        assert autosave(client, SECTION_A)["here"] == "Alpha Member is in this section now."
        html = client.get(SECTION_A).content.decode()
        (here,) = with_class(parsed(html), "portal-here")
        assert words(here) == "Alpha Member is in this section now."
        assert autosave(client, SECTION_B)["here"] == ""


@pytest.mark.parametrize("state", ["ready", "signed", "closed"])
def test_too_late_is_409_and_changes_nothing(desk: Desk, coordinator: Client, state: str) -> None:
    if state == "closed":
        desk.answer(desk.cast.alpha, {"A02": 2001})
        with in_national():
            close_wave(wave=desk.wave, by=desk.cast.by)
    else:
        getattr(desk, state)(desk.cast.alpha)
    before = desk.values(desk.cast.alpha)
    sent = desk.tokens(desk.cast.alpha, ["A02"]) | {"A02": "1997"}
    told = autosave(coordinator, SECTION_A, status=409, **sent)
    assert told["words"].split(",")[0] in (
        "This return has been declared ready for sign-off",
        "This return has been signed off",
        "The 2004 survey is closed. Ask the national evaluation team for more time if you need it.",
    )
    response = coordinator.post(SECTION_A, {**sent, "then": "next"})
    assert response.status_code == 409
    assert "1997" in response.content.decode()
    assert desk.values(desk.cast.alpha) == before


@pytest.mark.parametrize("who", ["alpha_chair", "alpha_member"])
def test_those_who_may_not_write_are_refused(desk: Desk, signed_in: SignIn, who: str) -> None:
    client = signed_in(desk.cast.users[who])
    autosave(client, SECTION_A, status=403, **first(desk, A02=2001))
    assert desk.values(desk.cast.alpha) == {}


def test_a_paste_of_ten_megabytes_is_refused_plainly(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    sent = desk.tokens(desk.cast.alpha, ["M06"]) | {"M06": "x" * 10_000_000}
    response = coordinator.post(SECTION_M, {**sent, "then": "later"})
    assert response.status_code == 400
    assert "is more than one page can take" in response.content.decode()
    autosave(coordinator, SECTION_M, status=400, **sent)
    assert desk.values(desk.cast.alpha) == {"A01": "in_place"}


def test_a_long_paste_comes_back_and_is_not_stored(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    sent = desk.tokens(desk.cast.alpha, ["M06"]) | {"M06": "x" * 200_000}
    told = autosave(coordinator, SECTION_M, **sent)["answers"]["M06"]
    assert told["state"] == "wrong"
    assert told["words"].startswith("Your answer is 200,000 characters long")
    assert "M06" not in desk.values(desk.cast.alpha)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Safer\x00\x08 streets", "Safer streets"),
        ("a\u202eevil\u2066", "aevil"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(0)", "=HYPERLINK(0)"),
        ("\x00\x01", None),
    ],
)
def test_hostile_text_is_only_text(
    desk: Desk, coordinator: Client, typed: str, stored: str | None
) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    why = {"cannot.M06": "", "cannot_note.M06": ""}
    sent = desk.tokens(desk.cast.alpha, ["M06"]) | {"M06": typed} | why
    assert autosave(coordinator, SECTION_M, **sent)["answers"]["M06"]["state"] == "saved"
    assert desk.values(desk.cast.alpha).get("M06") == stored
    html = coordinator.get(SECTION_M).content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "fields",
    [
        {"revision.Z99": "1-0123456789ab"},
        {"revision.": ""},
        {"known.A02": "x", "known.": "1", "known.Z99": "5"},
        {"known.A02": "9" * 30},
        {"clash.A02": "mine", "clash_seen.A02": "-1", "revision.A02": "\x00"},
        {"confirm.CK02": "yes", "confirm_note.CK02": "\x00" * 50, "copy": "<b>"},
    ],
)
def test_odd_fields_change_nothing(desk: Desk, coordinator: Client, fields: dict[str, str]) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    autosave(coordinator, SECTION_A, **fields)
    assert coordinator.post(SECTION_A, fields).status_code in (200, 302)
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 2001}
    with in_partnership(desk.cast.alpha.pk):
        assert AnswerRevision.objects.count() == 2


def test_queries_of_an_autosave_are_constant(
    desk: Desk, coordinator: Client, django_assert_max_num_queries: Any
) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    sent = first(desk, A02=1999)
    with django_assert_max_num_queries(36):
        autosave(coordinator, SECTION_A, **sent)

"""One section's page: saving, errors, clashes, routing, reading, hostile input."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.waves import close_wave
from surveys.returns.models import Answer
from surveys.returns.standing import standing_of
from tests.portal.web.markup import by_id, parsed, with_class, words
from tests.surveys.returns.desk import A, Desk

SignIn = Callable[[User], Client]
SECTION_A = f"{A}sections/A/"
SECTION_B = f"{A}sections/B/"
SECTION_C = f"{A}sections/C/"


@pytest.fixture
def coordinator(desk: Desk, signed_in: SignIn) -> Client:
    """Alpha's co-ordinator."""
    return signed_in(desk.cast.alpha_coordinator)


def summary(html: str) -> list[tuple[str, str]]:
    """(words, href) of each line of the error summary."""
    (box,) = with_class(parsed(html), "govuk-error-summary__list") or [None]
    if box is None:
        return []
    return [
        (words(line), next((a.get("href") for a in line.iter("a")), "")) for line in box.iter("li")
    ]


def title(html: str) -> str:
    return words(next(parsed(html).iter("title")))


def field(html: str, ident: str) -> str | None:
    return by_id(parsed(html), ident).get("value")


def hidden(html: str) -> dict[str, str]:
    """What a page carries along: tokens, and which answers of others were seen."""
    fields = [e for e in parsed(html).iter("input") if e.get("type") == "hidden"]
    known = {e.get("name") or "": e.get("value") or "" for e in fields}
    return {n: v for n, v in known.items() if n.startswith(("revision.", "clash_seen."))}


def text(response) -> str:
    return response.content.decode()


def test_draws_the_questions_with_what_is_stored(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    html = text(coordinator.get(SECTION_A))
    assert title(html) == "About the partnership – LSP Portal"
    assert field(html, "id_A02") == "2001"
    assert by_id(parsed(html), "id_A01_0").get("checked") is not None
    assert "Section 1 of 13" in words(next(parsed(html).iter("main")))


def test_save_and_continue_goes_to_the_next_section(desk: Desk, coordinator: Client) -> None:
    fields = {"A01": "in_place", "A02": "2001", "A04": "manager", "then": "next"}
    options = [o.code for o in desk.form.question("A04").options]
    response = coordinator.post(SECTION_A, {**fields, "A04": options[0]})
    assert (response.status_code, response["Location"]) == (302, SECTION_B)
    assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 2001, "A04": options[0]}


def test_after_the_last_asked_section_comes_the_review(desk: Desk, coordinator: Client) -> None:
    """An area without an LSP is asked section A alone."""
    role = desk.form.question("A04").options[0].code
    response = coordinator.post(SECTION_A, {"A01": "none", "A04": role, "then": "next"})
    assert response["Location"] == f"{A}review/"


def test_save_and_come_back_later_leaves_whatever_is_missing(
    desk: Desk, coordinator: Client
) -> None:
    response = coordinator.post(SECTION_A, {"A01": "in_place", "then": "later"})
    assert response["Location"] == A
    assert desk.values(desk.cast.alpha) == {"A01": "in_place"}
    assert "Section 1, “About the partnership”, is saved." in text(coordinator.get(A))


def test_continue_says_what_is_missing_and_has_saved_the_rest(
    desk: Desk, coordinator: Client
) -> None:
    response = coordinator.post(SECTION_A, {"A01": "in_place", "then": "next"})
    html = text(response)
    assert response.status_code == 200
    assert title(html) == "Error: About the partnership – LSP Portal"
    first_meeting, role = (desk.form.question(q) for q in ("A02", "A04"))
    assert summary(html) == [
        (f"Answer question 2: {first_meeting.text}", "#id_A02"),
        (f"Answer question 4: {role.text}", "#id_A04_0"),
    ]
    assert "Everything else on this page is saved." in html
    assert desk.values(desk.cast.alpha) == {"A01": "in_place"}


def test_wrong_answers_are_kept_as_typed_and_right_ones_saved(
    desk: Desk, coordinator: Client
) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    tokens = desk.tokens(desk.cast.alpha, ["A01", "A02", "A03", "A04", "A05"])
    typed = {"A01": "forming", "A02": "last <b>year</b>", "then": "later", **tokens}
    html = text(coordinator.post(SECTION_A, {**typed, "A01": "in_place", "A04": "chair"}))
    assert summary(html) == [("Question 2: Enter a year between 1995 and 2005", "#id_A02")]
    assert field(html, "id_A02") == "last <b>year</b>"
    assert desk.values(desk.cast.alpha)["A02"] == 2001
    assert "<b>year</b>" not in html


def test_a_hard_check_is_explained_at_its_question(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
    given = desk.complete(desk.cast.alpha)
    mine = {q.code: given[q.code] for q in desk.form.section("B").questions if q.code in given}
    fields = desk.fields(desk.cast.alpha, mine) | {"B02": [str(given["B02"] + 1)]}
    html = text(coordinator.post(SECTION_B, {**fields, "then": "next"}))
    (check,) = [c for c in desk.form.checks if c.code == "CK01"]
    assert summary(html) == [(f"{check.message} {check.remedy}", "#id_B02")]
    assert desk.values(desk.cast.alpha)["B02"] == given["B02"] + 1


def test_the_review_leads_to_the_problems_of_a_section(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    role = desk.form.question("A04")
    assert summary(text(coordinator.get(f"{SECTION_A}?problems=1"))) == [
        (f"Answer question 4: {role.text}", "#id_A04_0")
    ]
    assert summary(text(coordinator.get(SECTION_A))) == []


def test_a_half_answered_grid_marks_each_open_row(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    grid = desk.form.question("B11")
    rows = [row.code for row in grid.rows]
    code = grid.options[0].code
    fields = {f"B11.{row}": code for row in rows[2:]}
    html = text(coordinator.post(SECTION_B, {**fields, "then": "next"}))
    tree = parsed(html)
    marked = [row for row in rows if _has_id(tree, f"id_B11.{row}-error")]
    assert marked == rows[:2]
    assert f"#id_B11.{rows[0]}_0" in [href for _, href in summary(html)]


def _has_id(tree, ident: str) -> bool:
    return any(e.get("id") == ident for e in tree.iter())


class TestASoftCheck:
    """CK02: staff (B13), but no running cost (B14)."""

    @pytest.fixture(autouse=True)
    def _unusual(self, desk: Desk) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
        (self.check,) = [c for c in desk.form.checks if c.code == "CK02"]
        self.number = desk.form.question(self.check.questions[0]).number
        own = {q.code for q in desk.form.section("B").questions}
        answers = {q: v for q, v in desk.complete(desk.cast.alpha).items() if q in own - {"B14"}}
        self.fields = desk.fields(desk.cast.alpha, {**answers, "B14": None})

    def test_is_a_note_with_a_box(self, desk: Desk, coordinator: Client) -> None:
        html = text(coordinator.get(SECTION_B))
        (note,) = with_class(parsed(html), "portal-question__note")
        assert words(note).startswith(f"Please check: {self.check.message} {self.check.remedy}")
        ((message, _),) = summary(text(coordinator.get(f"{SECTION_B}?problems=1")))
        assert message == f"{self.check.message} {self.check.remedy}"

    def test_ticked_it_is_confirmed_with_its_note(self, desk: Desk, coordinator: Client) -> None:
        ticked = {"confirm.CK02": ["no", "yes"], "confirm_note.CK02": "The council <b>pays</b>."}
        response = coordinator.post(SECTION_B, {**self.fields, **ticked, "then": "next"})
        assert response["Location"] == SECTION_C
        html = text(coordinator.get(SECTION_B))
        (note,) = with_class(parsed(html), "portal-question__note")
        assert words(note).startswith("Confirmed: ")
        assert "The council &lt;b&gt;pays&lt;/b&gt;." in html
        untick = {"confirm.CK02": "no", "confirm_note.CK02": "", **box_seen(html)}
        coordinator.post(SECTION_B, {**self.fields, **untick, "then": "later"})
        assert "Please check:" in text(coordinator.get(SECTION_B))

    def test_a_confirmation_of_somebody_else_is_not_deleted_unseen(
        self, desk: Desk, coordinator: Client
    ) -> None:
        drawn = {"confirm.CK02": "no", "confirm_note.CK02": ""}
        drawn |= box_seen(text(coordinator.get(SECTION_B)))
        desk.confirm(desk.cast.alpha, "The council pays.")
        response = coordinator.post(SECTION_B, {**self.fields, **drawn, "then": "next"})
        assert response["Location"] == SECTION_C
        assert said(desk) == ["The council pays."]

    def test_two_notes_do_not_overwrite_each_other(self, desk: Desk, coordinator: Client) -> None:
        drawn = box_seen(text(coordinator.get(SECTION_B)))
        desk.confirm(desk.cast.alpha, "The council pays.")
        ticked = {"confirm.CK02": ["no", "yes"], "confirm_note.CK02": "Not known."}
        sent = {**self.fields, **ticked, "then": "later"}
        html = text(coordinator.post(SECTION_B, {**sent, **drawn}))
        assert summary(html) == [
            (
                (
                    f"Question {self.number}: Somebody else confirmed this, or took that back. Look"
                    " at it again, then save."
                ),
                "#id_confirm.CK02",
            )
        ]
        assert said(desk) == ["The council pays."]
        assert "confirmed this at" in html
        assert "Not known.</textarea>" in html
        coordinator.post(SECTION_B, {**sent, **box_seen(html)})
        assert said(desk) == ["Not known."]

    def test_autosaved_it_goes_on_from_its_own_tick(self, desk: Desk, coordinator: Client) -> None:
        code = self.check.questions[0]
        token = {f"revision.{code}": self.fields[f"revision.{code}"]}
        drawn = box_seen(text(coordinator.get(SECTION_B)))
        tick = {**token, "confirm.CK02": ["no", "yes"], "confirm_note.CK02": ""}
        headers = {"Accept": "application/json"}
        told = coordinator.post(SECTION_B, {**tick, **drawn}, headers=headers).json()
        boxes = told["answers"][code]["boxes"]
        assert list(boxes) == ["confirm_seen.CK02"]
        noted = {**tick, "confirm_note.CK02": "The council pays."}
        stale = coordinator.post(SECTION_B, {**noted, **drawn}, headers=headers).json()
        assert stale["answers"][code]["state"] == "wrong"
        assert said(desk) == [""]
        told = coordinator.post(SECTION_B, {**noted, **boxes}, headers=headers).json()
        assert told["answers"][code]["state"] == "saved"
        assert said(desk) == ["The council pays."]

    def test_a_note_without_a_tick_is_asked_about_and_kept(
        self, desk: Desk, coordinator: Client
    ) -> None:
        noted = {"confirm.CK02": "no", "confirm_note.CK02": "The council pays."}
        html = text(coordinator.post(SECTION_B, {**self.fields, **noted, "then": "later"}))
        assert summary(html) == [
            (
                (
                    f"Question {self.number}: Tick the box to confirm the answer, or take your"
                    " note out"
                ),
                "#id_confirm.CK02",
            )
        ]
        assert "The council pays.</textarea>" in html

    def test_answers_changed_by_others_meanwhile_are_not_confirmed_unseen(
        self, desk: Desk, coordinator: Client
    ) -> None:
        desk.answer(desk.cast.alpha, {"B13": 9}, by=desk.cast.alpha_member)
        ticked = {"confirm.CK02": ["no", "yes"], "confirm_note.CK02": ""}
        html = text(coordinator.post(SECTION_B, {**self.fields, **ticked, "then": "later"}))
        assert summary(html) == [
            (
                (
                    f"Question {self.number}: Somebody changed an answer that this is about. Look"
                    " at it again, then confirm."
                ),
                "#id_confirm.CK02",
            )
        ]
        assert field(html, "id_B13") == "9"


def box_seen(html: str) -> dict[str, str]:
    """The hidden field that says what the page shows of the confirmation."""
    (seen,) = [e for e in parsed(html).iter("input") if e.get("name") == "confirm_seen.CK02"]
    return {"confirm_seen.CK02": seen.get("value") or ""}


def said(desk: Desk) -> list[str]:
    """Notes of what is confirmed."""
    with in_partnership(desk.cast.alpha.pk):
        return [each.note for each in standing_of(desk.row()).confirmed.values()]


class TestTwoPeopleOnOnePage:
    """Both opened the page when A02 was 2001."""

    @pytest.fixture
    def opened(self, desk: Desk) -> dict[str, list[str]]:
        desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001, "A04": "chair"})
        return desk.tokens(desk.cast.alpha, ["A01", "A02", "A03", "A04", "A05"])

    def test_untouched_fields_leave_the_others_change(
        self, desk: Desk, coordinator: Client, opened: dict[str, list[str]]
    ) -> None:
        desk.answer(desk.cast.alpha, {"A02": 2002}, by=desk.cast.alpha_member)
        fields = {"A01": "in_place", "A02": "2001", "A03": "good", "A04": "chair"}
        good = desk.form.question("A03").options[0].code
        response = coordinator.post(SECTION_A, {**fields, "A03": good, "then": "later", **opened})
        assert response.status_code == 302
        stored = desk.values(desk.cast.alpha)
        assert (stored["A02"], stored["A03"]) == (2002, good)

    def test_a_clash_tells_whose_what_and_when_and_saves_the_rest(
        self, desk: Desk, coordinator: Client, opened: dict[str, list[str]]
    ) -> None:
        desk.answer(desk.cast.alpha, {"A02": 2002}, by=desk.cast.alpha_member)
        good = desk.form.question("A03").options[0].code
        mine = {"A01": "in_place", "A02": "1999", "A03": good, "A04": "chair", "then": "later"}
        response = coordinator.post(SECTION_A, {**mine, **opened})
        html = text(response)
        ((message, href),) = summary(html)
        assert (response.status_code, href) == (200, "#clash_A02")
        assert message.startswith("Alpha Member changed the answer to question 2 at ")
        assert message.endswith(
            "after you opened this page. Choose which answer counts; yours is not saved yet"
        )
        (box,) = with_class(parsed(html), "portal-clash")
        whose = [words(h) for h in with_class(box, "portal-clash__whose")]
        assert (whose[0], whose[2]) == ("What you both began with", "Yours, not saved")
        assert whose[1].startswith("Alpha Member, ")
        assert [words(t) for t in with_class(box, "portal-clash__text")] == ["2001", "2002", "1999"]
        assert field(html, "id_A02") == "1999"
        stored = desk.values(desk.cast.alpha)
        assert (stored["A02"], stored["A03"]) == (2002, good)

    @pytest.mark.parametrize(
        ("choice", "stands"), [("mine", 1999), ("theirs", 2002), ("", 2002), ("both", 2002)]
    )
    def test_the_person_chooses(
        self,
        desk: Desk,
        coordinator: Client,
        opened: dict[str, list[str]],
        choice: str,
        stands: int,
    ) -> None:
        """Without a choice the same clash comes again: saving twice is no choice."""
        desk.answer(desk.cast.alpha, {"A02": 2002}, by=desk.cast.alpha_member)
        mine = {"A01": "in_place", "A02": "1999", "A04": "chair", "then": "later"}
        html = text(coordinator.post(SECTION_A, {**mine, **opened}))
        chosen = {**mine, **hidden(html), "clash.A02": choice}
        response = coordinator.post(SECTION_A, chosen)
        assert response.status_code == (302 if choice in ("mine", "theirs") else 200)
        assert desk.values(desk.cast.alpha)["A02"] == stands

    def test_mine_chosen_clashes_again_when_theirs_changed_since(
        self, desk: Desk, coordinator: Client, opened: dict[str, list[str]]
    ) -> None:
        desk.answer(desk.cast.alpha, {"A02": 2002}, by=desk.cast.alpha_member)
        mine = {"A01": "in_place", "A02": "1999", "A04": "chair", "then": "later"}
        html = text(coordinator.post(SECTION_A, {**mine, **opened}))
        desk.answer(desk.cast.alpha, {"A02": 2003}, by=desk.cast.alpha_chair)
        html = text(coordinator.post(SECTION_A, {**mine, **hidden(html), "clash.A02": "mine"}))
        (box,) = with_class(parsed(html), "portal-clash")
        assert [words(t) for t in with_class(box, "portal-clash__text")] == ["2002", "2003", "1999"]
        assert desk.values(desk.cast.alpha)["A02"] == 2003

    def test_rows_of_a_grid_join_and_only_the_same_row_clashes(
        self, desk: Desk, coordinator: Client
    ) -> None:
        desk.answer(desk.cast.alpha, {"A01": "in_place"})
        one, two, three = [row.code for row in desk.form.question("B11").rows][:3]
        good, bad, fair = [o.code for o in desk.form.question("B11").options][:3]
        desk.answer(desk.cast.alpha, {"B11": {one: good}})
        opened = desk.fields(desk.cast.alpha, {"B11": {one: good}})
        theirs = {one: bad, two: good}
        desk.answer(desk.cast.alpha, {"B11": theirs}, by=desk.cast.alpha_member)
        joined = {**opened, f"B11.{three}": fair, "then": "later"}
        assert coordinator.post(SECTION_B, joined).status_code == 302
        stands = desk.values(desk.cast.alpha)["B11"]
        assert stands == {one: bad, two: good, three: fair}
        html = text(coordinator.post(SECTION_B, {**joined, f"B11.{one}": fair}))
        (box,) = with_class(parsed(html), "portal-clash")
        label = desk.form.question("B11").rows[0].label
        shown = [words(t) for t in with_class(box, "portal-clash__text")]
        labels = {o.code: o.label for o in desk.form.question("B11").options}
        assert shown == [f"{label}: {labels[code]}" for code in (good, bad, fair)]
        assert by_id(parsed(html), f"id_B11.{two}_0").get("checked") is not None
        assert desk.values(desk.cast.alpha)["B11"] == stands

    def test_without_tokens_nothing_is_overwritten(
        self, desk: Desk, coordinator: Client, opened: dict[str, list[str]]
    ) -> None:
        html = text(coordinator.post(SECTION_A, {"A02": "1999", "then": "later"}))
        assert [href for _, href in summary(html)] == ["#clash_A02"]
        assert desk.values(desk.cast.alpha) == {"A01": "in_place", "A02": 2001, "A04": "chair"}

    @pytest.mark.parametrize(
        "token", ["", "x", "-1-", "1-zzzzzzzzzzzz", "99999999999-0123456789ab", "1", "\x00"]
    )
    def test_a_broken_token_overwrites_nothing(
        self, desk: Desk, coordinator: Client, opened: dict[str, list[str]], token: str
    ) -> None:
        sent = {**opened, "revision.A02": token, "A01": "in_place", "A04": "chair"}
        html = text(coordinator.post(SECTION_A, {**sent, "A02": "1999", "then": "later"}))
        assert [href for _, href in summary(html)] == ["#clash_A02"]
        assert desk.values(desk.cast.alpha)["A02"] == 2001


class TestRouting:
    """C02 is asked only if C01 says that a review was held."""

    @pytest.fixture(autouse=True)
    def _answered(self, desk: Desk) -> None:
        reduced = desk.form.question("C02").options[0].code
        self.reduced = reduced
        desk.answer(
            desk.cast.alpha, {"A01": "in_place", "C01": "completed", "C02": reduced, "C06": "draft"}
        )

    def test_a_question_hidden_by_script_keeps_its_answer(
        self, desk: Desk, coordinator: Client
    ) -> None:
        """Script disables what it hides, so C02 is not sent; its token is."""
        other = next(
            o.code for o in desk.form.question("C01").options
            if o.code not in ("completed", "underway")
        )  # fmt: skip
        tokens = desk.tokens(desk.cast.alpha, ["C01", "C02", "C06"])
        coordinator.post(SECTION_C, {"C01": other, "then": "later", **tokens})
        stored = desk.values(desk.cast.alpha)
        assert (stored["C01"], stored["C02"]) == (other, self.reduced)
        said = text(coordinator.get(f"{A}review/"))
        assert desk.form.question("C02").text not in said

    def test_a_blank_that_is_asked_is_a_cleared_answer(
        self, desk: Desk, coordinator: Client
    ) -> None:
        tokens = desk.tokens(desk.cast.alpha, ["C01", "C02", "C06"])
        coordinator.post(SECTION_C, {"C01": "completed", "then": "later", **tokens})
        assert desk.values(desk.cast.alpha)["C02"] is None

    def test_without_script_every_question_stays_with_its_condition(
        self, coordinator: Client
    ) -> None:
        html = text(coordinator.get(SECTION_C))
        (line,) = with_class(parsed(html), "portal-question__only")
        assert words(line).startswith("Answer this only if you answered ")

    def test_an_answer_to_what_is_not_asked_is_set_aside(
        self, desk: Desk, coordinator: Client
    ) -> None:
        """Without script a person may answer it all the same: kept, not counted, no error."""
        other = [o.code for o in desk.form.question("C01").options][-1]
        tokens = desk.tokens(desk.cast.alpha, ["C01", "C02", "C06"])
        second = desk.form.question("C02").options[1].code
        response = coordinator.post(
            SECTION_C, {"C01": other, "C02": second, "then": "later", **tokens}
        )
        assert response.status_code == 302
        assert desk.values(desk.cast.alpha)["C02"] == second

    def test_a_question_of_another_section_is_ignored(
        self, desk: Desk, coordinator: Client
    ) -> None:
        coordinator.post(SECTION_C, {"A02": "1999", "B02": "12", "then": "later"})
        assert "A02" not in desk.values(desk.cast.alpha)

    def test_what_another_kind_of_partnership_is_asked_is_ignored(
        self, desk: Desk, coordinator: Client
    ) -> None:
        """L03 is London's."""
        coordinator.post(f"{A}sections/L/", {"L03": "formal", "then": "later"})
        assert "L03" not in desk.values(desk.cast.alpha)


def test_section_that_cannot_start_yet(desk: Desk, coordinator: Client) -> None:
    html = text(coordinator.get(f"{A}sections/D/"))
    assert "You cannot start this section yet" in html
    assert f'The answer to <a class="govuk-link" href="{A}sections/A/#q_A01">' in html
    assert '<form class="portal-section"' not in html


def test_section_that_is_not_needed(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "none"})
    assert "You do not need this section" in text(coordinator.get(f"{A}sections/D/"))


def test_answers_posted_to_a_section_that_is_not_asked_are_ignored(
    desk: Desk, coordinator: Client
) -> None:
    coordinator.post(f"{A}sections/D/", {"D05": "yes", "then": "later"})
    assert desk.values(desk.cast.alpha) == {}


@pytest.mark.parametrize("who", ["alpha_chair", "alpha_member"])
def test_others_read_the_answers_in_words(desk: Desk, signed_in: SignIn, who: str) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001})
    client = signed_in(desk.cast.users[who])
    html = text(client.get(SECTION_A))
    assert "You can read these answers as they stand." in html
    values = [words(v) for v in with_class(parsed(html), "govuk-summary-list__value")]
    assert values == [
        "In place and meeting", "2001", "Not answered (optional)", "Not answered",
        "Not answered (optional)",
    ]  # fmt: skip
    assert client.post(SECTION_A, {"A02": "1999"}).status_code == 403
    assert desk.values(desk.cast.alpha)["A02"] == 2001


@pytest.mark.parametrize(
    ("state", "words_shown"),
    [
        ("ready", "This return has been declared ready for sign-off"),
        ("signed", "These answers are signed off."),
    ],
)
def test_a_return_that_left_the_team_is_read_only(
    desk: Desk, coordinator: Client, state: str, words_shown: str
) -> None:
    getattr(desk, state)(desk.cast.alpha)
    html = text(coordinator.get(SECTION_A))
    assert words_shown in html
    assert "portal-section" not in html


def test_nothing_typed_is_lost_when_the_return_was_declared_meanwhile(
    desk: Desk, coordinator: Client
) -> None:
    desk.ready(desk.cast.alpha)
    tokens = desk.tokens(desk.cast.alpha, ["A02"])
    response = coordinator.post(SECTION_A, {"A02": "1999", "then": "next", **tokens})
    html = text(response)
    assert response.status_code == 409
    assert summary(html) == [
        (
            (
                "This return has been declared ready for sign-off, so its answers cannot change."
                " The co-ordinator can take it back from the review page."
            ),
            "",
        )
    ]
    assert field(html, "id_A02") == "1999"
    assert "is saved" not in html


def test_closed_wave_is_read_only(desk: Desk, coordinator: Client) -> None:
    with in_national():
        close_wave(wave=desk.wave, by=desk.cast.by)
    assert "The survey is closed, so these answers can no longer change." in text(
        coordinator.get(SECTION_A)
    )


@pytest.mark.parametrize("path", ["sections/Z/", "sections/a/"])
def test_unknown_section_is_404(desk: Desk, coordinator: Client, path: str) -> None:
    assert coordinator.get(A + path).status_code == 404
    assert coordinator.post(A + path, {}).status_code == 404


@pytest.mark.parametrize("year", ["2003", "0", "99999999999999999999"])
def test_unknown_year_is_404(desk: Desk, coordinator: Client, year: str) -> None:
    assert coordinator.get(f"/p/alpha/return/{year}/sections/A/").status_code == 404


@pytest.mark.parametrize(
    "typed",
    ["1e400", "٢٠٠١", "NaN", "0x7d1", "2001; DROP TABLE", "\u202e1002", "2001\x00", "2" * 200_000],
)
def test_hostile_numbers_change_nothing(desk: Desk, coordinator: Client, typed: str) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 1999})
    tokens = desk.tokens(desk.cast.alpha, ["A01", "A02"])
    response = coordinator.post(
        SECTION_A, {"A01": "in_place", "A02": typed, "then": "later", **tokens}
    )
    assert response.status_code in (200, 302)
    assert desk.values(desk.cast.alpha)["A02"] in (1999, 2001)


def test_hostile_choices_are_refused(desk: Desk, coordinator: Client) -> None:
    html = text(coordinator.post(SECTION_A, {"A01": ["in_place", "none"], "A04": "<script>"}))
    assert ("Question 1: Choose one option only", "#id_A01_0") in summary(html)
    assert ("Question 4: Choose one of the options listed", "#id_A04_0") in summary(html)
    assert "<script>alert" not in html
    assert 'value="<script>' not in html
    assert desk.values(desk.cast.alpha) == {}


def test_too_many_fields_are_refused(desk: Desk, coordinator: Client) -> None:
    assert coordinator.post(SECTION_A, {f"x{n}": "1" for n in range(1001)}).status_code == 400


def test_long_text_comes_back_whole(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    longest = desk.form.question("M06").max_length
    typed = "wörds\r\n" * 600
    html = text(coordinator.post(f"{A}sections/M/", {"M06": typed, "then": "later"}))
    ((message, href),) = summary(html)
    assert href == "#id_M06"
    assert f"Enter {longest:,} characters or fewer" in message
    assert html.count("wörds") >= 600


def test_beta_answers_never_show_at_alpha(desk: Desk, coordinator: Client) -> None:
    desk.answer(desk.cast.beta, {"A02": 1994})
    assert "1994" not in text(coordinator.get(SECTION_A))
    assert coordinator.get("/p/beta/return/2004/sections/A/").status_code == 404


def test_queries_do_not_grow_with_answers(
    desk: Desk, coordinator: Client, django_assert_num_queries
) -> None:
    desk.answer(desk.cast.alpha, {"A01": "in_place"})
    coordinator.get(SECTION_B)
    with in_partnership(desk.cast.alpha.pk):
        assert Answer.objects.count() == 1
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for answers in ({}, desk.complete(desk.cast.alpha)):
        desk.answer(desk.cast.alpha, answers)
        with CaptureQueriesContext(connection) as seen:
            coordinator.get(SECTION_B)
        counts.append(len(seen))
    assert 5 < counts[0] == counts[1] <= 19

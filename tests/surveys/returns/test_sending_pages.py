"""Review, declaring, sending back, signing off, receipt: who may, and every refusal."""

from collections.abc import Callable

import pytest
from django.test import Client

from partnerships.membership.domain.roles import give_role
from portal.accounts.models import User
from portal.tenancy.context import in_national, in_partnership
from surveys.returns.domain.signing import declare_ready, send_back
from surveys.returns.domain.waves import close_wave
from surveys.returns.standing import standing_of
from tests.portal.web.markup import parsed, with_class, words
from tests.surveys.returns.desk import A, Desk
from tests.surveys.returns.test_section_page import summary, text, title

SignIn = Callable[[User], Client]
REVIEW = f"{A}review/"
SURE = {"sure": "on"}


@pytest.fixture
def coordinator(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.cast.alpha_coordinator)


@pytest.fixture
def chair(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.cast.alpha_chair)


def sent(client: Client, **fields: str) -> dict[str, str]:
    """What the page's form of declaring or signing sends, with the fields given."""
    html = text(client.get(REVIEW))
    hidden = {
        e.get("name") or "": e.get("value") or ""
        for e in parsed(html).iter("input")
        if e.get("name") in ("seen", "said")
    }
    return {**hidden, **SURE, **fields}


def findings(html: str) -> list[tuple[str, str]]:
    """(words, href) of the findings listed."""
    lines = [li for ul in with_class(parsed(html), "portal-findings__list") for li in ul.iter("li")]
    return [(words(li), next((a.get("href") for a in li.iter("a")), "")) for li in lines]


class TestReview:
    def test_lists_what_is_missing_with_links(self, desk: Desk, coordinator: Client) -> None:
        desk.answer(desk.cast.alpha, {"A01": "in_place", "A02": 2001, "B13": 2.0})
        html = text(coordinator.get(REVIEW))
        role = desk.form.question("A04")
        listed = findings(html)
        assert listed[0] == (
            f"Answer question 4: {role.text}", f"{A}sections/A/?problems=1#id_A04_0",
        )  # fmt: skip
        soft = next(c for c in desk.form.checks if c.code == "CK02")
        assert (f"{soft.message}{soft.remedy}", f"{A}sections/B/#id_B14") in listed
        assert "to put right before the return can be declared ready" in html
        assert "Declare ready for sign-off" not in html

    def test_says_every_answer_in_words_with_links(self, desk: Desk, coordinator: Client) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        html = text(coordinator.get(REVIEW))
        with in_partnership(desk.cast.alpha.pk):
            standing = standing_of(desk.row())
        asked = standing.routed.questions
        linked = {
            q.code for q in desk.form.questions if f"{q.section}/#{q.items[0].anchor}" in html
        }
        assert linked == asked
        assert 60 < len(asked) < len(desk.form.questions)
        assert "Declare ready for sign-off" in html
        assert "Everything that has to be answered is answered." in html

    @pytest.mark.parametrize("who", ["alpha_chair", "alpha_member"])
    def test_readers_get_no_links_and_no_forms(
        self, desk: Desk, signed_in: SignIn, who: str
    ) -> None:
        desk.answer(desk.cast.alpha, {"A01": "in_place"})
        html = text(signed_in(desk.cast.users[who]).get(REVIEW))
        assert "In place and meeting" in html
        assert "sections/A/#" not in html
        assert html.count("<form") == 1  # signing out


class TestDeclaring:
    def test_happy_path(self, desk: Desk, coordinator: Client) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        response = coordinator.post(f"{A}declare/", sent(coordinator))
        assert (response.status_code, response["Location"]) == (302, A)
        assert desk.state(desk.cast.alpha) == "ready"
        assert "The return is declared ready." in text(coordinator.get(A))

    def test_has_to_be_confirmed(self, desk: Desk, coordinator: Client) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        html = text(coordinator.post(f"{A}declare/"))
        assert summary(html) == [("Confirm that you have checked the answers", "#id_sure")]
        assert title(html).startswith("Error: Check the answers")
        assert desk.state(desk.cast.alpha) == "in_progress"

    def test_unusual_answers_have_to_be_confirmed(self, desk: Desk, coordinator: Client) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha) | {"B14": None})
        assert "Declare ready for sign-off" not in text(coordinator.get(REVIEW))
        desk.confirm(desk.cast.alpha, "Not <known>")
        html = text(coordinator.get(REVIEW))
        assert "1 unusual answer confirmed" in html
        assert "Not &lt;known&gt;" in html
        coordinator.post(f"{A}declare/", sent(coordinator, note="Cost <unknown>"))
        assert desk.state(desk.cast.alpha) == "ready"
        assert "Cost &lt;unknown&gt;" in text(coordinator.get(REVIEW))

    def test_answers_changed_meanwhile(self, desk: Desk, coordinator: Client) -> None:
        desk.answer(desk.cast.alpha, desk.complete(desk.cast.alpha))
        fields = sent(coordinator)
        desk.answer(desk.cast.alpha, {"A02": 1997})
        response = coordinator.post(f"{A}declare/", fields)
        html = text(response)
        assert (response.status_code, summary(html)) == (409, [(
            "The answers changed after you opened this page."
            " Read them again, then declare the return ready.", "",
        )])  # fmt: skip
        assert title(html).startswith("Error: Check the answers")
        assert desk.state(desk.cast.alpha) == "in_progress"
        assert coordinator.post(f"{A}declare/", sent(coordinator))["Location"] == A

    def test_blocked(self, desk: Desk, coordinator: Client) -> None:
        response = coordinator.post(f"{A}declare/", SURE)
        assert response.status_code == 409
        assert "2 things still need an answer, a correction or a confirmation." in text(response)

    def test_twice(self, desk: Desk, coordinator: Client) -> None:
        desk.ready(desk.cast.alpha)
        response = coordinator.post(f"{A}declare/", SURE)
        assert response.status_code == 409
        assert "This return is ready for sign-off, so it cannot be declared ready now." in text(
            response
        )

    @pytest.mark.parametrize("who", ["alpha_chair", "alpha_member", "observer"])
    def test_not_for_others(self, desk: Desk, signed_in: SignIn, who: str) -> None:
        client = signed_in(desk.cast.users[who])
        assert client.post(f"{A}declare/", SURE).status_code == 403

    @pytest.mark.parametrize(
        ("who", "form"),
        [
            ("alpha_coordinator", "declare"),
            ("alpha_coordinator", "take-back"),
            ("alpha_chair", "sign-off"),
            ("alpha_chair", "decline"),
        ],
    )
    def test_opened_as_a_page_it_leads_to_the_review(
        self, desk: Desk, signed_in: SignIn, who: str, form: str
    ) -> None:
        response = signed_in(desk.cast.users[who]).get(f"{A}{form}/")
        assert (response.status_code, response["Location"]) == (302, REVIEW)

    def test_who_signs_off_is_said(self, desk: Desk, coordinator: Client) -> None:
        response = coordinator.get(f"{A}sign-off/")
        assert response.status_code == 403
        assert "The chair or the vice-chair signs off." in text(response)


class TestSigning:
    @pytest.fixture(autouse=True)
    def _ready(self, desk: Desk) -> None:
        desk.ready(desk.cast.alpha)

    def test_happy_path_ends_at_the_receipt(self, desk: Desk, chair: Client) -> None:
        html = text(chair.get(REVIEW))
        assert "Sign off and send" in html
        assert "Alpha Coordinator declared this return ready on" in html
        response = chair.post(f"{A}sign-off/", sent(chair))
        assert (response.status_code, response["Location"]) == (302, f"{A}receipt/")
        with in_partnership(desk.cast.alpha.pk):
            row = desk.row()
        html = text(chair.get(f"{A}receipt/"))
        assert row.document_sha256 in html
        assert "by Alpha Chair" in html
        assert "by Alpha Coordinator" in html
        assert "The national evaluation team reads the return next." in html
        assert f'href="{REVIEW}"' in html

    def test_second_click_ends_there_too(self, desk: Desk, chair: Client) -> None:
        fields = sent(chair)
        for _ in range(2):
            assert chair.post(f"{A}sign-off/", fields)["Location"] == f"{A}receipt/"
        names = [name for name, _ in desk.events(desk.cast.alpha)]
        assert names.count("return.signed_off") == 1

    def test_has_to_be_confirmed(self, desk: Desk, chair: Client) -> None:
        html = text(chair.post(f"{A}sign-off/"))
        assert summary(html) == [("Confirm that you have read the return and agree it", "#id_sure")]
        assert desk.state(desk.cast.alpha) == "ready"

    @pytest.mark.parametrize("who", ["alpha_coordinator", "alpha_member", "observer"])
    def test_not_for_others(self, desk: Desk, signed_in: SignIn, who: str) -> None:
        client = signed_in(desk.cast.users[who])
        assert client.post(f"{A}sign-off/", SURE).status_code == 403
        assert client.post(f"{A}decline/", {"reason": "x"}).status_code == 403
        assert desk.state(desk.cast.alpha) == "ready"

    def test_four_eyes(self, desk: Desk, signed_in: SignIn) -> None:
        with in_partnership(desk.cast.alpha.pk):
            give_role(user=desk.cast.alpha_coordinator, role="chair", by=desk.cast.by)
        client = signed_in(desk.cast.alpha_coordinator)
        html = text(client.get(REVIEW))
        assert "You declared this return ready yourself" in html
        assert "Sign off and send" not in html
        response = client.post(f"{A}sign-off/", SURE)
        assert response.status_code == 409
        assert "Ask the chair or the vice-chair." in text(response)

    def test_after_closing(self, desk: Desk, chair: Client) -> None:
        with in_national():
            close_wave(wave=desk.wave, by=desk.cast.by)
        assert "Sign off and send" not in text(chair.get(REVIEW))
        response = chair.post(f"{A}sign-off/", SURE)
        assert response.status_code == 409
        said = "The 2004 survey is closed. Ask the national evaluation team for more time"
        assert said in text(response)

    def test_answers_changed_meanwhile(self, desk: Desk, chair: Client) -> None:
        fields = sent(chair)
        by = desk.cast.alpha_coordinator
        with in_partnership(desk.cast.alpha.pk):
            send_back(annual_return=desk.row(), by=by, reason="One answer is wrong")
        desk.answer(desk.cast.alpha, {"A02": 1997})
        with in_partnership(desk.cast.alpha.pk):
            declare_ready(annual_return=desk.row(), by=by, seen=desk.seen())
        response = chair.post(f"{A}sign-off/", fields)
        html = text(response)
        assert (response.status_code, desk.state(desk.cast.alpha)) == (409, "ready")
        assert summary(html) == [(
            "The answers changed after you opened this page. Read them again, then sign off.", "",
        )]  # fmt: skip
        assert "1997" in html
        assert chair.post(f"{A}sign-off/", SURE).status_code == 409
        assert chair.post(f"{A}sign-off/", sent(chair))["Location"] == f"{A}receipt/"

    def test_chair_declines(self, desk: Desk, chair: Client) -> None:
        html = text(chair.post(f"{A}decline/", {"reason": " "}))
        assert summary(html) == [("Say what has to change", "#id_reason")]
        assert chair.post(f"{A}decline/", {"reason": "Ask the PCT"})["Location"] == A
        assert desk.state(desk.cast.alpha) == "in_progress"

    def test_coordinator_takes_it_back(self, desk: Desk, coordinator: Client) -> None:
        assert "Take it back" in text(coordinator.get(REVIEW))
        response = coordinator.post(f"{A}take-back/", {"reason": "One answer is wrong"})
        assert response["Location"] == A
        assert desk.state(desk.cast.alpha) == "in_progress"
        assert coordinator.post(f"{A}take-back/", {"reason": "again"}).status_code == 409


def test_signing_what_is_not_ready(desk: Desk, chair: Client) -> None:
    response = chair.post(f"{A}sign-off/", SURE)
    assert response.status_code == 409
    assert "This return is not started, so it cannot be signed off now." in text(response)


@pytest.mark.parametrize(
    ("who", "form", "said"),
    [
        ("alpha_coordinator", "declare", "2 things still need an answer, a correction or"),
        ("alpha_coordinator", "take-back", "is not started, so it cannot be sent back now."),
        ("alpha_chair", "sign-off", "is not started, so it cannot be signed off now."),
        ("alpha_chair", "decline", "is not started, so it cannot be sent back now."),
    ],
)
def test_an_empty_form_for_what_cannot_be_done_is_told_why(
    desk: Desk, signed_in: SignIn, who: str, form: str, said: str
) -> None:
    response = signed_in(desk.cast.users[who]).post(f"{A}{form}/")
    html = text(response)
    assert response.status_code == 409
    assert said in html
    assert "#id_" not in html


def test_receipt_before_sign_off_leads_to_the_review(desk: Desk, coordinator: Client) -> None:
    assert coordinator.get(f"{A}receipt/")["Location"] == REVIEW


def test_signed_off_review_has_no_forms_and_no_links(desk: Desk, coordinator: Client) -> None:
    desk.signed(desk.cast.alpha)
    html = text(coordinator.get(REVIEW))
    assert "The answers as signed off" in html
    assert "sections/A/#" not in html
    assert html.count("<form") == 1


def test_not_eligible_is_said_plainly_before_and_after(
    desk: Desk, coordinator: Client, signed_in: SignIn
) -> None:
    desk.answer(desk.cast.alpha, {"A01": "none", "A04": "council_officer"})
    said = (
        "as not eligible. The return is not counted in the national results, and not as a missing"
        " one either. A return counts only if you answered ‘In place and meeting’ or ‘In the process"
        " of being formed’ to question 1 of section 1."
    )
    html = text(coordinator.get(REVIEW))
    assert f"By these answers the area will count {said}" in html
    coordinator.post(f"{A}declare/", sent(coordinator))
    chair = signed_in(desk.cast.alpha_chair)
    chair.post(f"{A}sign-off/", sent(chair))
    html = text(chair.get(f"{A}receipt/"))
    assert f"By these answers the area counts {said}" in html
    assert "national results are worked out" not in html
    assert "Not eligible" in html
    html = text(chair.get(A))
    assert "Signed off: the area counts as not eligible" in html
    assert "Signed off: the area is not eligible" in html
    assert "The answers as signed off" in text(chair.get(REVIEW))


def test_an_eligible_return_says_nothing_of_it(desk: Desk, coordinator: Client) -> None:
    desk.signed(desk.cast.alpha)
    for page in (REVIEW, f"{A}receipt/", A):
        assert "not eligible" not in text(coordinator.get(page))

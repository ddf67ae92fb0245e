import hashlib
import json
from collections import Counter
from datetime import date
from random import Random
from time import perf_counter
from typing import Any

import pytest

from portal.management.demo.chance import stream
from portal.management.demo.response import respondents, submission_times, submitters
from portal.management.demo.texts import MARK
from surveys.questionnaires import checks, form, routing
from tests.portal.management.demo import answers_of, attributes, questionnaire, submitted
from tests.support.findings import FINDINGS, Finding, evaluate_findings
from tests.support.findings.shares import RawShares

OPENS, CLOSES = date(2004, 10, 4), date(2004, 12, 17)
ROTHERHAM = "fa7b9fb14b0263b1e9412debc01682ccaee9998e0d734d62d2d53752f0982178"
FIRST_NUMBERS = [0.8621089565761771, 0.707287881616201]


def digest(everything: Any) -> str:
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()


def test_all_365_returns_come_out_alike_twice_and_in_under_ten_seconds() -> None:
    start = perf_counter()
    once = {slug: answers_of(slug) for slug in attributes()}
    assert perf_counter() - start < 10
    assert digest({slug: answers_of(slug) for slug in attributes()}) == digest(once)


def test_one_return_is_the_same_on_every_machine() -> None:
    assert digest(answers_of("rotherham")) == ROTHERHAM
    assert [stream("answers", "york").random(), stream("response").random()] == FIRST_NUMBERS


@pytest.mark.parametrize("slug", ["rotherham", "lancashire", "burnley", "hackney", "york"])
def test_partnerships_with_members_are_in_place(slug: str) -> None:
    assert answers_of(slug)["A01"] == "in_place"


def test_every_return_passes_routing_required_and_hard_checks() -> None:
    compiled = form.compile(questionnaire())
    kinds = Counter()
    for slug, known in attributes().items():
        given = answers_of(slug)
        routed = routing.asked(compiled, given, known)
        assert routed.answers == given, f"{slug} answers what it is not asked"
        kinds.update(
            each.code for each in checks.run(compiled, given, known) if each.kind != "soft"
        )
        for question in compiled.questions:
            value = given.get(question.code)
            if question.type == "grid" and question.required and value:
                asked = {row for row in routed.rows if row.startswith(f"{question.code}.")}
                assert {f"{question.code}.{row}" for row in value} == asked
    assert kinds == {}


def test_soft_checks_are_nearly_always_obeyed_but_for_unknown_costs() -> None:
    compiled = form.compile(questionnaire())
    kinds = Counter(
        each.code
        for slug, known in attributes().items()
        for each in checks.run(compiled, answers_of(slug), known)
    )
    assert kinds.keys() <= {"CK02", "CK03", "CK05"}
    assert kinds["CK03"] + kinds["CK05"] <= 10


def test_answers_keep_to_options_limits_and_document_order() -> None:
    for slug in attributes():
        given = answers_of(slug)
        assert list(given) == [
            q["code"] for q in questionnaire()["questions"] if q["code"] in given
        ]
        for question in questionnaire()["questions"]:
            if question["code"] in given:
                assert_within(question, given[question["code"]])


def assert_within(question: dict[str, Any], value: Any) -> None:
    codes = [option["code"] for option in question.get("options", ())]
    alone = {option["code"] for option in question.get("options", ()) if option.get("exclusive")}
    match question["type"]:
        case "single":
            assert value in codes
        case "multi":
            assert value == [code for code in codes if code in value]
            assert len(value) <= question.get("max_choices", len(codes))
            assert len(value) == 1 or not alone & set(value)
        case "grid":
            assert set(value.values()) <= set(codes)
        case "number" | "money":
            assert question["min"] <= value <= question["max"]
            assert isinstance(value, float if question.get("decimals") else int)
        case "text":
            assert value.startswith(MARK)
            assert len(value) <= question["max_length"]


def test_between_five_and_eight_per_cent_of_optional_items_are_blank() -> None:
    compiled = form.compile(questionnaire())
    asked = blank = 0
    for known, given in submitted():
        routed = routing.asked(compiled, given, known)
        for item in compiled.items:
            question = compiled.by_code[item.question]
            if question.required or not routed.asks(item) or question.type in ("text", "money"):
                continue
            value = given.get(item.question)
            held = value is not None and (not item.row or item.row in value)
            asked, blank = asked + 1, blank + (not held)
    assert 0.05 < blank / asked < 0.08


def test_don_t_know_and_not_applicable_are_used() -> None:
    used = Counter(
        code
        for _, given in submitted()
        for value in given.values()
        if isinstance(value, dict)
        for code in value.values()
    )
    assert used["dk"] > 100
    assert used["na"] > 100


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.key)
def test_published_finding_holds(finding: Finding) -> None:
    value = finding.measure(RawShares(questionnaire(), submitted()))
    assert finding.low <= value <= finding.high, finding.published


def test_findings_fail_on_answers_without_a_shape() -> None:
    """The targets bite: on answers drawn evenly from the options most findings do not hold."""
    rng = Random(1)
    flat = [(known, flattened(given, rng)) for known, given in submitted()]
    failing = {each.key for each, _, holds in evaluate_findings(questionnaire(), flat) if not holds}
    assert {"crime_leads", "fund_floor", "counties_behind", "vision_leads"} <= failing
    assert len(failing) > len(FINDINGS) / 2


def flattened(given: dict[str, Any], rng: Random) -> dict[str, Any]:
    options = {
        q["code"]: [o["code"] for o in q["options"]]
        for q in questionnaire()["questions"]
        if q["type"] in ("single", "grid")
    }
    return {
        code: value
        if code not in options
        else {row: rng.choice(options[code]) for row in value}
        if isinstance(value, dict)
        else rng.choice(options[code])
        for code, value in given.items()
    }


def test_about_87_in_a_hundred_answer_and_areas_of_the_fund_more_often() -> None:
    chosen = respondents(attributes(), stream("response"))
    rates = {
        fund: [slug in chosen for slug, known in attributes().items() if known["nrf"] is fund]
        for fund in (True, False)
    }
    nrf, other = (100 * sum(rates[fund]) / len(rates[fund]) for fund in (True, False))
    assert 86 < 100 * len(chosen) / 365 < 89
    assert nrf > other + 4
    by_region = Counter(attributes()[slug]["region"] for slug in chosen)
    everyone = Counter(known["region"] for known in attributes().values())
    shares = {region: by_region[region] / count for region, count in everyone.items()}
    assert max(shares.values()) - min(shares.values()) > 0.08


def test_submitters_leave_out_the_partnerships_still_at_work() -> None:
    chosen = set(submitters(attributes(), stream("response")))
    assert {"burnley", "hackney"} <= chosen
    assert not {"rotherham", "lancashire", "york"} & chosen


def test_returns_come_in_on_working_days_between_the_dates_and_most_of_them_late() -> None:
    times = submission_times(1000, OPENS, CLOSES, stream("times"))
    assert all(OPENS <= at.date() <= CLOSES for at in times)
    assert {at.weekday() for at in times} == {0, 1, 2, 3, 4}
    assert {at.hour for at in times} == set(range(9, 17))
    halfway = OPENS + (CLOSES - OPENS) / 2
    assert 0.3 < sum(at.date() <= halfway for at in times) / 1000 < 0.5

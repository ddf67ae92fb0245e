"""Findings in words: good English for every state of a share."""

import pytest

from surveys.publications import sentences as say
from surveys.results.figures import Bar, Category, Gap, Share
from surveys.results.published import ResponseRate, per_cent, words

C = Category("wanted", "", ())


def share(count: int | None, base: int = 100, shown: str = "") -> Share:
    return Share(C, count, per_cent(count, base), shown or words(count, base))


NOT_ASKED = Share(C, None, None, "N/A")
WITHHELD = share(None)
NONE = share(0)
FEW = share(2, 1000)


def bar(label: str, count: int | None, base: int = 100) -> Bar:
    return Bar(label, label, "all", base, (share(count, base),), "")


@pytest.mark.parametrize(
    ("given", "words"),
    [(share(46), "46%"), (NONE, "none"), (FEW, "fewer than 1%"), (WITHHELD, "withheld"),
     (NOT_ASKED, "not asked"), (share(1, 200), "1%"), (share(100), "100%")],
)  # fmt: skip
def test_said(given: Share, words: str) -> None:
    assert say.said(given) == words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (share(46), "46% of partnerships lead it."),
        (NONE, "None of the partnerships lead it."),
        (FEW, "Fewer than 1% of partnerships lead it."),
        (
            WITHHELD,
            "How many partnerships lead it cannot be shown without giving single answers away.",
        ),
        (NOT_ASKED, "There are no answers from partnerships on whether they lead it."),
    ],
)
def test_claim(given: Share, sentence: str) -> None:
    assert say.claim(given, "lead it") == sentence


def test_claims_in_one_sentence_and_apart() -> None:
    parts = [(share(9), "lead it"), (share(34), "take part"), (FEW, "watch")]
    assert (
        say.claims(*parts) == "9% of partnerships lead it, 34% take part and fewer than 1% watch."
    )
    assert say.claims((share(9), "lead it"), (NONE, "watch"), who="counties") == (
        "9% of counties lead it. None of the counties watch."
    )
    assert say.claims((share(9), "lead it"), (WITHHELD, "watch")) == (
        "9% of partnerships lead it. How many partnerships watch cannot be shown without giving"
        " single answers away."
    )


def test_claims_that_are_all_withheld_share_a_sentence() -> None:
    assert say.claims((WITHHELD, "lead it"), (WITHHELD, "take part"), (WITHHELD, "watch")) == (
        "How many partnerships lead it, how many take part and how many watch cannot be shown without"
        " giving single answers away."
    )


def test_both() -> None:
    assert say.both(share(34), share(38), "lead it") == (
        "34% of NRF and 38% of non-NRF partnerships lead it."
    )
    assert say.both(NONE, share(38), "lead it") == (
        "None of the NRF partnerships lead it. 38% of non-NRF partnerships lead it."
    )
    assert say.both(WITHHELD, NOT_ASKED, "lead it") == (
        "How many NRF partnerships lead it cannot be shown without giving single answers away."
        " There are no answers from non-NRF partnerships on whether they lead it."
    )


def test_most_names_the_largest_and_what_ties_with_the_last() -> None:
    bars = [
        bar("Housing", 31),
        bar("Crime", 46),
        bar("Health", 30),
        bar("Older people", 30),
        bar("Drugs", 9),
    ]
    assert say.most("Led by", bars, 3) == (
        "Led by crime (46%), housing (31%), health (30%) and older people (30%)."
    )


def test_most_counts_ties_that_would_swamp_the_sentence() -> None:
    bars = [bar("Crime", 46), *(bar(f"Issue {n}", 30) for n in range(5))]
    assert say.most("Led by", bars, 2) == (
        "Led by crime (46%) and issue 0 (30%); 4 others with the same share as the last."
    )


def test_most_leaves_out_none_and_withheld() -> None:
    assert say.most("Led by", [bar("Crime", 0), bar("Health", None)], 3) == ""
    assert say.most("Led by", [], 3) == ""
    assert say.most("Led by", [bar("Crime", 5), bar("Health", None)], 3) == (
        "Led by crime (5%), of those that can be shown."
    )


def test_least_needs_enough_to_tell_most_from_least() -> None:
    bars = [bar("Crime", 46), bar("Health", 0), bar("Drugs", 9)]
    assert say.least("Least on", bars, 1) == "Least on health (none)."
    assert say.least("Least on", bars[:2], 1) == ""


def test_quoted_keeps_the_statement_as_it_was_put() -> None:
    assert say.most("Agreed:", [bar("The LSP is well led", 63)], 1, quoted=True) == (
        "Agreed: “The LSP is well led” (63%)."
    )


def test_paragraph_and_findings_never_stand_empty() -> None:
    assert say.paragraph("A.", "", "B.").text == "A. B."
    assert say.paragraph("", "").text == say.NOTHING
    assert say.findings("", "A.").items == ("A.",)
    assert say.findings("").items == (say.NOTHING,)
    one, other = say.claim(WITHHELD, "lead it"), say.claim(WITHHELD, "watch")
    assert say.paragraph(one).text == one
    assert say.paragraph(one, other).text == say.NOTHING


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Crime and community safety", "crime and community safety"),
        ("A collective vision", "a collective vision"),
        ("NRF London boroughs", "NRF London boroughs"),
        ("Non-NRF shire districts", "non-NRF shire districts"),
        ("London boroughs", "London boroughs"),
        ("Black and minority ethnic issues", "Black and minority ethnic issues"),
        ("Primary Care Trusts and other health bodies", "Primary Care Trusts and other health bodies"),
        ("Every Child Matters, children's trusts", "Every Child Matters, children's trusts"),
        ("ODPM and other central departments", "ODPM and other central departments"),
        ("IDeA, LGA and other sector bodies", "IDeA, LGA and other sector bodies"),
        ("The LSP's accountability to its partners", "the LSP's accountability to its partners"),
        ("Department for Transport", "the Department for Transport"),
        ("Government Office", "the Government Office"),
        ("Local authority", "the local authority"),
        ("Local partners", "local partners"),
        ("'Locality' planning", "'Locality' planning"),
        ("", ""),
    ],
)  # fmt: skip
def test_lower(label: str, inside: str) -> None:
    assert say.lower(label) == inside


def test_listed() -> None:
    assert [say.listed(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    assert say.listed(["a, b", "c"]) == "a, b and c"
    assert say.listed(["a, b", "c", "d"]) == "a, b; c; and d"


def test_counted() -> None:
    assert [say.counted(n, "issue", "issues") for n in (0, 1, 2)] == [
        "no issues", "1 issue", "2 issues",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (ResponseRate("all", 1318, 1365), "1,318 of 1,365 eligible partnerships (96.6%) returned"),
        (ResponseRate("all", 1, 1), "1 of 1 eligible partnership (100.0%) returned"),
        (ResponseRate("all", 0, 0), "No partnership was eligible"),
    ],
)
def test_response(rate: ResponseRate, words: str) -> None:
    assert say.response(rate).startswith(words)


def gap(label: str, nrf: int | None, non_nrf: int | None) -> Gap:
    points = None if nrf is None or non_nrf is None else float(nrf - non_nrf)
    return Gap(label, label, share(nrf), share(non_nrf), 100, 100, points)


def test_gaps() -> None:
    gaps = [gap("Floor", 21, 6), gap("Crime", 60, 50), gap("Health", None, 5), gap("Rural", 3, 9)]
    assert [g.label for g in say.compared(gaps)] == ["Floor", "Crime", "Rural"]
    assert [g.label for g in say.widest(gaps)] == ["Floor", "Crime"]
    assert say.beside(gaps[0]) == "floor (21% against 6%)"
    assert say.gap_cells(gaps[0]) == ("Floor", "21", "6", "+15", "100", "100")
    assert say.gap_cells(gaps[2])[1:4] == ("..", "5", "..")

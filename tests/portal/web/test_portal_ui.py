"""What each component says, for eyes and for screen readers."""

from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from portal.web.components import (
    DataTable,
    FigureCard,
    PageError,
    Row,
    Stat,
    Task,
    TaskGroup,
)
from portal.web.gallery import SampleForm
from tests.portal.web.markup import by_id, parsed, with_class, words

HOSTILE = '"><script>alert(1)</script>'


def shown(source: str, **context: object) -> str:
    """The template's output, with the tags loaded."""
    return Template("{% load portal_ui %}" + source).render(Context(context))


def test_tag_is_blue_unless_told() -> None:
    assert shown('{% tag "Not yet started" %}') == (
        '<strong class="govuk-tag">Not yet started</strong>'
    )
    assert shown('{% tag "In progress" "teal" %}') == (
        '<strong class="govuk-tag govuk-tag--teal">In progress</strong>'
    )


def test_tag_refuses_colours_the_design_system_dropped() -> None:
    with pytest.raises(ValueError, match="no tag colour 'light-blue'"):
        shown('{% tag "x" "light-blue" %}')


def test_every_component_escapes() -> None:
    html = shown(
        "{% tag w %}{% avatar w %}{% words_list list %}{% summary_list rows %}"
        '{% breadcrumbs w w w %}{% back_link "/" w %}{% error_summary errors %}'
        "{% task_list groups %}{% stat_cards stats %}{% data_table table %}{% figure card %}"
        "{% progress job %}{% notice 'inset' w %}{{ w }}{% endnotice %}"
        "{% empty_state w %}{{ w }}{% endempty_state %}{% details w %}{{ w }}{% enddetails %}"
        "{% side_panel w %}{{ w }}{% endside_panel %}"
        "{% progress_ring 1 2 w %}{{ w }}{% endprogress_ring %}",
        w=HOSTILE,
        list=[HOSTILE],
        rows=[Row(HOSTILE, HOSTILE, HOSTILE, "/"), (HOSTILE, HOSTILE)],
        errors=[PageError(HOSTILE, "id_x")],
        groups=[TaskGroup("g", HOSTILE, (Task("t", HOSTILE, HOSTILE, "/", "", HOSTILE, HOSTILE),))],
        stats=[Stat(HOSTILE, HOSTILE, HOSTILE)],
        table=DataTable(HOSTILE, (HOSTILE,), ((HOSTILE,),)),
        card=FigureCard("f", HOSTILE, HOSTILE, mark_safe("<svg></svg>"), source=HOSTILE),
        job=SimpleNamespace(state="running", total=2, percent=50, message=HOSTILE),
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 39


def test_notice_kinds() -> None:
    success = shown('{% notice "success" %}<p>Saved</p>{% endnotice %}')
    assert 'role="alert"' in success
    assert words(by_id(parsed(success), "notice-success")) == "Done"
    other = parsed(shown('{% notice "notification" "Closing soon" %}x{% endnotice %}'))
    assert words(by_id(other, "notice-closing-soon")) == "Closing soon"
    warning = parsed(shown('{% notice "warning" %}It cannot be undone{% endnotice %}'))
    assert words(with_class(warning, "govuk-warning-text")[0]) == "!WarningIt cannot be undone"
    with pytest.raises(ValueError, match="no notice 'shout'"):
        shown('{% notice "shout" %}x{% endnotice %}')


def test_summary_list_action_names_its_row() -> None:
    rows = [Row("Region", "North East", "Change", "/change/"), Row("NRF", "Yes")]
    tree = parsed(shown("{% summary_list rows %}", rows=rows))
    link = next(tree.iter("a"))
    assert (link.get("href"), words(link)) == ("/change/", "Change Region")
    lines = with_class(tree, "govuk-summary-list__row")
    assert "govuk-summary-list__row--no-actions" in lines[1].get("class", "")


def test_breadcrumbs_end_on_this_page() -> None:
    tree = parsed(shown('{% breadcrumbs "Home" "/" "Surveys" "/s/" "2004" %}'))
    items = list(tree.iter("li"))
    assert [words(item) for item in items] == ["Home", "Surveys", "2004"]
    assert [a.get("href") for a in tree.iter("a")] == ["/", "/s/"]
    assert items[2].get("aria-current") == "page"


def test_back_link_is_in_a_landmark() -> None:
    assert shown('{% back_link url "Back to tasks" %}', url="/x/?a=1&b=2") == (
        '<nav aria-label="Back"><a href="/x/?a=1&amp;b=2" class="govuk-back-link">'
        "Back to tasks</a></nav>"
    )


def test_pager_elides_and_keeps_the_search() -> None:
    request = RequestFactory().get("/", {"q": "a&b", "page": "10"})
    page = Paginator(range(400), 10).get_page(10)
    tree = parsed(shown("{% pager page %}", page=page, request=request))
    assert [words(item) for item in tree.iter("li")] == ["1", "⋯", "9", "10", "11", "⋯", "40"]
    current = [a for a in tree.iter("a") if a.get("aria-current")]
    assert [(words(a), a.get("aria-current")) for a in current] == [("10", "page")]
    links = {words(a): a.get("href") for a in tree.iter("a")}
    assert links["Next page"] == "?q=a%26b&page=11"
    assert links["Previous page"] == "?q=a%26b&page=9"


def test_pager_of_one_page_is_nothing() -> None:
    page = Paginator(range(3), 10).get_page(1)
    assert shown("{% pager page %}", page=page, request=RequestFactory().get("/")) == ""


def test_error_summary_of_a_form_links_to_its_fields() -> None:
    tree = parsed(shown("{% error_summary form %}", form=SampleForm({"email": "nobody"})))
    links = [a.get("href") for a in tree.iter("a")]
    assert links == [
        "#id_name",
        "#id_email",
        "#id_password",
        "#id_level_0",
        "#id_sectors_0",
        "#id_note",
        "#id_agree",
    ]
    assert with_class(tree, "govuk-error-summary")[0].get("data-module") == "govuk-error-summary"


@pytest.mark.parametrize("nothing", [None, [], SampleForm()])
def test_error_summary_of_nothing_is_nothing(nothing: object) -> None:
    assert shown("{% error_summary x %}", x=nothing) == ""


def test_error_without_a_field_is_no_link() -> None:
    tree = parsed(shown("{% error_summary x %}", x=[PageError("Sums differ")]))
    assert [words(li) for li in tree.iter("li")] == ["Sums differ"]
    assert list(tree.iter("a")) == []


def test_task_is_described_by_its_status_and_hint() -> None:
    tasks = (
        Task("a", "Board", "Completed", "/a/"),
        Task("b", "Money", "There is a problem", "/b/", "red", "2 answers need attention"),
        Task("c", "Send", "Cannot start yet"),
    )
    tree = parsed(shown("{% task_list g %}", g=[TaskGroup("g1", "Governance", tasks, "2")]))
    assert words(by_id(tree, "group-g1")) == "2. Governance"
    links = {words(a): a.get("aria-describedby") for a in tree.iter("a")}
    assert links == {"Board": "a-status", "Money": "b-hint b-status"}
    assert words(by_id(tree, "b-status")) == "There is a problem"
    assert len(with_class(by_id(tree, "a-status"), "govuk-tag")) == 0
    assert "govuk-task-list__status--cannot-start-yet" in by_id(tree, "c-status").get("class", "")


def test_ring_is_as_full_as_the_work() -> None:
    tree = parsed(shown("{% progress_ring 5 10 'Half' %}<p>x</p>{% endprogress_ring %}"))
    arc = with_class(tree, "portal-ring__arc")[0]
    assert arc.get("stroke-dasharray") == "110.0 220"
    empty = shown("{% progress_ring 0 0 'None' %}x{% endprogress_ring %}")
    assert "portal-ring__arc" not in empty


@pytest.mark.parametrize(
    ("state", "total", "percent", "says", "share", "value"),
    [
        ("queued", 0, 0, "Waiting for its turn", "", "0"),
        ("running", 0, 0, "Working", "", None),
        ("running", 200, 41, "Working", "41%", "41"),
        ("done", 200, 100, "Finished", "100%", "100"),
    ],
)
def test_progress(
    state: str, total: int, percent: int, says: str, share: str, value: str | None
) -> None:
    message = "Freezing the edition" if state == "done" else ""
    job = SimpleNamespace(state=state, total=total, percent=percent, message=message)
    tree = parsed(shown('{% progress job state_url="state/" %}', job=job))
    assert next(tree.iter("progress")).get("value") == value
    assert words(with_class(tree, "portal-progress__message")[0]) == says
    assert words(with_class(tree, "portal-progress__share")[0]) == share
    box = with_class(tree, "portal-progress")[0]
    assert (box.get("data-progress-url"), box.get("data-state")) == ("state/", state)


def test_figure_has_both_drawings_and_its_table() -> None:
    table = DataTable("Issues", ("Issue", "Per cent"), (("Crime", "46"), ("Housing", "..")))
    card = FigureCard(
        "f1",
        "Crime leads",
        "Per cent",
        mark_safe("<svg id='w'></svg>"),
        mark_safe("<svg id='n'></svg>"),
        table,
        "Survey of 2004",
        (("CSV (1 KB)", "/f1.csv"),),
        8,
    )
    tree = parsed(shown("{% figure card %}", card=card))
    section = with_class(tree, "portal-span-8")[0]
    assert section.get("aria-labelledby") == "f1-title"
    assert words(by_id(tree, "f1-title")) == "Crime leads"
    assert len(with_class(tree, "portal-chart--wide")) == 1
    assert len(with_class(tree, "portal-chart--narrow")) == 1
    assert words(next(tree.iter("summary"))) == "Show the data as a table: Crime leads"
    assert [(e.get("scope"), words(e)) for e in tree.iter("th")] == [
        ("col", "Issue"),
        ("col", "Per cent"),
        ("row", "Crime"),
        ("row", "Housing"),
    ]
    assert [words(e) for e in tree.iter("td")] == ["46", ".."]


def test_avatar_leaves_titles_out() -> None:
    assert ">LW<" in shown('{% avatar "Cllr Lena Ward" %}')
    assert ">JO<" in shown('{% avatar "Chief Inspector Jo Orr" %}')
    assert ">MP<" in shown('{% avatar "Station Officer Mel Price" %}')
    assert ">AC<" in shown('{% avatar "The Revd. Canon Ann Canon" %}')  # the second is her name
    assert ">M<" in shown('{% avatar "Madonna" %}')
    assert ">?<" in shown('{% avatar "" %}')


def test_components_carry_no_inline_style_or_script() -> None:
    html = shown("{{ form }}{% task_list groups %}", form=SampleForm({}), groups=[])
    assert " style=" not in html
    assert "<script" not in html
    assert " on" not in "".join(a for e in parsed(html).iter() for a in e.attrib)

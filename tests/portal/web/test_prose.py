"""Running text in templates."""

from django.template import Context, Template

from tests.portal.web.markup import parsed, with_class, words

HOSTILE = "</ins><script>alert(1)</script>{}"


def shown(source: str, **context: object) -> str:
    """The template's output, with the tags loaded."""
    return Template("{% load prose %}" + source).render(Context(context))


def test_markdown_filter_takes_the_level_of_the_first_heading() -> None:
    assert shown("{{ t|markdown }}", t="# A") == '<h3 class="govuk-heading-m">A</h3>\n'
    assert shown("{{ t|markdown:2 }}", t="# A") == '<h2 class="govuk-heading-l">A</h2>\n'
    assert shown("{{ t|markdown }}", t="<b>") == '<p class="govuk-body">&lt;b&gt;</p>\n'


def test_changes_are_said_and_shown() -> None:
    html = shown("{% word_changes a b %}", a="pay £5 now", b="pay £7 now\nplease")
    box = with_class(parsed(html), "portal-changes")[0]
    assert [e.tag for e in box] == ["del", "ins", "ins"]
    assert words(box) == "pay £[removed: 5][added: 7] now[added: please]"
    hidden = with_class(parsed(html), "govuk-visually-hidden")
    assert [words(e) for e in hidden] == ["[removed:", "]", "[added:", "]", "[added:", "]"]


def test_changes_escape() -> None:
    for before, after in ((HOSTILE, "x"), ("x", HOSTILE), (HOSTILE, HOSTILE)):
        html = shown("{% word_changes a b %}", a=before, b=after)
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert "{}" in html

"""/national/reading/: text answers, codes and quotes; /national/themes/: released counts."""

from django.urls import path

from surveys.reading.views import answer, answers, counts, quotes, themes

app_name = "reading"
ONE = "reading/<int:year>/answers/<slug:question>/<slug:partnership_slug>/"
THEME = "reading/codebook/<int:theme_id>/"
QUOTE = "reading/quotes/<int:quote_id>/"

urlpatterns = [
    path("reading/", answers.overview, name="overview"),
    path("reading/<int:year>/answers/", answers.answers, name="answers"),
    path(ONE, answer.answer, name="answer"),
    path(f"{ONE}code/", answer.code, name="code"),
    path(f"{ONE}settle/", answer.settle, name="settle"),
    path(f"{ONE}quote/", answer.quote_new, name="quote_new"),
    path("reading/codebook/", themes.themes, name="themes"),
    path("reading/codebook/new/", themes.theme_new, name="theme_new"),
    path(THEME, themes.theme, name="theme"),
    path(f"{THEME}move/", themes.theme_move, name="theme_move"),
    path(f"{THEME}retire/", themes.theme_retire, name="theme_retire"),
    path(f"{THEME}merge/", themes.theme_merge, name="theme_merge"),
    path("reading/<int:year>/agreement/", counts.agreement, name="agreement"),
    path("reading/<int:year>/themes/", counts.counts, name="counts"),
    path("reading/<int:year>/themes/<slug:question>/release/", counts.release, name="release"),
    path(
        "reading/<int:year>/themes/<slug:question>/count-mine/",
        answers.count_mine,
        name="count_mine",
    ),
    path("reading/<int:year>/quotes/", quotes.quotes, name="quotes"),
    path(QUOTE, quotes.quote, name="quote"),
    path(f"{QUOTE}approve/", quotes.quote_approve, name="quote_approve"),
    path(f"{QUOTE}end/", quotes.quote_end, name="quote_end"),
    path("themes/", counts.released, name="released"),
    path("themes/<int:release_id>/", counts.released_one, name="released_one"),
]

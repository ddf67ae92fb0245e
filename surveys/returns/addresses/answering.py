"""The task list, the sections, checking, last year."""

from django.urls import path

from surveys.returns.views import answer_history, checking, last_year, sections, task_list

urlpatterns = [
    path("<int:year>/sections/<slug:code>/", sections.section, name="section"),
    path("", task_list.task_list_latest, name="task_list_latest"),
    path("<int:year>/", task_list.task_list, name="task_list"),
    path("<int:year>/check/", checking.check, name="check"),
    path("<int:year>/last-year/", last_year.last_year, name="last_year"),
    path("<int:year>/answers/<slug:question>/", answer_history.answer, name="answer"),
]

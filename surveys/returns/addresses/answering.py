"""The task list, the sections, checking, last year."""

from django.urls import path

from surveys.returns.views import sections, task_list

urlpatterns = [
    path("", task_list.task_list_latest, name="task_list_latest"),
    path("<int:year>/", task_list.task_list, name="task_list"),
    path("<int:year>/sections/<slug:code>/", sections.section, name="section"),
]

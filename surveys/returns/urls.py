"""/p/<slug>/return/: one partnership's return."""

from django.urls import path

from surveys.returns.views import sections, sending, task_list

app_name = "returns"
urlpatterns = [
    path("", task_list.task_list_latest, name="task_list_latest"),
    path("<int:year>/", task_list.task_list, name="task_list"),
    path("<int:year>/sections/<slug:code>/", sections.section, name="section"),
    path("<int:year>/review/", sending.review, name="review"),
    path("<int:year>/declare/", sending.declare, name="declare"),
    path("<int:year>/take-back/", sending.take_back, name="take_back"),
    path("<int:year>/decline/", sending.decline, name="decline"),
    path("<int:year>/sign-off/", sending.sign, name="sign_off"),
    path("<int:year>/receipt/", sending.receipt, name="receipt"),
]

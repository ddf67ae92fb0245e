"""Addresses of questionnaires, under /national/questionnaires/."""

from django.urls import path

from surveys.questionnaires import views

app_name = "questionnaires"
urlpatterns = [
    path("", views.questionnaire_list, name="list"),
    path("<int:questionnaire_id>/", views.questionnaire, name="questionnaire"),
    path("<int:questionnaire_id>/publish/", views.publish, name="publish"),
]

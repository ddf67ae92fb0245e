"""The list of versions, one version, publishing an imported one."""

from django.urls import path

from surveys.questionnaires.views import versions

urlpatterns = [
    path("", versions.questionnaire_list, name="list"),
    path("<int:questionnaire_id>/", versions.questionnaire, name="questionnaire"),
    path("<int:questionnaire_id>/publish/", versions.publish, name="publish"),
]

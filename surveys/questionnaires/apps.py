"""The questionnaires room as a Django app."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """App surveys.questionnaires."""

    name = "surveys.questionnaires"
    label = "questionnaires"
    default_auto_field = "django.db.models.BigAutoField"

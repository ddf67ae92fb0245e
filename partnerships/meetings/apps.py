"""The meetings room as a Django app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """App partnerships.meetings."""

    name = "partnerships.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Planned meetings stand against dissolving a body."""
        # Models can be imported only when all apps are loaded.
        from partnerships.meetings.queries.planned import planned_after  # noqa: PLC0415
        from partnerships.membership.hindrances import QUESTIONS  # noqa: PLC0415

        QUESTIONS.append(planned_after)

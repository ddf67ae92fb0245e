"""The portal's addresses with those of the calendar."""

from django.urls import include, path

from portal.urls import handler400, handler403, handler404, handler429, handler500
from portal.urls import urlpatterns as portal_patterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]
urlpatterns = [path("", include("partnerships.meetings.urls_calendar")), *portal_patterns]

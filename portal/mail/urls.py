"""Addresses of the mail room; the roof gives the right to read a partnership's log."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from portal.mail import views

View = Callable[..., HttpResponse]
NAMESPACE = "mail"


def addresses(log_reader: Callable[[View], View]) -> tuple[list[URLPattern], str]:
    """For include(): one's own choices, and the log behind the decorator `log_reader`."""
    log = "p/<slug:slug>/deliveries/"
    patterns = [
        path("account/notifications/", views.notification_settings, name="settings"),
        path(log, log_reader(views.delivery_log), name="deliveries"),
        path(
            f"{log}<uuid:delivery_id>/send-again/",
            log_reader(views.send_again),
            name="send_again",
        ),
    ]
    return patterns, NAMESPACE

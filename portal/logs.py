"""What the log keeps, and what it never shows."""

from typing import Any


def logging_of(level: str) -> dict[str, Any]:
    """Django's LOGGING: one line a record on the console, from this level on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"},
        },
        "filters": {
            "request_id": {"()": "portal.web.middleware.RequestIdFilter"},
            "masked": {
                "()": "portal.web.masking.Masked",
                # The keys of invitations and of calendar feeds.
                "pattern": r"/(?:invitations/[-\w]+/|calendar/(?=[^\s]+\.ics))([-\w]+)",
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["request_id", "masked"],
            }
        },
        "loggers": {
            **{name: {"level": "WARNING"} for name in ("fontTools", "pikepdf", "weasyprint")},
            "django.request": {
                "level": "ERROR"
            },  # a refusal is one line of our own, not a traceback
        },
        "root": {"handlers": ["console"], "level": level},
    }

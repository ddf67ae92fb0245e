"""What the clock starts, in the time of London (settings.CELERY_TIMEZONE)."""

from datetime import timedelta

from celery.schedules import crontab, schedule

CELERY_BEAT_SCHEDULE = {
    "wake-due-jobs": {
        "task": "portal.jobs.tasks.wake_due_jobs",
        "schedule": schedule(timedelta(seconds=30)),
    },
    "retry-mail": {
        "task": "portal.mail.tasks.retry_mail",
        "schedule": schedule(timedelta(minutes=5)),
    },
    "send-digests": {  # the task itself leaves out weekends and bank holidays
        "task": "portal.mail.tasks.send_digests",
        "schedule": crontab(hour=7, minute=30),
    },
}

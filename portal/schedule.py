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
    "remind-of-actions": {  # before the digests; the task leaves out weekends and bank holidays
        "task": "partnerships.meetings.tasks.remind_of_actions",
        "schedule": crontab(hour=7, minute=0),
    },
    "send-digests": {  # the task itself leaves out weekends and bank holidays
        "task": "portal.mail.tasks.send_digests",
        "schedule": crontab(hour=7, minute=30),
    },
    "remind-of-protocols": {  # reviews and obligations; the task leaves out days of rest
        "task": "partnerships.protocols.tasks.remind_of_protocols",
        "schedule": crontab(hour=7, minute=10),
    },
    "remind-of-returns": {  # before each partnership's due date; the task leaves out days of rest
        "task": "surveys.returns.tasks.remind_of_returns",
        "schedule": crontab(hour=7, minute=20),
    },
    "remove-old-extracts": {  # files with the answers of single returns, after seven days
        "task": "surveys.results.tasks.remove_old_extracts",
        "schedule": crontab(hour=3, minute=10),
    },
    "remind-of-sections": {  # given to members and organisations; the task leaves out days of rest
        "task": "surveys.returns.tasks.remind_of_sections",
        "schedule": crontab(hour=7, minute=15),
    },
}

"""The Celery app; tasks live in the rooms' tasks.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.set_default()  # for every thread of a web process, not only for the one that loads this
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

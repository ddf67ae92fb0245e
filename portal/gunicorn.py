"""Settings of the web server: gunicorn --config portal/gunicorn.py portal.wsgi."""

import gc
import os
from pathlib import Path

from django.urls import reverse

# Its threads share connections; opening one for each request would cost more than the request.
os.environ.setdefault("DATABASE_POOL", "true")
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# Two cores: a second process keeps the site answering while one computes; threads wait on the database.
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 10
# A worker's heartbeat must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- a heartbeat, no data
control_socket_disable = True
loglevel = "warning"


def post_worker_init(_worker: object) -> None:
    """What is loaded now stays until the end, so the collector need not look through it again and
    again: a tenth of the processor time of a page that makes many small objects."""
    reverse("home")  # loads every address, and with them every view
    gc.collect()
    gc.freeze()

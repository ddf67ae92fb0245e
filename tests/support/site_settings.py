"""The portal's settings for the site of the browser tests: as in production, started faster."""

from portal.settings import *  # noqa: F403

# Compressing every static file takes half a minute and shows nothing to a browser beside it.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("js", "css", "svg", "map", "json", "txt", "ttf", "html")

# Letters are kept as files: tests read there what the worker sent.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "letters"  # noqa: F405

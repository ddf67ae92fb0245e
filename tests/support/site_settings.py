"""The portal's settings for the site of the browser tests: as in production, started faster."""

from portal.settings import *  # noqa: F403

# Compressing every static file takes half a minute and shows nothing to a browser beside it.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("js", "css", "svg", "map", "json", "txt", "ttf", "html")

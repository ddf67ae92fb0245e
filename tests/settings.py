"""The portal's settings with what tests need on top."""

from portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
SYNTHETIC_DEMO = True
# Limits are tested on their own; a suite signs in thousands of times from one address.
ACCOUNT_RATE_LIMITS = False
NO_LIMITS = {"anon": None, "user": None, "writer": None}
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": NO_LIMITS}  # noqa: F405
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""  # noqa: F405
# Static files are the front-end build's affair: page tests must not depend on one.
MIDDLEWARE = [m for m in MIDDLEWARE if not m.startswith("whitenoise.")]  # noqa: F405

"""All settings, read from the environment (.env.example names every variable)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from portal import env
from portal.logs import logging_of
from portal.schedule import CELERY_BEAT_SCHEDULE  # noqa: F401 -- read by Celery
from portal.web.csp import CONTENT_SECURITY_POLICY  # noqa: F401 -- read by django-csp

BASE_DIR = Path(__file__).resolve().parent.parent
env.load_file(BASE_DIR / ".env")
DATA_DIR = env.path("DATA_DIR", default=BASE_DIR / ".data")

SECRET_KEY = env.secret("SECRET_KEY")
DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost"])
HTTPS = env.flag("HTTPS", default=not DEBUG)
# Where links in e-mails lead.
SITE_ADDRESS = env.url(
    "SITE_ADDRESS",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('*.')}"
    if HTTPS
    else f"http://localhost:{env.number('PORT', default=8000)}",
    schemes=("https", "http"),
).rstrip("/")
# True where people and answers are made up: labels every page and every PDF.
SYNTHETIC_DEMO = env.flag("SYNTHETIC_DEMO", default=DEBUG)

INSTALLED_APPS = [
    "portal",
    "portal.web",  # before django.forms, so that its widget templates win
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_linear_migrations",
    "allauth",
    "allauth.account",
    "csp",
    "knox",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "portal.tenancy",
    "portal.audit",
    "portal.accounts",
    "portal.jobs",
    "portal.mail",
    "partnerships.register",
    "partnerships.membership",
    "partnerships.meetings",
    "partnerships.protocols",
    "surveys.questionnaires",
    "surveys.returns",
    "surveys.results",
    "surveys.reading",
    "surveys.publications",
]

MIDDLEWARE = [
    "portal.web.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.ApiTokenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.web.middleware.SecurityHeaders",
    "partnerships.membership.middleware.SpaceMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.web.middleware.Refusals",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
NAVIGATION = "portal.navigation.LINKS"
NOTIFICATIONS = "portal.notifications.KINDS"
# How work of the ground floor goes round the partnerships, which it does not know.
ROUNDS = "partnerships.register.rounds.for_each_partnership"
FORM_RENDERER = "portal.web.forms.PortalRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.web.context.page",
            ]
        },
    }
]


def _database(variable: str, **options: Any) -> dict[str, Any]:
    database = env.database(variable)
    database["OPTIONS"].update(options)
    database["DISABLE_SERVER_SIDE_CURSORS"] = True  # a pool in transaction mode may stand between
    return database


_pool = {"pool": {"min_size": 1, "max_size": 5}} if env.flag("DATABASE_POOL", default=False) else {}
DATABASES = {
    "default": _database("DATABASE_URL", **_pool),  # role portal_app: row security applies
    "evaluator": _database("EVALUATOR_DATABASE_URL", **_pool),  # role portal_eval: national reads
}
if env.text("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = _database("DATABASE_OWNER_URL")  # role portal_migrator: `migrate` only
DATABASE_ROUTERS = ["portal.tenancy.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.url("REDIS_URL", schemes=("redis", "rediss", "unix"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "portal.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is opened by a link sent to its address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "LSP Portal: "
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_FORMS = {
    "login": "portal.accounts.entrance.SignInForm",
    "change_password": "portal.accounts.entrance.ChangePasswordForm",
    "reset_password": "portal.accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.entrance.NewPasswordForm",
    "reauthenticate": "portal.accounts.entrance.ConfirmPasswordForm",
}
# A whole council signs in from one address, so the limit per address is wide and the one per
# account narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "invitation": "100/m/ip,10/m/key",  # key: one link
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=0)

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "portal.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.words("TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "static_root")
# A demonstration serves its static files as they are; a real site collects and hashes them.
_AS_THEY_ARE = DEBUG or SYNTHETIC_DEMO
WHITENOISE_USE_FINDERS = _AS_THEY_ARE
MEDIA_ROOT = DATA_DIR / "media"
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_BYTES", default=25 * 1024 * 1024, minimum=1)
# Gets a file's path as its last argument; ends with 0 if it is clean and 1 if it is infected.
UPLOAD_SCAN_COMMAND = env.command("UPLOAD_SCAN_COMMAND", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _AS_THEY_ARE
        else "portal.web.storage.PortalStaticFiles"
    },
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST", default="")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("EMAIL_HOST", default="")
EMAIL_PORT = env.number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20  # seconds for each answer of the mail server
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", default="LSP Portal <no-reply@lsp-portal.example>")

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "visibility_timeout": 3600}
CELERY_TASK_PUBLISH_RETRY = False  # the sweeper calls again; a request never waits for the broker
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE  # the clock of people: half past seven in summer, too

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["portal.web.closed.Closed"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "portal.web.api.PortalPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "portal.web.throttles.WriterThrottle",
    ],
    "NUM_PROXIES": env.number("TRUSTED_PROXIES", default=0),
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "600/min", "writer": "120/min"},
    "EXCEPTION_HANDLER": "portal.web.api.problem_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "LSP Portal API",
    "VERSION": "1",
    "DESCRIPTION": (
        "Register, membership, meetings, protocols, questionnaires, returns, national results and"
        " publications."
    ),
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.web.schema.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ActionStateEnum": "partnerships.meetings.models.Action.State",
        "AgendaItemKindEnum": "partnerships.meetings.models.AgendaItem.Kind",
        "BodyKindEnum": "partnerships.membership.models.Body.Kind",
        "DecisionStateEnum": "partnerships.meetings.models.Decision.State",
        "EditionStateEnum": "surveys.results.models.Edition.State",
        "JobStateEnum": "portal.jobs.models.Job.State",
        "MeetingStateEnum": "partnerships.meetings.models.Meeting.State",
        "MinutesStateEnum": "partnerships.meetings.models.Minutes.State",
        "MinutesVersionKindEnum": "partnerships.meetings.models.MinutesVersion.Kind",
        "OrganisationKindEnum": "partnerships.membership.models.Organisation.Kind",
        "ProtocolKindEnum": "partnerships.protocols.models.Protocol.Kind",
        "ProtocolStateEnum": "partnerships.protocols.models.ProtocolVersion.State",
        "ReturnQueryStateEnum": "surveys.returns.models.Query.State",
        "ReturnSideEnum": "surveys.returns.models.Side",
        "ReturnStateEnum": "surveys.returns.models.Return.State",
        "WaveStateEnum": "surveys.returns.models.Wave.State",
    },
}

LOGGING = logging_of(env.text("LOG_LEVEL", default="INFO"))

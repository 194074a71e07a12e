"""What every way of running shares. No secret and no default that production could inherit."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VERSION = "0.1.0"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tables2",
    "django_htmx",
    "simple_history",
    "csp",
    "core",
    "accounts",
    "programs",
    "activities",
    "directory",
    "economy",
    "indicators",
    "requisitions",
    "resources",
    "exchange",
    "reports",
    "overview",
]

MIDDLEWARE = [
    # Before the redirect to https, which would go round in circles without the proxy's header.
    "core.middleware.ProxyHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestLogMiddleware",
    "core.middleware.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # Settles the language once a request: looking for it at every word took 8 % of a dashboard.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.drafts.middleware.DraftMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "tfi.urls"
WSGI_APPLICATION = "tfi.wsgi.application"

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
                "core.context_processors.frame",
                "accounts.views.context_processors.rights",
                "programs.views.context_processors.programmes",
            ],
        },
    },
]
FORM_RENDERER = "core.forms.renderer.FormRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "core/table.html"

DATABASES = {}  # each way of running says which
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.services.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "overview:home"
LOGOUT_REDIRECT_URL = "accounts:login"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
SESSION_COOKIE_AGE = 60 * 60 * 16  # a long working day, an event in its evening among them
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.error_views.csrf_failure"

# Language and formats -----------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True
# A thousands separator set here would reach ids and addresses; the number filter prints it.
USE_THOUSAND_SEPARATOR = False

# Static files and uploads ---------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "core.storage.GenerationStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads have no address of their own: a view hands them out to those who may see them.
MEDIA_URL = ""
UPLOAD_MAX_BYTES = 30 * 1024 * 1024
UPLOAD_MAX_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Written through to the disk, of which no more than the forms take (core/upload_handler.py).
FILE_UPLOAD_HANDLERS = ["core.upload_handler.BoundedUploadHandler"]
# Far above, so that the form can say how many are too many and keep what was typed.
DATA_UPLOAD_MAX_NUMBER_FILES = 10_000

# Headers ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# History: reasons are given by the services, users too, so no middleware guesses them.
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# The clock: None is the real day. Only the demo and the tests may fix it.
FIXED_TODAY = None
DEMO = False

# Where archives lie, the newest of which is restored on trial so often; empty: never by itself.
BACKUP_FOLDER = ""
DRILL_EVERY_DAYS = 7

# A mail is a row, written with what causes it; a timer has it sent (core/outbox.py).
EMAIL_BACKEND = "core.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = "TFI <tfi@localhost>"
# Whom the accessibility statement tells to write to; without one, the system's administrator.
ACCESSIBILITY_CONTACT = env.str("ACCESSIBILITY_CONTACT", "")
EMAIL_SUBJECT_PREFIX = "[TFI] "

# Whose documents they are: a name, an author, a colour dark enough on white, and a logo's path.
MUNICIPALITY = env.str("MUNICIPALITY", "Københavns Kommune")
REPORT_AUTHOR = env.str("REPORT_AUTHOR", "TaskForce Integration")
REPORT_COLOUR = env.str("REPORT_COLOUR", "#1f3a5f")
REPORT_LOGO = env.str("REPORT_LOGO", "")


def sqlite_options() -> dict:
    """The embedded database, safe against power loss and two writers at once."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;"
        ),
    }


def database(url: str) -> dict:
    """The DATABASES entry for an address such as ``sqlite:///var/tfi.sqlite3``."""
    entry = environ.Env.db_url_config(url)
    options = entry.setdefault("OPTIONS", {})
    if "sqlite" in entry["ENGINE"]:
        options.update(sqlite_options())
    else:
        entry["CONN_MAX_AGE"] = 600
        entry["CONN_HEALTH_CHECKS"] = True
        # What the planner takes a page fetched by an index to cost: the usual figure of a server on
        # solid-state disks. With its own (4, of turning disks) it reads whole tables instead. A
        # statement compiled anew for each request is never worth it. What is prepared
        # (core/prepared.py) is planned once, whatever its values.
        options.setdefault(
            "options", "-c random_page_cost=1.1 -c jit=off -c plan_cache_mode=force_generic_plan"
        )
    return entry


# Logs: what happened, how long it took; never a name, an address, a query or a text.
def _logging(level: str) -> dict:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "{asctime}{levelname}{name}{message}",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "style": "{",
            },
        },
        "filters": {"without_personal_data": {"()": "core.logs.WithoutPersonalData"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["without_personal_data"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Server errors only: refusals stand in core's request log with their status.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            # It says that it is there whenever a command is started.
            "pikepdf": {"level": "WARNING"},
        },
    }


LOGGING_JSON = _logging("INFO")
LOGGING_QUIET = _logging("WARNING")

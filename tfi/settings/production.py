"""Production: everything from the environment; what is missing stops the start with a sentence.

The table of variables stands in README.md.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import LOGGING_JSON, database, env


def required(name: str, what: str) -> str:
    """The variable's value; ImproperlyConfigured with what to set where it is missing or empty."""
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: {what}")
    return value


def number(name: str, default: int) -> int:
    """The variable's value as a whole number of 0 or more."""
    value = env.str(name, "").strip() or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(
            f"Set {name} in the environment to a whole number, or not at all."
        )
    return int(value)


SECRET_KEY = required(
    "SECRET_KEY",
    "at least 50 random characters, kept secret "
    "(python -c 'import secrets; print(secrets.token_urlsafe(64))').",
)
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "Set SECRET_KEY in the environment to at least 50 random characters."
    )
ALLOWED_HOSTS = [
    host.strip()
    for host in required(
        "ALLOWED_HOSTS", "the names the site answers to, with commas between: tfi.example.dk."
    ).split(",")
    if host.strip()
]
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    # A name that a stranger chose would stand in the links of our e-mails.
    raise ImproperlyConfigured(
        "Set ALLOWED_HOSTS in the environment to the site's own names, not *."
    )
DATABASE_URL = required(
    "DATABASE_URL",
    "postgres://user:password@host:5432/name, or sqlite:////srv/tfi/data/db.sqlite3.",
)
if not DATABASE_URL.startswith(("postgres://", "postgresql://", "sqlite:////")):
    # A relative file would be another one for every folder that a command is started in.
    raise ImproperlyConfigured(
        "Set DATABASE_URL in the environment to postgres://user:password@host:5432/name, or to "
        "sqlite:/// and a whole path, four slashes together: sqlite:////srv/tfi/data/db.sqlite3."
    )
DATABASES = {"default": database(DATABASE_URL)}
if not DATABASE_URL.startswith("sqlite"):
    # A server that does not answer is an error after seconds; else the health address would hang.
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
MEDIA_ROOT = required(
    "MEDIA_ROOT", "the folder that holds uploaded files, outside the program's own folder."
)
if not Path(MEDIA_ROOT).is_absolute():
    raise ImproperlyConfigured("Set MEDIA_ROOT in the environment to a whole path: /srv/tfi/files.")
BACKUP_FOLDER = env.str("BACKUP_FOLDER", "").strip()
if BACKUP_FOLDER and not Path(BACKUP_FOLDER).is_absolute():
    raise ImproperlyConfigured(
        "Set BACKUP_FOLDER in the environment to a whole path: /srv/tfi/backups."
    )
DRILL_EVERY_DAYS = number("DRILL_EVERY_DAYS", 7) or 7
STATIC_ROOT = env.str("STATIC_ROOT", str(STATIC_ROOT))  # noqa: F405
EMAIL_URL = required(
    "EMAIL_URL", "smtp+tls://user:password@mail.example.dk:587 (for password resets)."
)
if "://" not in EMAIL_URL:
    raise ImproperlyConfigured(
        "Set EMAIL_URL in the environment to smtp+tls://host:587 or the like."
    )
_delivery = env.email_url_config(EMAIL_URL)
MAIL_DELIVERY_BACKEND = _delivery.pop("EMAIL_BACKEND")
vars().update(_delivery)
# A mail server that does not answer must not hold the timer's other work.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "the sender of e-mails: TFI <tfi@example.dk>.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

for forbidden in ("FIXED_TODAY", "DEMO"):
    if env.str(forbidden, ""):
        raise ImproperlyConfigured(
            f"Remove {forbidden} from the environment: only the demo may fix the clock."
        )

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
# The reverse proxy ends TLS and sets this header; docs/operations.md shows how.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
PROXY_COUNT = number("PROXY_COUNT", 1)

LOGGING = LOGGING_JSON

"""The tests: SQLite unless DATABASE_URL says otherwise, quick passwords, the real headers."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, database, env

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(env.str("DATABASE_URL", "sqlite:///:memory:"))}
DATABASES["default"]["CONN_MAX_AGE"] = 0
MEDIA_ROOT = Path(tempfile.gettempdir()) / "tfi-test-files"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
# Looks for a file when it is asked for: to list them all takes 10 ms of every test's client.
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "core.storage.GenerationStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

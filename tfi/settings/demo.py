"""The demo: its own embedded database, the clock at 1 October 2011, a password known to all."""

import datetime

from .base import *  # noqa: F403
from .base import BASE_DIR, INSTALLED_APPS, LOGGING_QUIET, database, env

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DEMO = True
FIXED_TODAY = datetime.date(2011, 10, 1)
SECRET_KEY = "demo-only-and-known-to-everybody-never-used-in-production"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DEMO_DIR = BASE_DIR / "var" / "demo"
DATABASES = {"default": database(env.str("DATABASE_URL", f"sqlite:///{DEMO_DIR / 'db.sqlite3'}"))}
MEDIA_ROOT = DEMO_DIR / "files"

# Static files straight from their folders: no collecting step before the first look.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "core.storage.GenerationStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DEMO_DIR / "mail"
LOGGING = LOGGING_QUIET

"""The benchmark: as production runs, over plain http on a throw-away database.

`manage.py benchmark` starts servers under these settings, each with a folder and a database that
last as long as the run, and adds the page that it compares with (benchmark/). Requests
are not logged, as the log would be measured too.
"""

from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, LOGGING_QUIET, database, env

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DEBUG = False
FOLDER = env.str("TFI_BENCHMARK_FOLDER", "")
# Not secret: the folder's own server is the only one that it opens.
SECRET_KEY = "benchmark-only-and-known-to-everybody-never-used-in-production"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": database(env.str("DATABASE_URL", "sqlite:///:memory:"))}
MEDIA_ROOT = Path(FOLDER, "files")
STATIC_ROOT = Path(FOLDER, "static")
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = LOGGING_QUIET

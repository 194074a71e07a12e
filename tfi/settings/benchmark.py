"""The benchmark: as production runs, over plain http on a throw-away database.

`manage.py benchmark` starts itself anew under these settings, with a folder and a database that
last as long as the run. Requests are not logged, as the log would be measured too.
"""

from pathlib import Path

from .base import *  # noqa: F403
from .base import LOGGING_QUIET, database, env

DEBUG = False
FOLDER = env.str("TFI_BENCHMARK_FOLDER", "")
# Not secret: the folder's own server is the only one that it opens.
SECRET_KEY = "benchmark-only-and-known-to-everybody-never-used-in-production"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": database(env.str("DATABASE_URL", "sqlite:///:memory:"))}
MEDIA_ROOT = Path(FOLDER, "files")
STATIC_ROOT = Path(FOLDER, "static")
ROOT_URLCONF = "overview.benchmark_urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = LOGGING_QUIET

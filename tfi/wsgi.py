"""The entrance for gunicorn; production settings unless told otherwise."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfi.settings.production")

application = get_wsgi_application()

# What is loaded stays as long as the process, and a page makes thousands of objects that go with
# it: looking for circles among both again and again took a tenth of a page. What is not loaded yet
# comes with the addresses.
get_resolver().url_patterns  # noqa: B018 - read for what it loads
gc.collect()
gc.freeze()
gc.set_threshold(20_000)

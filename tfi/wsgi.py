"""The entrance for gunicorn; production settings unless told otherwise."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfi.settings.production")

application = get_wsgi_application()

# What is loaded by now stays as long as the process, and a page makes thousands of objects that go
# with it: looking for circles among both again and again took 5 to 7 % of a page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000)

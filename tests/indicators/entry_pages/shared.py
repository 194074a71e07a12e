"""An entry with its measurement, and the addresses of their pages."""

import datetime

from django.urls import reverse

THE_EVENT = datetime.date(2011, 8, 20)


def to(name, record):
    return reverse(f"indicators:{name}", args=[record.pk])

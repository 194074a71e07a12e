"""An activity with its criteria, and what is logged at it."""

import datetime
from io import BytesIO

from django.conf import settings

from activities.services.log import LogEntryInput
from core.uploads import Prepared

TODAY = datetime.date(2011, 10, 1)

TOMORROW = datetime.date(2011, 10, 2)

THE_EVENT = datetime.date(2011, 8, 20)


def entry_input(on=THE_EVENT, text="Taste the World", **more):
    return LogEntryInput(on=on, text=text, **more)


def a_file(name="gæster.jpg", content=b"a picture"):
    return Prepared(name, "image/jpeg", BytesIO(content), len(content), "0" * 64)


def files_on_disk():
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]

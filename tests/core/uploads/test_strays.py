"""What a killed server stored and never saved is removed, a day later, and nothing else."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.attachments import attach
from core.strays import remove_strays
from core.uploads import prepare
from tests.core.uploads.shared import upload
from tests.factories import LogEntryFactory

pytestmark = pytest.mark.django_db


def stored(name, hours):
    path = Path(default_storage.path(name))
    then = time.time() - hours * 60 * 60
    os.utime(path, (then, then))
    return path


def test_a_file_that_no_row_names_goes_a_day_later(konsulent, settings):
    Path(settings.MEDIA_ROOT).mkdir(parents=True)
    assert remove_strays() == 0
    [kept] = attach(LogEntryFactory(), by=konsulent, files=[prepare(upload("a.txt", b"a"))])
    names = [default_storage.save(f"aa/{number}", ContentFile(b"x")) for number in range(2)]
    named, old, new = (
        stored(name, hours)
        for name, hours in zip([kept.file.name, *names], (48, 25, 23), strict=True)
    )

    assert remove_strays() == 1

    assert (named.exists(), old.exists(), new.exists()) == (True, False, True)

"""Thumbnails lie beside their pictures, are made where they are missing, and are backed up."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image

from activities.models import Attachment
from core.attachments import attach
from core.backup import make_backup
from core.dumps import BackupError
from core.timed import run_due
from core.uploads import Prepared
from tests.core.uploads.shared import encoded, red_over_blue
from tests.factories import LogEntryFactory, UserFactory

pytestmark = pytest.mark.django_db


def prepared(content, thumbnail=b""):
    return Prepared("dag.jpg", "image/jpeg", BytesIO(content), len(content), "0" * 64, thumbnail)


@pytest.fixture
def keep():
    def kept(content, thumbnail=b""):
        entry = LogEntryFactory()
        return attach(entry, by=UserFactory(), files=[prepared(content, thumbnail)])[0]

    return kept


def test_pictures_without_one_get_one(keep):
    picture = keep(encoded(red_over_blue(), "JPEG"))
    damaged = keep(b"\xff\xd8\xff nothing more")
    gone = keep(b"gone")
    gone.file.storage.delete(gone.file.name)

    [run] = run_due(["thumbnails"])

    assert (run.succeeded, run.result) == (True, "made: 1, not possible: 2")
    picture.refresh_from_db()
    with picture.thumbnail.open() as small:
        assert Image.open(small).format == "WEBP"
    assert picture.thumbnail.name == f"{picture.file.name}-small"
    assert not Attachment.objects.get(pk=damaged.pk).thumbnail
    assert run_due(["thumbnails"])[0].result == "made: 0, not possible: 2"


def test_a_change_that_fails_leaves_none(keep, monkeypatch):
    def fail(self, **options):
        raise OSError("No space left")

    monkeypatch.setattr(Attachment, "save", fail)

    with pytest.raises(OSError, match="No space"):
        keep(b"a picture", b"small")

    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_them_along_and_says_which_are_missing(keep, tmp_path):
    picture = keep(b"a picture", b"small")
    root = Path(settings.MEDIA_ROOT)

    _path, manifest = make_backup(tmp_path / "first.tar.gz", connection=connection, media_root=root)
    assert manifest.files.keys() == {picture.file.name, picture.thumbnail.name}

    picture.thumbnail.storage.delete(picture.thumbnail.name)
    with pytest.raises(BackupError, match=picture.thumbnail.name):
        make_backup(tmp_path / "second.tar.gz", connection=connection, media_root=root)

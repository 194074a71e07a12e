"""Uploads go to the disk as they come, and what fails leaves nothing there."""

import contextlib
import errno
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from activities.models import Attachment, LogEntry
from core.attachments import attach
from core.forms.files import FilesField
from core.uploads import prepare
from core.versions import atomic_change
from tests.core.uploads.shared import PDF_BYTES, upload
from tests.factories import ActivityFactory, LogEntryFactory
from tests.indicators.log_form.shared import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def received():
    """Files as a request brings them."""
    requests = []

    def files_of(*files):
        requests.append(RequestFactory().post("/", {"files": list(files)}))
        return requests[-1].FILES.getlist("files")

    yield files_of
    for request in requests:
        request.close()


def on_the_disk():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_is_not_held_in_memory(received):
    [file] = received(SimpleUploadedFile("a.pdf", PDF_BYTES))
    [prepared] = FilesField().clean([file])

    assert Path(file.temporary_file_path()).read_bytes() == PDF_BYTES
    assert prepared.file is file.file


def test_too_many_are_counted_and_not_kept(received):
    files = [SimpleUploadedFile(f"{n}.txt", b"x" * 1000) for n in range(130)]
    found = received(*files)

    assert len(found) == 130
    assert [file.size for file in found] == [1000] * 130
    assert sum(len(file.read()) for file in found) == settings.UPLOAD_MAX_FILES * 1000


def test_of_one_that_is_too_large_no_more_is_kept_than_is_allowed(settings, received):
    settings.UPLOAD_MAX_BYTES = 100_000
    [file] = received(SimpleUploadedFile("a.txt", b"x" * 1_000_000))

    assert file.size == 1_000_000
    assert Path(file.temporary_file_path()).stat().st_size < 300_000


def test_too_many_files_get_the_form_with_its_text(client_of, konsulent, clock):
    activity = ActivityFactory()
    address = reverse("indicators:log_form", args=["activity", activity.pk])
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(150)]

    response = client_of(konsulent).post(address, {"text": "Et langt referat", "files": files})

    assert response.status_code == 422
    page = response.content.decode()
    assert "Et langt referat" in page and "150" in page
    assert on_the_disk() == []


# What fails -----------------------------------------------------------------------------------
class FullDisk(FileSystemStorage):
    """Takes a part of the file, and then there is no room."""

    def _save(self, name, content):
        super()._save(name, content)
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def entry():
    return LogEntryFactory()


def prepared(name="a.pdf", content=PDF_BYTES):
    return prepare(upload(name, content))


def test_a_full_disk_leaves_nothing(entry, konsulent, monkeypatch):
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", FullDisk())

    with pytest.raises(OSError, match="No space left"):
        attach(entry, by=konsulent, files=[prepared()])

    assert on_the_disk() == []
    assert not Attachment.objects.exists()


def test_the_second_of_two_that_fails_takes_the_first_along(entry, konsulent, monkeypatch):
    save, calls = FileSystemStorage._save, []

    def full_at_the_second(self, name, content):
        calls.append(name)
        saved = save(self, name, content)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return saved

    monkeypatch.setattr(FileSystemStorage, "_save", full_at_the_second)

    with pytest.raises(OSError, match="No space left"):
        attach(entry, by=konsulent, files=[prepared(), prepared("b.txt", b"b")])

    assert len(calls) == 2 and on_the_disk() == []


def test_a_change_that_fails_later_leaves_nothing(entry, konsulent):
    with contextlib.suppress(ZeroDivisionError), atomic_change():
        attach(entry, by=konsulent, files=[prepared()])
        1 / 0  # noqa: B018

    assert on_the_disk() == []


def test_what_was_saved_before_a_part_that_fails_stays(entry, konsulent):
    with atomic_change():
        attach(entry, by=konsulent, files=[prepared()])
        with contextlib.suppress(ZeroDivisionError), atomic_change():
            attach(entry, by=konsulent, files=[prepared("b.txt", b"b")])
            1 / 0  # noqa: B018

    assert len(on_the_disk()) == Attachment.objects.count() == 1


def test_a_failure_of_the_form_itself_leaves_nothing(client_of, konsulent, clock, monkeypatch):
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", FullDisk())
    address = reverse("indicators:log_form", args=["activity", ActivityFactory().pk])
    client = client_of(konsulent)
    client.raise_request_exception = False

    data = typed(files=[SimpleUploadedFile("a.pdf", PDF_BYTES)])
    assert client.post(address, data).status_code == 500

    assert on_the_disk() == [] and not LogEntry.objects.exists()

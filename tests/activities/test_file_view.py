"""A log entry's file is handed out to those who may see files, and runs nothing."""

import datetime
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import User
from accounts.models.roles import Role
from activities.models import Attachment, LogEntry
from core.clock import now
from programs.models import MainArea, Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return {
        role: User.objects.create_user(f"{role}-user", role=role, full_name=f"The {role}")
        for role in Role.values
    }


@pytest.fixture
def entry(cast):
    program = Program.objects.create(
        slug="2011",
        title="Program 2011",
        starts_on=datetime.date(2011, 2, 1),
        ends_on=datetime.date(2011, 12, 31),
    )
    area = MainArea.objects.create(program=program, number=1, title="Dialog")
    return LogEntry.objects.create(
        main_area=area,
        on=datetime.date(2011, 8, 20),
        text="Taste the World",
        recorded_by=cast[Role.CONSULTANT],
    )


@pytest.fixture
def attach(entry, cast):
    def attached(name="gæster.jpg", content_type="image/jpeg", content=b"bytes"):
        attachment = Attachment(
            log_entry=entry,
            name=name,
            content_type=content_type,
            size=len(content),
            sha256="0" * 64,
            uploaded_by=cast[Role.CONSULTANT],
        )
        attachment.file.save(name, ContentFile(content), save=False)
        attachment.save()
        return attachment

    return attached


def answer(client, address):
    """The response read to its end, which closes the file behind it."""
    response = client.get(address)
    response.body = b"".join(response)
    return response


@pytest.fixture
def consultant(client, cast):
    client.force_login(cast[Role.CONSULTANT])
    return client


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CONSULTANT, 200), (Role.MANAGER, 200), (Role.ADMIN, 200), (Role.READER, 403)],
)
def test_all_but_readers_see_files(client, cast, attach, role, status):
    client.force_login(cast[role])

    assert answer(client, attach().get_absolute_url()).status_code == status


def test_who_has_not_signed_in_is_sent_to_the_sign_in(client, attach):
    address = attach().get_absolute_url()

    response = answer(client, address)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('accounts:login')}?next={address}"


def test_a_reader_does_not_learn_which_files_exist(client, cast):
    client.force_login(cast[Role.READER])

    assert answer(client, reverse("activities:file", args=[uuid4()])).status_code == 403


def test_the_answer_is_the_file_under_its_own_name(consultant, attach):
    response = answer(consultant, attach(content=b"the picture").get_absolute_url())

    assert response.body == b"the picture"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == "11"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''g%C3%A6ster.jpg"


@pytest.mark.parametrize(
    ("content_type", "disposition"),
    [
        ("image/png", "inline"),
        ("application/pdf", "inline"),
        ("text/plain", "attachment"),
        ("text/csv", "attachment"),
        ("application/vnd.oasis.opendocument.text", "attachment"),
    ],
)
def test_pictures_and_pdfs_are_shown_and_the_rest_is_downloaded(
    consultant, attach, content_type, disposition
):
    response = answer(consultant, attach("fil", content_type).get_absolute_url())

    assert response["Content-Disposition"] == f'{disposition}; filename="fil"'


def test_the_browser_neither_guesses_nor_runs_nor_keeps_the_file(consultant, attach):
    response = answer(consultant, attach().get_absolute_url())

    policy = {directive.strip() for directive in response["Content-Security-Policy"].split(";")}
    assert policy == {"default-src 'none'", "sandbox"}
    assert response["X-Content-Type-Options"] == "nosniff"
    kept = {directive.strip() for directive in response["Cache-Control"].split(",")}
    assert kept == {"private", "no-store"}


def test_a_name_cannot_add_a_header(consultant, attach):
    response = answer(consultant, attach('a";x="b.jpg').get_absolute_url())

    assert response["Content-Disposition"] == 'inline; filename="a\\";x=\\"b.jpg"'


def test_an_unknown_file_is_not_found(consultant):
    assert answer(consultant, reverse("activities:file", args=[uuid4()])).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(consultant, attach):
    attachment = attach()
    attachment.file.storage.delete(attachment.file.name)

    assert answer(consultant, attachment.get_absolute_url()).status_code == 404


def test_the_file_of_a_retracted_entry_is_still_read(consultant, attach, entry):
    attachment = attach()
    entry.retracted_at = now()
    entry.retraction_reason = "Forkert dag"
    entry.save()

    assert answer(consultant, attachment.get_absolute_url()).status_code == 200


def test_a_file_is_only_read(consultant, attach):
    assert consultant.post(attach().get_absolute_url()).status_code == 405

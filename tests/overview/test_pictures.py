"""Where the files of records show: thumbnails to those who may see files, a paperclip to all."""

from io import BytesIO

import pytest
from django.urls import reverse

from core.attachments import attach
from core.uploads import Prepared
from tests.factories import LogEntryFactory, RequisitionFactory
from tests.factories.resources import ExpenseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "clock")]

WITH_FILES = '<span class="visually-hidden">with files</span>'


def picture(name="gæster.jpg", thumbnail=b"small"):
    content = name.encode()
    return Prepared(name, "image/jpeg", BytesIO(content), len(content), name.ljust(64), thumbnail)


@pytest.fixture
def entry(activity, konsulent):
    entry = LogEntryFactory(activity=activity, recorded_by=konsulent)
    attach(entry, by=konsulent, files=[picture(), picture("plan.pdf", thumbnail=b"")])
    return entry


@pytest.fixture
def expense(line, konsulent):
    expense = ExpenseFactory(line=line)
    attach(expense, by=konsulent, files=[picture("bon.jpg")])
    return expense


def text_of(client, address):
    return client.get(address).content.decode()


def test_a_thumbnail_stands_with_the_name_as_its_text(client_of, konsulent, laeser, entry, expense):
    photograph, _plan = entry.attachments.all()
    shown = f'<img src="{photograph.thumbnail_address}" alt="gæster.jpg" loading="lazy">'
    pages = [
        entry.get_absolute_url(),
        entry.activity.get_absolute_url(),
        entry.area.get_absolute_url(),
    ]
    consultant, reader = client_of(konsulent), client_of(laeser)
    for page in pages:
        assert shown in text_of(consultant, page)
        assert "<img" not in text_of(reader, page)
    assert 'alt="bon.jpg"' in text_of(consultant, expense.get_absolute_url())
    # Where it is no page of the entry itself, the picture leads to it.
    assert f'<a href="{entry.get_absolute_url()}"><img' in text_of(consultant, pages[1])


def test_what_was_retracted_shows_no_picture_of_its_activity(client_of, konsulent, entry):
    client = client_of(konsulent)
    client.post(reverse("indicators:entry_retract", args=[entry.pk]), {"reason": "Forkert dag"})

    assert "<img" not in text_of(client, entry.activity.get_absolute_url())


def test_lists_say_where_there_are_files(client_of, konsulent, activity, entry, expense, line):
    case = RequisitionFactory(activity__main_area=entry.area)
    without = RequisitionFactory(activity__main_area=entry.area)
    LogEntryFactory(activity=entry.activity, recorded_by=konsulent)
    client = client_of(konsulent)
    register = reverse("requisitions:register") + "?show=all"
    assert WITH_FILES not in text_of(client, register)
    of_the_case = LogEntryFactory(activity=case.activity, recorded_by=konsulent)
    attach(of_the_case, by=konsulent, files=[picture()])

    lists = {
        entry.activity.get_absolute_url(): 1,
        reverse("overview:logbook", args=[entry.program.slug]): 2,
        reverse("overview:my_page"): 2,
        reverse("economy:economy", args=[entry.program.slug]): 1,
        register: 1,
        case.get_absolute_url(): 1,
        without.get_absolute_url(): 0,
    }
    assert {page: text_of(client, page).count(WITH_FILES) for page in lists} == lists

    # The register is held, and told when a file comes or counts no more.
    page = reverse("indicators:entry_retract", args=[of_the_case.pk])
    assert client.post(page, {"reason": "Forkert sag"}).status_code == 302
    assert WITH_FILES not in text_of(client, register)


def test_a_thumbnail_is_handed_out_as_its_file_is(client_of, konsulent, laeser, entry):
    photograph, plan = entry.attachments.all()
    client = client_of(konsulent)

    response = client.get(photograph.thumbnail_address)

    assert b"".join(response) == b"small"
    assert response["Content-Type"] == "image/webp"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(plan.thumbnail_address).status_code == 404
    assert client_of(laeser).get(photograph.thumbnail_address).status_code == 403
    photograph.thumbnail.storage.delete(photograph.thumbnail.name)
    assert client.get(photograph.thumbnail_address).status_code == 404

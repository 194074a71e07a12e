"""A text in which only the date of a CPR number fits is asked about once, in whichever form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.models import Attachment, LogEntry
from indicators.models import Action, Assessment
from tests.factories import ActivityFactory, CriterionFactory
from tests.indicators.log_form.shared import address, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

POSSIBLE = "150911-1830"  # its sum does not hold: the minutes of a meeting at half past six
CERTAIN = "010180-1234"  # numbers without the sum have been issued for such days


def asked(response):
    assert response.status_code == 422
    return [question.code for question in response.context["form"].questions]


def confirm(client, page, sent, response):
    return client.post(page, sent | {"confirmed": response.context["form"].data["confirmed"]})


def test_the_text_of_an_entry(client_of, konsulent):
    client, page = client_of(konsulent), address(ActivityFactory())
    sent = typed(text=f"Referat {POSSIBLE}")
    response = client.post(page, sent)
    assert asked(response) == ["cpr"]
    assert POSSIBLE in response.content.decode()
    assert not LogEntry.objects.exists()

    assert confirm(client, page, sent, response).status_code == 302
    assert LogEntry.objects.get().text == f"Referat {POSSIBLE}"


def test_the_name_of_a_file(client_of, konsulent):
    client, page = client_of(konsulent), address(ActivityFactory())

    def with_file():
        return typed() | {"files": SimpleUploadedFile(f"referat {POSSIBLE}.txt", b"Dagsorden")}

    response = client.post(page, with_file())
    assert asked(response) == ["cpr"]
    assert confirm(client, page, with_file(), response).status_code == 302
    assert Attachment.objects.get().name == f"referat {POSSIBLE}.txt"


def test_a_form_whose_service_asks_nothing(client_of, leder):
    criterion = CriterionFactory(narrative=True)
    client, page = client_of(leder), reverse("indicators:judge", args=[criterion.pk])
    sent = {"status": "met", "reason": f"Se {POSSIBLE}"}
    response = client.post(page, sent)
    assert asked(response) == ["cpr"]
    assert 'name="confirmed"' in response.content.decode()
    assert confirm(client, page, sent, response).status_code == 302
    assert Assessment.objects.count() == 1


def test_what_was_confirmed_stays_so_while_something_else_is_asked(client_of, konsulent):
    activity = ActivityFactory()
    CriterionFactory(
        attendance=True, target=10, main_area=activity.main_area, activities=[activity]
    )
    client, page = client_of(konsulent), address(activity)
    sent = typed(text=f"Referat {POSSIBLE}", attendance="500")
    first = client.post(page, sent)
    second = confirm(client, page, sent, first)
    assert (asked(first), asked(second)) == (["cpr"], ["ten_times"])
    assert confirm(client, page, sent, second).status_code == 302


def test_a_number_that_is_certain_is_refused_and_cannot_be_confirmed(client_of, leder):
    criterion = CriterionFactory(target=30)
    page = reverse("indicators:action_new", args=[criterion.pk])
    sent = typed(cause=CERTAIN, owner=leder.pk, due_on="2011-10-20", confirmed="cpr")
    response = client_of(leder).post(page, sent)
    assert response.status_code == 422
    assert "cause" in response.context["form"].errors
    assert not Action.objects.exists()

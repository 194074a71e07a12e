"""What a finished programme, two hands at once and a second press come to."""

import datetime
import uuid

import pytest
from django.urls import reverse

from activities.models import LogEntry
from activities.services.log import LogEntryInput
from core.records import AlreadyRetracted
from indicators.models import Assessment
from indicators.models.choices import Status
from indicators.services.results import (
    correct_logged,
    judge,
    log_result,
    newest_judgement,
    retract_logged,
)
from tests.factories import ActivityFactory, CriterionFactory, LogEntryFactory

pytestmark = pytest.mark.django_db


def test_a_judgement_after_the_programmes_end_is_dated_where_its_pages_show_it(leder, clock):
    criterion = CriterionFactory(narrative=True)
    clock(datetime.date(2012, 1, 20))

    judge(by=leder, criterion=criterion, status=Status.MET, reason="Set på stedet.")

    assert Assessment.objects.get().on == criterion.due_on + datetime.timedelta(days=1)


def test_a_correction_from_an_old_page_does_not_undo_a_retraction(konsulent, leder, clock):
    entry = LogEntryFactory(recorded_by=konsulent, on=datetime.date(2011, 9, 1))
    stale = LogEntry.objects.get(pk=entry.pk)
    retract_logged(by=leder, entry=entry, reason="Talt dobbelt")

    with pytest.raises(AlreadyRetracted):
        correct_logged(
            by=konsulent,
            entry=stale,
            entry_input=LogEntryInput(on=entry.on, text="Ny tekst"),
            reason="Stavefejl",
        )

    entry.refresh_from_db()
    assert entry.is_retracted
    assert entry.text != "Ny tekst"


def test_a_second_press_is_told_from_the_first(konsulent, clock):
    activity, key = ActivityFactory(), uuid.uuid4()
    entry_input = LogEntryInput(on=datetime.date(2011, 9, 1), text="Mange kom")

    first = log_result(by=konsulent, subject=activity, entry_input=entry_input, submission=key)
    second = log_result(by=konsulent, subject=activity, entry_input=entry_input, submission=key)

    assert first == second
    assert (first.was_saved_before, second.was_saved_before) == (False, True)


def test_a_judgement_typed_as_the_last_one_is_asked_about_and_kept(client_of, leder, clock):
    criterion = CriterionFactory(narrative=True)
    judge(by=leder, criterion=criterion, status=Status.MET, reason="Set")
    address = reverse("indicators:judge", args=[criterion.pk])
    client = client_of(leder)
    opened = client.get(address).context["form"]["opened_with"].value()
    judge(by=leder, criterion=criterion, status=Status.MISSED, reason="Hørt")

    sent = {"status": "met", "reason": "Set igen", "opened_with": opened}
    asked = client.post(address, sent)

    form = asked.context["form"]
    assert (form["status"].value(), form["reason"].value()) == ("met", "Set igen")
    assert [one.conflict.current for one in form.current] == ["missed", "Hørt"]
    again = {field.name: field.value() or "" for field in form}
    assert client.post(address, again).status_code == 302
    assert newest_judgement(criterion).status == Status.MET

"""A correction that stands open while the week, or a colleague, changes the same entry."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from activities.models import LogEntry, TimeEntry
from activities.queries.week_cells import CellKey, key_of
from activities.services import log
from activities.services.log import LogEntryInput, create_entry
from activities.services.week import CellChange, save_week
from indicators.forms.results import CorrectEntryForm
from tests.factories import ActivityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

MONDAY = datetime.date(2011, 9, 19)


@pytest.fixture
def entry(konsulent):
    entry_input = LogEntryInput(on=MONDAY, text="Et møde", hours=Decimal(3), attendance=12)
    return create_entry(by=konsulent, subject=ActivityFactory(), entry_input=entry_input)


def address(entry):
    return reverse("indicators:entry_correct", args=[entry.pk])


def opened(client, entry, **changes):
    """What the browser would send of the form as it was opened, with changes."""
    form = client.get(address(entry)).context["form"]
    sent = {field.name: field.field.prepare_value(field.value()) or "" for field in form}
    return {**sent, "reason": "Forkert", **changes}


def week_says(entry, konsulent, hours):
    slot = CellKey(key_of(entry.activity), MONDAY)
    save_week(by=konsulent, monday=MONDAY, changes=[CellChange(slot, Decimal(3), hours)])


def hours():
    return [row.hours for row in TimeEntry.objects.all()]


def test_mended_words_leave_the_hours_that_the_week_has_given_it(client_of, konsulent, entry):
    client = client_of(konsulent)
    sent = opened(client, entry, text="Et langt møde")
    week_says(entry, konsulent, Decimal(5))

    assert client.post(address(entry), sent).status_code == 302

    entry.refresh_from_db()
    assert (entry.text, hours()) == ("Et langt møde", [Decimal(5)])


def test_hours_that_the_week_has_taken_away_do_not_come_back(client_of, konsulent, entry):
    client = client_of(konsulent)
    sent = opened(client, entry, text="Et langt møde")
    week_says(entry, konsulent, None)

    assert client.post(address(entry), sent).status_code == 302

    assert hours() == []


@pytest.mark.parametrize(("typed", "stands", "said"), [("2,5", 5, "5"), ("2,5", None, "Nothing.")])
def test_where_both_changed_the_hours_the_form_comes_back_with_both(
    client_of, konsulent, entry, typed, stands, said
):
    client = client_of(konsulent)
    sent = opened(client, entry, hours=typed)
    week_says(entry, konsulent, stands and Decimal(stands))

    response = client.post(address(entry), sent)

    assert response.status_code == 422
    form, page = response.context["form"], response.content.decode()
    assert form["hours"].value() == "2,5"
    assert [(one.label, one.conflict.by) for one in form.current] == [
        ("Your hours", "Karla Konsulent")
    ]
    assert "Somebody else has changed this meanwhile" in page
    assert said in page
    assert hours() == ([Decimal(stands)] if stands else [])

    again = {field.name: field.value() or "" for field in form}
    assert client.post(address(entry), again).status_code == 302
    assert hours() == [Decimal("2.5")]


def test_of_two_who_mend_different_things_both_are_saved(client_of, konsulent, leder, entry):
    mine, theirs = client_of(konsulent), client_of(leder)
    sent, other = opened(mine, entry, text="Et langt møde"), opened(theirs, entry, attendance="14")

    for client, data in ((theirs, other), (mine, sent)):
        assert client.post(address(entry), data).status_code == 302

    entry.refresh_from_db()
    assert (entry.text, entry.attendance) == ("Et langt møde", 14)


def test_of_two_who_mend_the_same_text_the_second_reads_the_firsts(
    client_of, konsulent, leder, entry
):
    mine, theirs = client_of(konsulent), client_of(leder)
    sent, other = opened(mine, entry, text="Et langt møde"), opened(theirs, entry, text="To møder")
    theirs.post(address(entry), other)

    response = mine.post(address(entry), sent)

    assert response.status_code == 422
    assert "To møder" in response.content.decode()
    assert LogEntry.objects.get().text == "To møder"


def test_a_form_that_tells_nothing_of_what_it_was_opened_with_saves_what_it_says(
    client_of, konsulent, entry
):
    client = client_of(konsulent)
    sent = opened(client, entry, hours="4", opened_with="")

    assert client.post(address(entry), sent).status_code == 302

    assert hours() == [Decimal(4)]


def test_the_hours_are_read_once_nobody_else_writes_them(konsulent, entry, monkeypatch):
    """The week is saved while the correction waits for it."""
    form = CorrectEntryForm(entry=entry)
    entry_input = LogEntryInput(on=MONDAY, text="Et langt møde", hours=Decimal(3), attendance=12)
    held = log.lock_person_hours

    def wait(person):
        held(person)
        TimeEntry.objects.update(minutes=300)

    monkeypatch.setattr(log, "lock_person_hours", wait)
    log.correct_entry(
        by=konsulent,
        entry=entry,
        entry_input=entry_input,
        reason="x",
        opened_with=form["opened_with"].value(),
    )

    assert hours() == [Decimal(5)]

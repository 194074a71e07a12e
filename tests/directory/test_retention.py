"""People are removed when their time is up; what they were counted in stays."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from directory.models import Consultant, Contact, Participant
from directory.services.retention import remove_consultant, remove_contact, remove_expired
from tests.factories import (
    ConsultantFactory,
    ContactFactory,
    ParticipantFactory,
    PartyFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2013, 12, 31)
NEXT_DAY = datetime.date(2014, 1, 1)


def everything_stored(model):
    """Every value in the table and in its history, as text."""
    rows = [*model.objects.values_list(), *model.history.values_list()]
    return " ".join(str(value) for row in rows for value in row)


def test_nobody_goes_on_the_last_day():
    ContactFactory(keep_until=DAY)
    ConsultantFactory(keep_until=DAY)

    assert remove_expired(DAY) == (0, 0)
    assert Contact.objects.count() == 1


def test_everybody_whose_time_is_up_goes_the_day_after():
    ContactFactory(keep_until=DAY)
    ConsultantFactory(keep_until=DAY)

    assert remove_expired(NEXT_DAY) == (1, 1)
    assert not Contact.objects.exists()
    assert Consultant.objects.get().name == ""


def test_nobody_goes_twice():
    ConsultantFactory(keep_until=DAY)
    remove_expired(NEXT_DAY)

    assert remove_expired(NEXT_DAY) == (0, 0)


def test_a_contact_goes_from_history_too():
    contact = ContactFactory(name="Kim Prøve", phone="33 66 33 66", email="kim@example.dk")
    contact.name = "Kim Prøvesen"
    contact.save()

    remove_contact(contact)

    stored = everything_stored(Contact)
    assert "Kim" not in stored
    assert "33 66" not in stored
    assert "example.dk" not in stored


def test_a_case_stays_without_its_contact():
    contact = ContactFactory()
    party = PartyFactory(organisation=contact.organisation, contact=contact)

    remove_contact(contact)

    party.refresh_from_db()
    assert party.contact is None


def test_a_consultant_goes_from_history_too():
    consultant = ConsultantFactory(name="Kim Prøve", phone="33 66 33 66", email="kim@example.dk")
    consultant.phone = "33 66 33 67"
    consultant.save()

    remove_consultant(consultant)

    stored = everything_stored(Consultant)
    assert "Kim" not in stored
    assert "33 66" not in stored
    assert "example.dk" not in stored


def test_the_roster_keeps_its_count():
    consultant = ConsultantFactory()
    line = ParticipantFactory(organisation=None, consultant=consultant)

    remove_consultant(consultant)

    line = Participant.objects.get(pk=line.pk)
    assert str(line) == f"Dialogkonsulent nr. {consultant.pk}"
    assert Participant.objects.on(line.joined_on).count() == 1


@pytest.mark.parametrize("dry_run", [False, True])
def test_the_command_says_how_many_and_names_nobody(dry_run):
    ContactFactory(name="Kim Prøve", keep_until=datetime.date(2000, 1, 1))
    out = StringIO()

    call_command("remove_people", dry_run=dry_run, stdout=out)

    verb = "Would remove" if dry_run else "Removed"
    assert out.getvalue() == f"{verb} 1 contacts and 0 dialogue consultants.\n"
    assert Contact.objects.exists() is dry_run

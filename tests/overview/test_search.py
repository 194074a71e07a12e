"""The search: one index, in which nobody finds what they may not see, nor what is gone."""

import datetime
import unicodedata

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from activities.models import ActivityKind, Attachment
from activities.services.log import retract_entry
from core.models import SearchRow
from core.search import mark_searched, rebuild_index, searched
from core.versions import atomic_change
from directory.services.organisations import change_consultant, rename
from directory.services.retention import remove_consultant, remove_contact
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    ConsultantFactory,
    ContactFactory,
    LogEntryFactory,
    OrganisationFactory,
    PlaceFactory,
    SchoolClassFactory,
    UserFactory,
)
from tests.factories.resources import ExpenseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english", "indexed")]


@pytest.fixture
def page_of(client_of):
    def opened(user, text):
        return client_of(user).get(reverse("overview:search"), {"q": text})

    return opened


@pytest.fixture
def search(page_of, leder):
    """By kind what the manager finds, or somebody else."""

    def found(text, user=leder):
        kinds = page_of(user, text).context["found"].kinds
        return {kind.code: [one.record for one in kind.records] for kind in kinds}

    return found


@pytest.fixture
def a_file(leder):
    def stored(name, **entry):
        attachment = Attachment(
            log_entry=LogEntryFactory(**entry), name=name, size=1, uploaded_by=leder
        )
        attachment.file.save(name, ContentFile(b"x"), save=False)
        attachment.save()
        mark_searched(Attachment, attachment.pk)
        return attachment

    return stored


@pytest.mark.parametrize(
    "text",
    [
        "åben dør",
        unicodedata.normalize("NFD", "Åben Dør"),
        "aaben",
        "DØR",
        "doer",
        "aab\u00aden dør",
        "åben-dør",
    ],
)
def test_an_organisation_is_found_by_any_spelling(search, text):
    organisation = OrganisationFactory(name="Foreningen Åben Dør")

    assert search(text) == {"organisations": [organisation]}


@pytest.mark.parametrize("text", ["8.a brohøj", "8a Brohøj", "8 A brohøj", "8.a klasse Brohøj"])
def test_a_class_is_found_by_any_spelling(search, text):
    found = SchoolClassFactory(name="8.a", school=OrganisationFactory(name="Brohøj", kind="school"))
    SchoolClassFactory(name="9.b", school=found.school)

    assert search(text) == {"classes": [found]}


@pytest.mark.parametrize("text", ["0077123", "77123", "ISS"])
def test_a_voucher_is_found_by_its_number_and_text(search, text):
    expense = ExpenseFactory(voucher="0077123", text="Rengøring, ISS")

    assert search(text)["expenses"] == [expense]


def test_a_file_is_found_by_its_name_and_leads_to_its_entry(search, page_of, leder, a_file):
    file = a_file("Referat styregruppe.pdf")

    assert search("styregruppe")["files"] == [file]
    [kind] = page_of(leder, "styregruppe").context["found"].kinds
    assert kind.records[0].address == file.log_entry.get_absolute_url()


def test_an_action_is_found_by_all_and_leads_to_its_criterion(search, page_of, leder, laeser):
    action = ActionFactory(text="Skriv til skolerne", cause="Færre lokaler")

    for text in ("skolerne", "lokaler", str(action.owner)):
        for user in (leder, laeser):
            assert search(text, user)["actions"] == [action]
    [kind] = page_of(leder, "lokaler").context["found"].kinds
    address = action.criterion.get_absolute_url()
    assert kind.records[0].address == f"{address}#actions"
    assert f'href="{address}#actions"' in page_of(leder, "lokaler").content.decode()


def test_a_colleague_is_found_and_leads_to_what_they_logged(search, page_of, leder):
    LogEntryFactory()
    karin = UserFactory(full_name="Karin Holst")

    assert search("holst") == {"users": [karin]}
    [kind] = page_of(leder, "karin").context["found"].kinds
    assert kind.records[0].address.endswith(f"/logbook/?by={karin.pk}")


def test_people_are_found_by_name_and_telephone(search):
    person = ConsultantFactory(name="Łukasz Đurić", phone="33 66 00 11")
    contact = ContactFactory(name="Bente Lund")

    assert search("lukasz duric") == {"consultants": [person]}
    assert search("33 66 00 11") == {"consultants": [person]}
    assert search("bente") == {"contacts": [contact]}


def test_a_misspelled_word_finds_what_is_likely_meant_and_says_so(search, page_of, leder):
    entry = LogEntryFactory(text="Tyve frivillige kom til festivalen")
    LogEntryFactory(text="Frimærker og ilinger")

    assert search("frivilig") == {"entries": [entry]}
    assert search("frivilig fesitvalen") == {"entries": [entry]}
    page = page_of(leder, "frivilig").content.decode()
    assert "found for «frivillig»" in page
    assert "<mark>frivillig</mark>e kom" in page
    assert search("frivilig isbjørn") == {}


def test_all_words_must_stand_there_in_any_order(search):
    entry = LogEntryFactory(text="Kaffe og kage i haven")
    LogEntryFactory(text="Kaffe i salen")

    assert search("haven kaffe") == {"entries": [entry]}


def test_what_was_found_is_marked_in_title_and_text(page_of, leder):
    LogEntryFactory(text="Først kom " + "mange " * 30 + "til Åbne <Døre>" + " og så videre" * 20)

    page = page_of(leder, "aabne døre").content.decode()

    assert "til <mark>Åbne</mark> &lt;<mark>Døre</mark>&gt; og" in page
    assert "Først kom" not in page


def test_what_was_taken_back_stands_apart_and_struck_through(page_of, leder):
    standing, gone = LogEntryFactory(text="Festival"), LogEntryFactory(text="Festival igen")
    retract_entry(by=leder, entry=gone, reason="To gange")

    response = page_of(leder, "festival")

    [kind] = response.context["found"].kinds
    assert [one.record for one in kind.standing] == [standing]
    assert [one.record for one in kind.retracted] == [gone]
    assert response.content.decode().count('<li class="struck-through">') == 1


def test_nobody_finds_what_their_role_may_not_see(search, a_file):
    for factory in (OrganisationFactory, ConsultantFactory, ContactFactory):
        factory(name="Zebra")
    a_file("Zebra.pdf", text="Zebra")
    LogEntryFactory(text="Zebra", activity=ActivityFactory(kind=ActivityKind.CASE))
    ExpenseFactory(text="Zebra")
    all_read, registers = {"entries": 1, "expenses": 1}, {"organisations": 1, "entries": 2}
    people = {"contacts": 1, "consultants": 1}

    def seen(**role):
        found = search("zebra", UserFactory(**role))
        return {kind: len(records) for kind, records in found.items()}

    assert seen(reader=True) == all_read
    assert seen(admin=True) == all_read | registers | {"files": 1}
    assert seen(manager=True) == seen() == all_read | registers | {"files": 1} | people


def test_who_is_removed_is_found_no_more(search):
    person, contact = ConsultantFactory(name="Anna Holm"), ContactFactory(name="Anna Holm")
    assert set(search("anna holm")) == {"consultants", "contacts"}

    with transaction.atomic():
        remove_consultant(person)
        remove_contact(contact)
        assert not SearchRow.objects.filter(kind__in=["consultants", "contacts"]).exists()

    assert search("anna holm") == {}
    assert not SearchRow.objects.filter(text__contains="holm").exists()


def test_a_change_is_found_by_its_new_words_alone(search, konsulent):
    house = OrganisationFactory(name="Kulturhuset")
    person = ConsultantFactory(name="Anna Holm", workplace=house)
    change_consultant(by=konsulent, consultant=person, name="Anna Lund")
    rename(by=konsulent, organisation=house, name="Broen", since=datetime.date(2011, 9, 1))

    assert search("holm") == {}
    assert search("lund") == {"consultants": [person]}
    assert search("broen") == search("kulturhuset") == {"organisations": [house]}


def test_what_a_place_is_called_reaches_its_activities(search):
    activity = ActivityFactory(place=PlaceFactory(name="Mjølnerparken"))
    activity.place.name = "Titanparken"
    activity.place.save()
    mark_searched(type(activity.place), activity.place.pk)

    assert search("titan") == {"activities": [activity]}


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(search, konsulent):
    person = ConsultantFactory(name="Anna Holm")

    @atomic_change()
    def change():
        change_consultant(by=konsulent, consultant=person, name="Anna Lund")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert search("holm") == {"consultants": [person]}
    assert search("lund") == {}


def test_of_many_the_first_are_shown_and_a_link_leads_to_more(page_of, leder, client_of):
    activity = ActivityFactory(title="Kaffe")
    for number in range(12):
        LogEntryFactory(text=f"Kaffe {number}", activity=activity)

    response = page_of(leder, "kaffe")

    assert [len(kind.records) for kind in response.context["found"].kinds] == [1, 5]
    assert "?q=kaffe&amp;kind=entries" in response.content.decode()
    [kind] = client_of(leder).get("/search/?q=kaffe&kind=entries").context["found"].kinds
    assert (len(kind.records), kind.has_more) == (12, False)


def test_the_index_can_be_written_anew(search, capsys):
    organisation = OrganisationFactory(name="Broen")
    before = sorted(SearchRow.objects.values_list("kind", "record", "text"))
    SearchRow.objects.all().delete()

    call_command("index_search")

    assert sorted(SearchRow.objects.values_list("kind", "record", "text")) == before
    assert "records are searched" in capsys.readouterr().out
    assert search("broen") == {"organisations": [organisation]}


def test_the_index_holds_nothing_but_what_is_there():
    """Of every kind a right that a role can have, and a name of its own."""
    assert rebuild_index() == SearchRow.objects.count()
    assert len({kind.code for kind in searched}) == len(searched)

"""The directory of organisations: found by any name, written down once, kept with its history."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from directory.forms.organisations import NewOrganisation, OrganisationNameField
from directory.models import BilingualShare, Contact, Organisation, OrganisationKind
from directory.services.organisations import (
    add_contact,
    candidates,
    change_contact,
    correct,
    create_organisation,
    match,
    matches,
    rename,
    school_class,
    set_bilingual_share,
)
from tests.factories import ContactFactory, OrganisationFactory, SchoolClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

ASSOCIATION, SCHOOL = OrganisationKind.ASSOCIATION, OrganisationKind.SCHOOL
MAY_DAY = datetime.date(2011, 5, 1)


def test_a_new_one_is_written_down_with_who_did_it(konsulent):
    organisation = create_organisation(by=konsulent, kind=ASSOCIATION, name="  Åbne   Døre ")

    assert organisation.name == "Åbne Døre"
    assert organisation.history.get().history_user == konsulent


def test_the_same_name_and_kind_is_refused_whatever_its_case(konsulent):
    OrganisationFactory(name="Åbne Døre")

    with pytest.raises(ValidationError, match="has «Åbne Døre» already"):
        create_organisation(by=konsulent, kind=ASSOCIATION, name="åbne døre")


def test_one_that_the_same_person_wrote_down_just_so_is_that_one(konsulent, leder):
    first = create_organisation(by=konsulent, kind=ASSOCIATION, name="Åbne Døre")

    assert create_organisation(by=konsulent, kind=ASSOCIATION, name="Åbne Døre") == first
    with pytest.raises(ValidationError, match="has «Åbne Døre» already"):
        create_organisation(by=leder, kind=ASSOCIATION, name="Åbne Døre")


def test_two_kinds_may_share_a_name_and_then_neither_is_the_match(konsulent):
    OrganisationFactory(name="Solsikken")
    create_organisation(by=konsulent, kind=OrganisationKind.RESTAURANT, name="Solsikken")

    assert match("solsikken") is None
    assert match("solsikken", OrganisationKind.RESTAURANT)
    assert len(matches("solsikken")) == 2


def test_a_former_name_does_not_keep_another_from_taking_it(konsulent):
    first = OrganisationFactory(name="Broen")
    rename(by=konsulent, organisation=first, name="Havnebroen", since=MAY_DAY)

    second = create_organisation(by=konsulent, kind=ASSOCIATION, name="Broen")

    assert match("broen") == second


def test_a_renamed_one_reads_rightly_on_every_day(konsulent):
    organisation = OrganisationFactory(name="Forvaltningen for Byen")

    rename(by=konsulent, organisation=organisation, name="Byens Forvaltning", since=MAY_DAY)

    assert organisation.name_on(datetime.date(2011, 4, 30)) == "Forvaltningen for Byen"
    assert organisation.name_on(MAY_DAY) == "Byens Forvaltning"
    assert match("forvaltningen FOR byen") == organisation


@pytest.mark.parametrize(
    ("since", "message"),
    [
        (datetime.date(2011, 10, 2), "lies ahead"),
        (datetime.date(2011, 4, 30), "later than that"),
        (MAY_DAY, "later than that"),
    ],
)
def test_a_new_name_is_dated_after_the_last_one_and_not_ahead(konsulent, since, message):
    organisation = OrganisationFactory(name="Et")
    rename(by=konsulent, organisation=organisation, name="To", since=MAY_DAY)

    with pytest.raises(ValidationError, match=message):
        rename(by=konsulent, organisation=organisation, name="Tre", since=since)


def test_a_slip_that_is_corrected_leaves_no_former_name_but_a_history(konsulent):
    organisation = OrganisationFactory(name="Bydelsmodrene")

    correct(
        by=konsulent,
        organisation=organisation,
        kind=ASSOCIATION,
        name="Bydelsmødrene",
        reason="Tastefejl",
    )

    assert not organisation.former_names.exists()
    assert organisation.history.first().history_change_reason == "Tastefejl"


def test_a_school_with_classes_stays_a_school(konsulent):
    school = SchoolClassFactory().school

    with pytest.raises(ValidationError, match="stays a school"):
        correct(by=konsulent, organisation=school, kind=ASSOCIATION, name="Et", reason="x")


def test_a_reader_writes_nothing_down(laeser):
    with pytest.raises(PermissionDenied):
        create_organisation(by=laeser, kind=ASSOCIATION, name="Et")


@pytest.mark.usefixtures("indexed")
def test_those_that_begin_with_the_text_are_offered_first():
    for name in ("Foreningen Østerbro", "Østerbro Kultur", "Ølund", "Nørrebro"):
        OrganisationFactory(name=name)

    assert [one.name for one in candidates("øst")] == ["Østerbro Kultur", "Foreningen Østerbro"]


@pytest.mark.usefixtures("indexed")
def test_candidates_are_of_the_kind_and_no_more_than_asked_for():
    OrganisationFactory.create_batch(12)
    OrganisationFactory(name="Foreningen af spisesteder", kind=OrganisationKind.RESTAURANT)

    assert len(candidates("forening")) == 10
    assert len(candidates("forening", OrganisationKind.RESTAURANT)) == 1


# The field -------------------------------------------------------------------------------------
def test_the_field_cleans_to_the_organisation_or_to_a_new_name():
    known = OrganisationFactory(name="Åbne Døre")
    field = OrganisationNameField(required=False)

    assert field.clean(" åbne  døre") == known
    assert field.clean("Ukendt  forening") == NewOrganisation("Ukendt forening")
    assert field.clean("") is None


def test_the_field_asks_which_of_several_and_takes_the_kind_beside_the_name():
    OrganisationFactory(name="Solsikken")
    restaurant = OrganisationFactory(name="Solsikken", kind=OrganisationKind.RESTAURANT)
    field = OrganisationNameField()

    with pytest.raises(ValidationError, match=r"«Solsikken \(Restaurant\)»"):
        field.clean("Solsikken")
    assert field.clean("Solsikken (Restaurant)") == restaurant


@pytest.mark.parametrize("text", ["Kaj 010190-1234", "nul\x00", "a" * 201])
def test_the_field_refuses_what_must_not_be_stored(text):
    with pytest.raises(ValidationError):
        OrganisationNameField().clean(text)


# Schools ---------------------------------------------------------------------------------------
def test_the_class_of_a_school_is_one_whatever_its_case(konsulent):
    known = SchoolClassFactory(name="8.A")

    assert school_class(by=konsulent, school=known.school, name="8.a") == known
    assert school_class(by=konsulent, school=known.school, name="8.B") != known


@pytest.mark.parametrize("percent", ["140", "-1"])
def test_a_share_beyond_the_whole_is_refused(konsulent, percent):
    school = OrganisationFactory(kind=SCHOOL)

    with pytest.raises(ValidationError):
        set_bilingual_share(by=konsulent, school=school, on=MAY_DAY, percent=Decimal(percent))


def test_a_share_of_a_day_is_corrected_only_with_a_reason(konsulent):
    school = OrganisationFactory(kind=SCHOOL)
    set_bilingual_share(by=konsulent, school=school, on=MAY_DAY, percent=Decimal(41))

    with pytest.raises(ValidationError, match="say why"):
        set_bilingual_share(by=konsulent, school=school, on=MAY_DAY, percent=Decimal(39))
    set_bilingual_share(
        by=konsulent, school=school, on=MAY_DAY, percent=Decimal(39), reason="Talt om"
    )

    share = BilingualShare.objects.get()
    assert [version.percent for version in share.history.all()] == [39, 41]


def test_only_a_school_has_bilingual_pupils(konsulent):
    with pytest.raises(ValidationError, match="Only a school"):
        set_bilingual_share(
            by=konsulent, school=OrganisationFactory(), on=MAY_DAY, percent=Decimal(41)
        )


# Contacts --------------------------------------------------------------------------------------
def test_a_contact_is_kept_two_years_unless_said_otherwise(leder):
    from directory.services.organisations import default_keep_until

    contact = add_contact(
        by=leder,
        organisation=OrganisationFactory(),
        name="Marie Kjær",
        keep_until=default_keep_until(),
    )

    assert contact.keep_until == datetime.date(2013, 10, 1)


def test_an_administrator_writes_down_no_people(admin):
    with pytest.raises(PermissionDenied):
        change_contact(by=admin, contact=ContactFactory(), name="En anden")
    with pytest.raises(PermissionDenied):
        add_contact(by=admin, organisation=OrganisationFactory(), name="Ny")
    assert Contact.objects.filter(name="Ny").count() == 0
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "details"),
    [
        (rename, {"since": MAY_DAY}),
        (correct, {"kind": ASSOCIATION, "reason": "Slåfejl"}),
    ],
)
def test_what_was_merged_meanwhile_is_not_changed(change, details, konsulent):
    kept_organisation = OrganisationFactory(name="Foreningen Lyset")
    duplicate = OrganisationFactory(name="Lyset")
    Organisation.objects.filter(pk=duplicate.pk).update(merged_into=kept_organisation)

    with pytest.raises(ValidationError, match="merged into «Foreningen Lyset»"):
        change(by=konsulent, organisation=duplicate, name="Solen", **details)

    duplicate.refresh_from_db()
    assert duplicate.merged_into == kept_organisation

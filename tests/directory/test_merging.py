"""Entered twice, merged into one, and no link is lost."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError

from directory.models import BilingualShare, Organisation, OrganisationKind, OrganisationName
from directory.services.merging import links_of, merge, merge_handlers
from directory.services.organisations import match
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    ContactFactory,
    OrganisationFactory,
    ParticipantFactory,
    SchoolClassFactory,
    TickFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

SCHOOL = OrganisationKind.SCHOOL
MARCH, APRIL, MAY, JUNE = (datetime.date(2011, month, 1) for month in (3, 4, 5, 6))


@pytest.fixture
def twice():
    return OrganisationFactory(name="Foreningen Åen"), OrganisationFactory(name="Aaens Venner")


@pytest.fixture
def merged(konsulent, twice):
    def done(**options):
        duplicate, kept_organisation = twice
        merge(
            by=konsulent,
            duplicate=duplicate,
            kept_organisation=kept_organisation,
            reason="Oprettet to gange",
            **options,
        )
        duplicate.refresh_from_db()

    return done


def test_the_duplicate_leads_on_and_its_name_finds_the_kept_one(merged, twice):
    merged()

    assert twice[0].merged_into == twice[1]
    assert match("foreningen åen") == twice[1]
    assert list(Organisation.objects.unmerged().named_like("åen")) == [twice[1]]


def test_rosters_contacts_and_workplaces_move(merged, twice):
    duplicate, kept_organisation = twice
    rows = [
        ParticipantFactory(organisation=duplicate),
        ContactFactory(organisation=duplicate),
        ConsultantFactory(workplace=duplicate),
    ]

    merged()

    for row in rows:
        row.refresh_from_db()
    assert rows[0].organisation == rows[1].organisation == rows[2].workplace == kept_organisation
    assert rows[0].history.first().history_change_reason == "Oprettet to gange"
    assert links_of(duplicate) == []


def test_on_one_roster_one_line_remains_from_the_first_day_of_either(merged, twice):
    duplicate, kept_organisation = twice
    activity = ActivityFactory()
    gone = ParticipantFactory(
        activity=activity, organisation=duplicate, joined_on=MARCH, completed_on=JUNE
    )
    stays = ParticipantFactory(
        activity=activity, organisation=kept_organisation, joined_on=MAY, left_on=JUNE
    )

    merged()

    gone.refresh_from_db()
    stays.refresh_from_db()
    assert gone.retraction_reason == "Oprettet to gange"
    assert (stays.joined_on, stays.left_on, stays.completed_on) == (MARCH, None, JUNE)
    assert list(activity.participants.active()) == [stays]


def test_lines_of_days_apart_both_remain(merged, twice):
    duplicate, kept_organisation = twice
    activity = ActivityFactory()
    ParticipantFactory(activity=activity, organisation=duplicate, joined_on=MARCH, left_on=MAY)
    ParticipantFactory(activity=activity, organisation=kept_organisation, joined_on=MAY)

    merged()

    lines = activity.participants.active().order_by("joined_on")
    assert [(line.organisation, line.joined_on, line.left_on) for line in lines] == [
        (kept_organisation, MARCH, MAY),
        (kept_organisation, MAY, None),
    ]


def test_one_that_meets_two_makes_them_one(merged, twice):
    duplicate, kept_organisation = twice
    activity = ActivityFactory()
    joins = TickFactory(
        participant=ParticipantFactory(
            activity=activity, organisation=kept_organisation, joined_on=JUNE
        )
    )
    ParticipantFactory(
        activity=activity, organisation=kept_organisation, joined_on=MARCH, left_on=MAY
    )
    ParticipantFactory(activity=activity, organisation=duplicate, joined_on=APRIL)

    merged()

    joins.refresh_from_db()
    [line] = activity.participants.active()
    assert (line.joined_on, line.left_on) == (MARCH, None)
    assert joins.participant == line


def test_ticks_follow_the_line_that_remains(merged, twice):
    duplicate, kept_organisation = twice
    activity = ActivityFactory()
    tick = TickFactory(participant=ParticipantFactory(activity=activity, organisation=duplicate))
    stays = ParticipantFactory(activity=activity, organisation=kept_organisation)

    merged()

    tick.refresh_from_db()
    assert tick.participant == stays


def test_classes_of_the_same_name_become_one_and_others_move(konsulent):
    same = SchoolClassFactory(name="8.a")
    other = SchoolClassFactory(school=same.school, name="9.C")
    kept = SchoolClassFactory(name="8.A")
    line = ParticipantFactory(organisation=None, school_class=same)

    merge(by=konsulent, duplicate=same.school, kept_organisation=kept.school, reason="x")

    line.refresh_from_db()
    other.refresh_from_db()
    assert line.school_class == kept
    assert other.school == kept.school
    assert kept.school.classes.count() == 2


def test_of_two_shares_on_one_day_the_kept_ones_stands(konsulent):
    duplicate, kept_organisation = OrganisationFactory.create_batch(2, kind=SCHOOL)
    for school, on, percent in (
        (duplicate, MAY, 50),
        (duplicate, JUNE, 51),
        (kept_organisation, MAY, 40),
    ):
        BilingualShare.objects.create(school=school, on=on, percent=Decimal(percent))

    merge(by=konsulent, duplicate=duplicate, kept_organisation=kept_organisation, reason="x")

    shares = kept_organisation.bilingual_shares.values_list("on", "percent")
    assert list(shares) == [(JUNE, 51), (MAY, 40)]


def test_dated_names_move_and_the_losers_name_can_get_a_date(merged, twice):
    duplicate, kept_organisation = twice
    OrganisationName.objects.create(organisation=duplicate, name="Å-gruppen", until=MARCH)

    merged(name_until=JUNE)

    assert kept_organisation.name_on(MARCH) == "Å-gruppen"
    assert kept_organisation.name_on(JUNE) == "Foreningen Åen"
    assert kept_organisation.name_on(datetime.date(2011, 6, 2)) == "Aaens Venner"


def test_those_merged_before_lead_straight_to_the_last(konsulent, merged, twice):
    merged()
    third = OrganisationFactory()

    merge(by=konsulent, duplicate=twice[1], kept_organisation=third, reason="x")

    twice[0].refresh_from_db()
    assert twice[0].merged_into == third
    assert match("Foreningen Åen") == third


@pytest.mark.parametrize("wrong", ["itself", "kind", "merged"])
def test_what_cannot_be_one_is_refused(konsulent, twice, wrong):
    duplicate, kept_organisation = twice
    if wrong == "itself":
        kept_organisation = duplicate
    elif wrong == "kind":
        kept_organisation = OrganisationFactory(kind=SCHOOL)
    else:
        merge(by=konsulent, duplicate=duplicate, kept_organisation=kept_organisation, reason="x")

    with pytest.raises(ValidationError):
        merge(by=konsulent, duplicate=duplicate, kept_organisation=kept_organisation, reason="x")


def test_a_reader_merges_nothing(laeser, twice):
    with pytest.raises(PermissionDenied):
        merge(by=laeser, duplicate=twice[0], kept_organisation=twice[1], reason="x")


def test_a_room_that_leaves_a_link_behind_stops_the_merge(merged, twice, monkeypatch):
    monkeypatch.setattr(
        "directory.services.merging.merge_handlers",
        [lambda merge: ContactFactory(organisation=merge.duplicate)],
    )

    with pytest.raises(ImproperlyConfigured, match="not moved its links"):
        merged()
    assert twice[0].merged_into is None


def test_the_higher_rooms_bring_their_own():
    assert merge_handlers


def test_a_name_cannot_have_ended_on_a_day_ahead(merged, twice):
    with pytest.raises(ValidationError, match="lies ahead"):
        merged(name_until=datetime.date(2011, 10, 2))

    assert not OrganisationName.objects.exists()

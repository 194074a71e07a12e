"""Coming onto a roster, leaving it, and what is written down on the way."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Consultant, Organisation, OrganisationKind, Participant
from directory.rules.lists import Line, LineKind, LineMatch
from directory.services.rosters import (
    AT,
    LEFT_OUT,
    NEW,
    LineDecision,
    RosterAddition,
    add,
    add_list,
    change_dates,
    copy_roster,
    propose,
    retract_participant,
    set_date,
)
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    OrganisationFactory,
    ParticipantFactory,
    SchoolClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

MARCH, MAY, JUNE = (datetime.date(2011, month, 1) for month in (3, 5, 6))
AHEAD = datetime.date(2011, 10, 2)


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def adding(activity):
    def of(what=LineKind.ORGANISATION, **options):
        return RosterAddition(activity, what, **{"joined_on": MARCH, **options})

    return of


def decided(name, choice, beside=""):
    return LineDecision(Line(1, name, beside), choice)


def test_a_list_is_saved_with_what_is_new_and_without_what_is_left_out(konsulent, adding):
    known = OrganisationFactory(name="Broen")

    added = add_list(
        by=konsulent,
        adding=adding(),
        decisions=[
            decided("broen", f"{AT}{known.pk}"),
            decided("Havnen", f"{NEW}{OrganisationKind.RESTAURANT}"),
            decided("Ligegyldig", LEFT_OUT),
        ],
    )

    assert [str(participant) for participant in added.participants] == ["Broen", "Havnen"]
    assert Organisation.objects.get(name="Havnen").kind == OrganisationKind.RESTAURANT
    assert Participant.history.first().history_user == konsulent


def test_the_same_list_twice_adds_nothing(konsulent, adding):
    decisions = [decided("Broen", f"{NEW}association")]
    add_list(by=konsulent, adding=adding(), decisions=decisions)

    again = add_list(by=konsulent, adding=adding(), decisions=decisions)

    assert (len(again.participants), again.present) == (0, 1)
    assert Organisation.objects.count() == Participant.objects.count() == 1


def test_nothing_of_a_list_is_kept_when_one_line_fails(konsulent, adding):
    with pytest.raises(KeyError):
        add_list(
            by=konsulent,
            adding=adding(),
            decisions=[decided("Broen", f"{NEW}association"), decided("Væk", f"{AT}999")],
        )

    assert not Organisation.objects.exists()


def test_a_new_school_of_two_lines_is_one_school_with_two_classes(konsulent, adding):
    new_school = f"{NEW}{OrganisationKind.SCHOOL}"

    add_list(
        by=konsulent,
        adding=adding(LineKind.SCHOOL_CLASS),
        decisions=[
            decided("Holberg Skole", new_school, "8.A"),
            decided("holberg skole", new_school, "8.B"),
        ],
    )

    school = Organisation.objects.get()
    assert sorted(str(one.name) for one in school.classes.all()) == ["8.A", "8.B"]
    assert Participant.objects.count() == 2


def test_a_new_person_keeps_a_workplace_that_the_directory_has(konsulent, adding):
    house = OrganisationFactory(name="Kulturhuset")
    people = adding(LineKind.CONSULTANT, keep_until=datetime.date(2013, 1, 1))

    add_list(
        by=konsulent,
        adding=people,
        decisions=[decided("Anna Holm", NEW, "kulturhuset"), decided("Bent Lund", NEW, "Ukendt")],
    )

    assert dict(Consultant.objects.values_list("name", "workplace")) == {
        "Anna Holm": house.pk,
        "Bent Lund": None,
    }


def test_people_are_added_only_by_those_who_may_see_them(admin, adding):
    people = adding(LineKind.CONSULTANT, keep_until=datetime.date(2013, 1, 1))

    with pytest.raises(PermissionDenied):
        add_list(by=admin, adding=people, decisions=[decided("Anna Holm", NEW)])


def test_one_that_was_merged_in_the_meantime_leads_to_the_one_that_was_kept(konsulent, adding):
    kept = OrganisationFactory()
    gone = OrganisationFactory(merged_into=kept)

    add_list(by=konsulent, adding=adding(), decisions=[decided("x", f"{AT}{gone.pk}")])

    assert Participant.objects.get().organisation == kept


def test_one_taken_off_may_come_on_again(konsulent, adding, activity):
    line = ParticipantFactory(activity=activity)
    retract_participant(by=konsulent, participant=line, reason="Fejl")

    added = add(by=konsulent, adding=adding(), who=[line.organisation])

    assert len(added.participants) == 1


def test_whoever_left_joins_again_on_days_apart(konsulent, adding, activity):
    line = ParticipantFactory(activity=activity, joined_on=MARCH, left_on=MAY)

    for day, number in ((MARCH, 0), (JUNE, 1), (JUNE, 0)):
        added = add(by=konsulent, adding=adding(joined_on=day), who=[line.organisation])
        assert len(added.participants) == number

    dates = {"joined_on": MARCH, "completed_on": None, "reason": "x"}
    with pytest.raises(ValidationError, match="meet those of its other line, from"):
        change_dates(by=konsulent, participant=line, left_on=None, **dates)
    change_dates(by=konsulent, participant=line, left_on=JUNE, **dates)
    [proposed] = propose(activity, [Line(1, str(line))], LineKind.ORGANISATION)
    assert proposed.finding == LineMatch.PRESENT


def test_nobody_joins_ahead_of_time(konsulent, adding):
    with pytest.raises(ValidationError, match="lies ahead"):
        add(by=konsulent, adding=adding(joined_on=AHEAD), who=[OrganisationFactory()])


def test_a_reader_changes_no_roster(laeser, adding):
    with pytest.raises(PermissionDenied):
        add(by=laeser, adding=adding(), who=[OrganisationFactory()])
    with pytest.raises(PermissionDenied):
        retract_participant(by=laeser, participant=ParticipantFactory(), reason="x")
    with pytest.raises(PermissionDenied):
        set_date(by=laeser, participants=[ParticipantFactory()], what="left_on", on=MAY)


def test_several_are_completed_on_a_day_and_those_with_a_date_keep_it(konsulent):
    new, done = ParticipantFactory(), ParticipantFactory(completed_on=MAY)

    marked = set_date(by=konsulent, participants=[new, done], what="completed_on", on=JUNE)

    assert marked == [new]
    done.refresh_from_db()
    assert (new.completed_on, done.completed_on) == (JUNE, MAY)


def test_of_several_none_leaves_where_one_has_not_joined_by_then(konsulent):
    first = ParticipantFactory(joined_on=MARCH)
    late = ParticipantFactory(joined_on=JUNE)

    with pytest.raises(ValidationError, match="not after the first"):
        set_date(by=konsulent, participants=[first, late], what="left_on", on=MAY)

    first.refresh_from_db()
    assert first.left_on is None


def test_dates_are_changed_with_a_reason_and_keep_their_order(konsulent):
    line = ParticipantFactory(joined_on=MAY)
    dates = {"joined_on": MARCH, "left_on": JUNE, "completed_on": MAY}

    change_dates(by=konsulent, participant=line, reason="Forkert dato", **dates)
    wrong = dates | {"joined_on": MAY, "completed_on": MARCH}
    with pytest.raises(ValidationError, match="before the first day"):
        change_dates(by=konsulent, participant=line, reason="x", **wrong)

    line.refresh_from_db()
    assert (line.joined_on, line.left_on, line.completed_on) == (MARCH, JUNE, MAY)
    assert line.history.first().history_change_reason == "Forkert dato"


def test_a_line_is_taken_off_once(konsulent):
    line = ParticipantFactory()
    retract_participant(by=konsulent, participant=line, reason="Fejl")

    with pytest.raises(ValidationError, match="already"):
        retract_participant(by=konsulent, participant=line, reason="Igen")

    assert line.history.first().history_change_reason == "Fejl"


def test_a_roster_is_copied_without_its_dates(konsulent, adding):
    others = [
        ParticipantFactory(left_on=JUNE),
        ParticipantFactory(organisation=None, school_class=SchoolClassFactory()),
    ]

    added = copy_roster(by=konsulent, adding=adding(joined_on=MAY), participants=others)

    assert [p.who for p in added.participants] == [p.who for p in others]
    assert {(p.joined_on, p.left_on) for p in added.participants} == {(MAY, None)}


def test_an_administrator_copies_no_people(admin, adding):
    person = ParticipantFactory(organisation=None, consultant=ConsultantFactory())

    with pytest.raises(PermissionDenied):
        copy_roster(by=admin, adding=adding(), participants=[person])


def test_a_refusal_names_no_person(konsulent):
    person = ParticipantFactory(organisation=None, consultant=ConsultantFactory(name="Anna Holm"))

    with pytest.raises(ValidationError) as refusal:
        set_date(by=konsulent, participants=[person], what="left_on", on=datetime.date(2011, 1, 1))

    assert "Anna" not in refusal.value.messages[0]


def test_a_long_list_is_proposed_with_few_queries(activity, django_assert_num_queries):
    OrganisationFactory.create_batch(5)
    lines = [Line(n, f"Foreningen {n} af mange") for n in range(400)]

    with django_assert_num_queries(3):
        proposed = propose(activity, lines, LineKind.ORGANISATION, "association")

    assert {proposal.finding for proposal in proposed} <= {LineMatch.NEW, LineMatch.NEAR}


# What a name may mean ----------------------------------------------------------------------------
def test_a_workplace_of_a_name_that_several_have_is_asked_about(activity):
    houses = [
        OrganisationFactory(name="Huset"),
        OrganisationFactory(name="Huset", kind=OrganisationKind.STAKEHOLDER),
    ]

    [proposal] = propose(activity, [Line(1, "Anna Holm", "huset")], LineKind.CONSULTANT)

    assert proposal.finding == LineMatch.WORKPLACES
    assert set(proposal.workplaces) == {house.pk for house in houses}


def test_a_workplace_is_never_guessed(konsulent, adding):
    first = OrganisationFactory(name="Huset")
    OrganisationFactory(name="Huset", kind=OrganisationKind.STAKEHOLDER)
    people = adding(LineKind.CONSULTANT, keep_until=datetime.date(2013, 1, 1))

    with pytest.raises(ValidationError, match="Several go by the name «huset»"):
        add_list(by=konsulent, adding=people, decisions=[decided("Anna Holm", NEW, "huset")])
    chosen = decided("Anna Holm", f"{NEW}{first.pk}", "huset")
    add_list(by=konsulent, adding=people, decisions=[chosen])

    assert Consultant.objects.get().workplace == first


def test_a_workplace_that_does_not_go_by_the_name_is_refused(konsulent, adding):
    other = OrganisationFactory(name="Et andet hus")
    people = adding(LineKind.CONSULTANT, keep_until=datetime.date(2013, 1, 1))

    with pytest.raises(ValidationError, match="has changed in the meantime"):
        add_list(
            by=konsulent,
            adding=people,
            decisions=[decided("Anna Holm", f"{NEW}{other.pk}", "Huset")],
        )


def formerly(name, **fields):
    found = OrganisationFactory(**fields)
    found.former_names.create(name=name, until=datetime.date(2010, 1, 1))
    return found


def test_a_new_one_is_none_of_those_that_had_its_name_before(konsulent, adding):
    before = [formerly("Broen"), formerly("Broen")]

    add_list(by=konsulent, adding=adding(), decisions=[decided("Broen", f"{NEW}association")])

    assert Participant.objects.get().organisation not in before
    assert Participant.objects.get().organisation.name == "Broen"


def test_a_former_name_of_two_is_asked_about(activity):
    before = [formerly("Broen"), formerly("Broen")]

    [proposal] = propose(activity, [Line(1, "broen")], LineKind.ORGANISATION, "association")

    assert (proposal.finding, set(proposal.known)) == (
        LineMatch.SEVERAL,
        {one.pk for one in before},
    )


def test_of_two_that_differ_only_in_case_none_is_guessed(konsulent, adding):
    OrganisationFactory(name="Broen")
    OrganisationFactory(name="BROEN")

    with pytest.raises(ValidationError, match="Several go by the name «Broen»"):
        add_list(by=konsulent, adding=adding(), decisions=[decided("Broen", f"{NEW}association")])

    assert not Participant.objects.exists()


# Costs -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", LineKind)
def test_a_list_is_saved_with_the_same_reads_however_long_it_is(what, konsulent):
    reads = set()
    for number in (3, 30):
        adding = RosterAddition(ActivityFactory(), what, MARCH, datetime.date(2013, 1, 1))
        known = [OrganisationFactory(kind=OrganisationKind.SCHOOL) for _n in range(number)]
        choices = [f"{AT}{one.pk}" for one in known] + [f"{NEW}school"] * number
        if what == LineKind.CONSULTANT:
            choices = [NEW] * len(choices)
        decisions = [
            LineDecision(Line(n, f"Skolen {number}-{n}", f"{n}.a"), choice)
            for n, choice in enumerate(choices)
        ]
        with CaptureQueriesContext(connection) as asked:
            add_list(by=konsulent, adding=adding, decisions=decisions)
        reads.add(sum(query["sql"].startswith("SELECT") for query in asked))

    assert len(reads) == 1


def test_five_thousand_classes_are_proposed_with_the_same_queries(
    activity, django_assert_num_queries
):
    for one in SchoolClassFactory.create_batch(3):
        ParticipantFactory(activity=activity, organisation=None, school_class=one)
    lines = [Line(n, f"Skolen {n}", "8.a") for n in range(5000)]

    with django_assert_num_queries(3):
        propose(activity, lines, LineKind.SCHOOL_CLASS)

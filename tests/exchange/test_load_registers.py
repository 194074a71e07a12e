"""Loading the registers of a programme file: one directory, rosters, ticks and requisitions."""

from decimal import Decimal

import pytest

from activities.models import Activity, LogEntry
from directory.models import (
    BilingualShare,
    Consultant,
    Organisation,
    OrganisationName,
    Participant,
    SchoolClass,
)
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from indicators.models import RosterRule, Tick
from indicators.queries.standings import standings
from programs.models import Program
from requisitions.models import FollowUp, Party, RegisterRule, Requisition
from tests.exchange.files import NOTHING, a_file, changed, day, raw, with_registers
from tests.factories import OrganisationFactory

WITH_HISTORY = (
    Organisation,
    OrganisationName,
    SchoolClass,
    BilingualShare,
    Consultant,
    Participant,
    RosterRule,
    RegisterRule,
    Tick,
    Requisition,
    Party,
    FollowUp,
)


@pytest.fixture
def loaded(ann):
    return load_program(raw(with_registers())).program


def spoilt(place, value):
    return changed(place, value, with_registers())


def faults_of(data) -> list[str]:
    with pytest.raises(ProgramFileError) as caught:
        load_program(raw(data))
    assert not Program.objects.exists()
    assert not Organisation.objects.exists()
    return [str(fault) for fault in caught.value.faults]


# What is loaded --------------------------------------------------------------------------------
def test_the_counts_name_the_registers(ann):
    counts = load_program(raw(with_registers())).counts
    kinds = ("organisations", "dialogue consultants", "participants", "ticks", "requisitions")
    assert [counts[kind] for kind in kinds] == [3, 1, 3, 2, 2]
    assert counts["activities"] == 2


def test_an_organisation_has_its_names_classes_and_shares(loaded):
    office = Organisation.objects.get(kind="administration")
    assert office.name_on(day("2011-06-01")) == "The old office"
    assert office.name_on(day("2026-01-01")) == "The new office"
    school = Organisation.objects.get(kind="school")
    assert [str(row) for row in school.classes.all()] == ["8.a, The school", "8.b, The school"]
    assert school.bilingual_shares.get(on=day("2011-09-05")).percent == Decimal("41.5")


def test_each_kind_of_participant_is_on_its_roster(loaded, ann):
    club, school_class, eve = Participant.objects.order_by("pk")
    assert (str(club), club.left_on, club.recorded_by) == ("The club", day("2011-11-01"), ann)
    assert str(school_class) == "8.a, The school"
    assert (eve.consultant.name, str(eve.consultant.workplace)) == ("Eve Consultant", "The club")
    assert eve.completed_on == day("2011-03-31")


def test_what_a_criterion_looks_for(loaded):
    rules = {rule.criterion.ref: rule for rule in RosterRule.objects.all()}
    assert (rules["classes"].kind, rules["classes"].bilingual_over) == ("school_class", 40)
    assert rules["later"].follow_up_months == 6
    rules = {rule.criterion.ref: rule for rule in RegisterRule.objects.all()}
    assert (rules["cases"].states, rules["cases"].scope) == (
        ["in_progress", "completed"],
        "internal",
    )
    assert rules["methods"].question == "new_methods"


def test_a_tick_has_its_day_answer_and_hand(loaded, ann):
    yes, no = Tick.objects.order_by("pk")
    assert (yes.answer, yes.on, yes.recorded_by) == ("yes", day("2011-04-01"), ann)
    assert (no.answer, no.participant.consultant.name) == ("no", "Eve Consultant")


def test_a_requisition_owns_its_activity(loaded, ann):
    case = Requisition.objects.get(activity__ref="case-1")
    activity = case.activity
    assert (activity.kind, activity.title, str(activity.place)) == ("case", "Help", "Square")
    assert activity.responsible == ann
    assert not Activity.objects.planned().filter(ref="case-1").exists()
    assert LogEntry.objects.get(activity=activity).time_entry.hours == 2


def test_a_requisition_has_its_parties_states_and_documentation(loaded, ann):
    case = Requisition.objects.get(activity__ref="case-1")
    assert [(str(party), party.role) for party in case.parties.order_by("pk")] == [
        ("The new office", "requester"),
        ("The club", "partner"),
    ]
    assert [(row.state, row.recorded_by) for row in case.states.order_by("on")] == [
        ("received", ann),
        ("completed", ann),
    ]
    assert [entry.text for entry in case.log_entries.all()] == ["It took place."]
    assert [str(participant) for participant in case.participants.all()] == ["The club"]
    assert (case.relevant, case.scope_reason, case.channel) == (True, "For its club.", "phone")


def test_a_follow_up_has_its_answers(loaded, ann):
    follow_up = FollowUp.objects.get()
    assert (follow_up.new_methods, follow_up.better_cooperation) == ("yes", "dont_know")
    assert (follow_up.remarks, follow_up.answered_by, follow_up.token_sha256) == (
        "Thanks.",
        ann,
        None,
    )


def test_a_case_without_a_received_date_has_none(loaded):
    case = Requisition.objects.get(activity__ref="case-2")
    assert (case.received_on, case.scope, case.relevant) == (None, "", None)
    assert case.states.get().state == "in_progress"


def test_the_criteria_measure_themselves_from_what_was_loaded(loaded):
    found = {row.criterion.ref: row.progress for row in standings(loaded, day("2011-10-01"))}
    assert (found["clubs"].value, found["classes"].value, found["cases"].value) == (1, 1, 0)
    assert found["active"].share == (1, 60)
    assert found["later"].share == (0, 1)
    assert found["methods"].share == (1, 1)


def test_the_history_names_the_file_and_nobody(loaded):
    for model in WITH_HISTORY:
        versions = model.history.all()
        assert versions.count() == model.objects.count() > 0
        assert {(row.history_user, row.history_change_reason) for row in versions} == {
            (None, "Programfil")
        }


# The directory is everybody's ------------------------------------------------------------------
def test_an_organisation_of_that_kind_and_name_is_used_again(ann):
    known = OrganisationFactory(kind="association", name="the  CLUB")
    load_program(raw(with_registers()))
    assert Participant.objects.get(organisation__kind="association").organisation == known
    known.refresh_from_db()
    assert known.name == "the  CLUB"
    assert Organisation.objects.count() == 3


def test_one_of_another_kind_is_another(ann):
    OrganisationFactory(kind="restaurant", name="The club")
    load_program(raw(with_registers()))
    assert Organisation.objects.filter(name="The club").count() == 2


def test_one_that_went_by_the_name_is_used_again(ann):
    renamed = OrganisationFactory(kind="association", name="The society")
    OrganisationName.objects.create(organisation=renamed, name="The club", until=day("2015-01-01"))
    load_program(raw(with_registers()))
    assert Participant.objects.get(organisation__kind="association").organisation == renamed


def test_one_merged_into_another_leads_to_that(ann):
    kept = OrganisationFactory(kind="association", name="The society")
    OrganisationFactory(kind="association", name="The club", merged_into=kept)
    load_program(raw(with_registers()))
    assert Participant.objects.get(organisation__kind="association").organisation == kept


def test_two_of_the_file_that_were_merged_are_a_fault(ann):
    kept = OrganisationFactory(kind="association", name="The society")
    OrganisationFactory(kind="association", name="The club", merged_into=kept)
    data = with_registers()
    data["organisations"].append({"ref": "s", "kind": "association", "name": "The society"})
    with pytest.raises(ProgramFileError, match="«The society» and another of the file are one"):
        load_program(raw(data))
    assert not Program.objects.exists()


def test_a_school_gets_what_it_lacks_and_keeps_what_it_has(ann):
    school = OrganisationFactory(kind="school", name="The school")
    known = SchoolClass.objects.create(school=school, name="8.A")
    BilingualShare.objects.create(school=school, on=day("2011-09-05"), percent=30)
    load_program(raw(with_registers()))
    assert Participant.objects.get(school_class__isnull=False).school_class == known
    assert {row.name for row in school.classes.all()} == {"8.A", "8.b"}
    assert {(row.on.year, row.percent) for row in school.bilingual_shares.all()} == {
        (2010, 40),
        (2011, 30),
    }


def test_two_programmes_share_the_directory(loaded):
    other = spoilt("slug", "other")
    load_program(raw(other))
    assert Organisation.objects.count() == 3
    assert OrganisationName.objects.count() == 1
    assert Participant.objects.filter(organisation__name="The club").count() == 2


# What is refused -------------------------------------------------------------------------------
REFUSED = [
    ("organisations[0].name", "x" * 201,
     "organisations[0].name: Ensure this value has at most 200 characters (it has 201)."),
    ("organisations[2].bilingual[0].percent", "140",
     "organisations[2].bilingual[0].percent: Give a percentage from 0 to 100."),
    ("organisations[2].bilingual[1].on", "2010-09-05",
     "organisations[2].bilingual[1].on: there is a share on that day already"),
    ("participants[0].left_on", "2011-03-01",
     "participants[0].left_on: It leaves after the day on which it joined."),
    ("participants[2].completed_on", "2011-02-01",
     "participants[2].completed_on: It cannot be completed before it began."),
    ("participants[0].by", "bob", "participants[0].by: no user «bob»"),
    ("criteria[8].roster", NOTHING, "criteria[8].roster: Say who is counted: fill in the roster "
     "that it counts."),
    ("criteria[8].roster.follow_up_months", 6, "criteria[8].roster.follow_up_months: Only a share "
     "is followed up: choose that measure, or leave it empty."),
    ("criteria[8].roster.bilingual_over", "40", "criteria[8].roster.bilingual_over: Only schools "
     "and school classes have bilingual pupils: choose one of them with a percentage from 0 to "
     "below 100, or leave it empty."),
    ("criteria[8].activities", NOTHING, "criteria[8].activities: Choose the activities whose "
     "participants it counts."),
    ("criteria[0].roster", {"kind": "association"},
     "criteria[0].roster: is only for the source «participants»: leave it out"),
    ("criteria[0].register", {"states": ["completed"]},
     "criteria[0].register: is only for the source «requisitions»: leave it out"),
    ("ticks[0].criterion", "clubs", "ticks[0].criterion: «clubs» is no share of a roster"),
    ("ticks[0].criterion", "methods", "ticks[0].criterion: «methods» is no share of a roster"),
    ("criteria[10].source", "participant",
     "criteria[10].source: No such source: choose one of those offered."),
    ("ticks[0].on", "2011-02-28", "ticks[0].on: is before it takes part"),
    ("ticks[0].participant", "p-eve",
     "ticks[0].participant: «p-eve» is on no roster that «active» looks at"),
    ("ticks[0].participant", "p-eve",
     "ticks[0].participant: «p-eve» is a consultant; «active» looks for the kind association"),
    ("ticks[1].on", "2011-09-29",
     "ticks[1].on: is before the follow-up is due (30. September 2011)"),
    ("participants[2].completed_on", NOTHING,
     "ticks[1].participant: has not completed, so that no follow-up falls due"),
    ("ticks[0].by", "bob", "ticks[0].by: no user «bob»"),
    ("requisitions[0].subject", "x" * 301,
     "requisitions[0].subject: Ensure this value has at most 300 characters (it has 301)."),
    ("requisitions[0].ref", "walk", "requisitions[0].ref: «walk» is the name of an activity "
     "already"),
    ("requisitions[0].scope_reason", NOTHING,
     "requisitions[0].scope_reason: is missing: its requesters suggest internal"),
    ("requisitions[0].requester_unknown", True,
     "requisitions[0].requester_unknown: leave it out: the case has a requester"),
    ("requisitions[0].states[0].on", "2011-02-28",
     "requisitions[0].states[0].on: is before the case was received"),
    ("requisitions[0].states[1].on", "2011-02-28",
     "requisitions[0].states[1].on: is before the state that it follows"),
    ("requisitions[0].states[1].by", "bob", "requisitions[0].states[1].by: no user «bob»"),
    ("requisitions[1].states[0].state", "withdrawn",
     "requisitions[1].states[0].note: is missing: say why"),
    ("requisitions[0].relevant", NOTHING,
     "requisitions[0].follow_up: only a relevant requester is asked: say «relevant»"),
    ("requisitions[0].follow_up.asked_on", "2011-03-31",
     "requisitions[0].follow_up.asked_on: is before the case was completed"),
    ("requisitions[0].follow_up.answered_on", "2011-05-26",
     "requisitions[0].follow_up.answered_on: It cannot be answered before it was asked."),
    ("requisitions[0].follow_up.new_methods", NOTHING, "requisitions[0].follow_up: Answer both "
     "questions; «don't know» is an answer too."),
    ("requisitions[0].log_entries", ["l3"], "requisitions[0].log_entries: lists an entry of the "
     "case itself, which shows it already"),
    ("log_entries[2].hours", "25",
     "log_entries[2].hours: must be more than 0 and at most 24: a day has no more hours"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "fault"), REFUSED)
def test_what_the_rules_refuse_is_named_with_its_place(ann, place, value, fault):
    data = spoilt(place, value)
    if place == "requisitions[0].ref":
        data["log_entries"].pop()
    assert fault in faults_of(data)


def test_states_follow_each_other_as_on_the_screen(ann):
    data = with_registers()
    data["requisitions"][0]["states"].append({"state": "accepted", "on": "2011-04-02"})
    assert "requisitions[0].states[2].state: «accepted» cannot follow «completed»" in faults_of(
        data
    )


def test_going_back_needs_its_note(ann):
    data = with_registers()
    again = [
        {"state": "in_progress", "on": "2011-04-05"},
        {"state": "completed", "on": "2011-04-20"},
    ]
    data["requisitions"][0]["states"] += again
    assert faults_of(data) == ["requisitions[0].states[2].note: is missing: say why"]
    again[0]["note"] = "They asked for more."
    assert load_program(raw(data))


def test_the_same_name_twice_in_the_file(ann):
    data = with_registers()
    data["organisations"].append({"ref": "club-2", "kind": "association", "name": "THE CLUB"})
    fault = "organisations[3].name: «THE CLUB» is in the directory as organisations[0] already"
    assert faults_of(data) == [fault]


@pytest.mark.parametrize("ref", ["clubs", "methods"])
def test_what_a_register_counts_is_not_measured_by_hand(ann, ref):
    data = changed("measurements[0].criterion", ref, with_registers())
    (fault,) = faults_of(data)
    assert fault.startswith(f"measurements[0].criterion: «{ref}» is counted by its source")


def test_a_file_without_registers_is_as_before(ann):
    load_program(raw(a_file()))
    assert not Organisation.objects.exists()


# As the screens do -----------------------------------------------------------------------------
def test_a_case_without_scope_gets_the_one_that_its_requesters_suggest(ann):
    data = with_registers()
    del data["requisitions"][0]["scope"], data["requisitions"][0]["scope_reason"]
    load_program(raw(data))

    case = Requisition.objects.get(activity__ref="case-1")
    assert case.scope == "internal"


def test_an_answer_from_before_a_case_was_reopened_is_loaded(ann):
    data = with_registers()
    again = {"state": "in_progress", "on": "2011-06-10", "note": "Once more."}
    data["requisitions"][0]["states"].append(again)
    load_program(raw(data))

    assert FollowUp.objects.get().new_methods == "yes"


def test_whoever_joins_again_counts_on_the_days_of_either_line(ann):
    data = with_registers()
    again = {"activity": "fair", "organisation": "club", "joined_on": "2011-12-01"}
    data["participants"].append(again)
    program = load_program(raw(data)).program
    days = [day("2011-10-31"), day("2011-11-30"), day("2011-12-01")]
    assert [value_of(program, "clubs", on) for on in days] == [1, 0, 1]


def value_of(program, ref, on):
    [found] = [one for one in standings(program, on) if one.criterion.ref == ref]
    return found.progress.value

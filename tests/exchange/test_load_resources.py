"""Loading a programme file's staff, hours and money."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist

from activities.models import TimeEntry
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense, ExpenseAttachment
from economy.queries.lines import money_of_program
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import ProgramInUse, load_program
from exchange.services.traces import entered_by_hand, versions_of_ties
from indicators.models import Criterion
from programs.models import FundingSource, Program
from resources.models import StaffAllocation
from tests.exchange.files import NOTHING, changed, day, raw
from tests.exchange.resource_files import with_resources
from tests.factories import ActivityFactory
from tests.factories.resources import BudgetRevisionFactory, TimeEntryFactory

WITH_HISTORY = (StaffAllocation, TimeEntry, FundingSource, BudgetLine, Expense, Commitment)


@pytest.fixture
def loaded(ann):
    return load_program(raw(with_resources())).program


def spoilt(place, value):
    return changed(place, value, with_resources())


def faults_of(data) -> list[str]:
    with pytest.raises(ProgramFileError) as caught:
        load_program(raw(data))
    assert not Program.objects.exists()
    assert not BudgetLine.objects.exists()
    return [str(fault) for fault in caught.value.faults]


# What is loaded --------------------------------------------------------------------------------
def test_the_programme_has_its_fte_and_the_hours_of_its_basis(loaded):
    assert (loaded.fte, loaded.fte_basis) == (3, "net")
    assert loaded.hours_per_fte == Decimal("1650.2")
    assert list(loaded.main_areas.values_list("fte", flat=True)) == [2, 1]


def test_the_hours_of_an_fte_may_be_given(ann):
    program = load_program(raw(spoilt("fte.hours", "1700"))).program
    assert program.hours_per_fte == 1700


def test_without_its_fte_a_programme_counts_them_gross_and_has_none(ann):
    data = spoilt("fte", NOTHING)
    for area in data["main_areas"]:
        del area["fte"]
    program = load_program(raw(data)).program
    assert (program.fte, program.fte_basis, program.hours_per_fte) == (None, "gross", 1924)


def test_an_allocation_is_for_an_initiative_or_for_activities(loaded):
    young, fair = StaffAllocation.objects.order_by("position")
    assert (young.initiative.ref, young.fte, young.weekly_hours) == ("young", Decimal("1.5"), None)
    assert young.decision_reference == "Council, 3 March"
    assert [activity.ref for activity in fair.activities.all()] == ["fair"]
    assert (fair.weekly_hours, fair.starts_on, fair.ends_on) == (
        22,
        day("2011-03-01"),
        day("2011-10-31"),
    )


def test_an_allocation_may_be_for_a_person(loaded, ann):
    young, fair = StaffAllocation.objects.order_by("position")
    assert (young.person, fair.person) == (None, ann)


def test_an_allocations_history_holds_its_activities(loaded):
    fair = StaffAllocation.objects.get(title="The fair")
    assert [row.activity.ref for row in fair.history.get().activities.all()] == ["fair"]


def test_hours_of_a_week_have_no_entry(loaded, ann):
    week = TimeEntry.objects.filter(log_entry__isnull=True).order_by("on", "minutes")
    assert [(row.hours, row.person) for row in week] == [
        (Decimal("2"), ann),
        (Decimal("7.5"), ann),
        (Decimal("4.25"), ann),
    ]
    case, fair, area = week
    assert (case.activity.ref, fair.activity.ref, area.main_area.number) == ("case-1", "fair", 2)


def test_a_line_has_its_source_its_thing_and_its_revisions(loaded, ann):
    line = BudgetLine.objects.get(ref="fair-money")
    assert (line.source.name, line.activity.ref, line.amount) == ("The pool", "fair", 1_000_000)
    assert BudgetLine.objects.get(ref="young-money").initiative.ref == "young"
    revision = line.revisions.get()
    assert (revision.on, revision.amount) == (day("2011-06-01"), Decimal("900000.50"))
    assert (revision.reason, revision.decision_reference) == ("It was moved.", "Committee")
    assert revision.recorded_by == ann


def test_an_expense_that_was_taken_back_stays_and_stands_no_more(loaded):
    stands, back = Expense.objects.order_by("on")
    assert (stands.voucher, stands.amount, stands.is_retracted) == (
        "B-1",
        Decimal("1234.50"),
        False,
    )
    assert (back.is_retracted, back.retraction_reason) == (True, "Twice.")


def test_a_commitment_has_the_day_of_its_release(loaded):
    assert Commitment.objects.get().released_on == day("2011-07-01")


@pytest.mark.parametrize(("written", "minutes"), [("7.33", 440), ("7:20", 440), ("7:21", 441)])
def test_hours_are_written_as_a_number_or_as_a_clock(ann, written, minutes):
    load_program(raw(spoilt("time_entries[0].hours", written)))
    assert TimeEntry.objects.filter(minutes=minutes).exists()


def test_a_criterion_may_ask_for_hours_a_week(loaded):
    assert Criterion.objects.get(ref="presence").hours_rule.per_week


def test_each_row_has_one_version_that_names_nobody(loaded):
    for model in WITH_HISTORY:
        assert model.history.count() == model.objects.count() > 0
        assert not model.history.filter(history_user__isnull=False).exists()


def test_loading_it_again_changes_nothing(loaded):
    assert not load_program(raw(with_resources())).counts
    assert Expense.objects.count() == 2


# What is refused -------------------------------------------------------------------------------
FAULTS = [
    ("fte.total", 3, 'fte.total: must be a number written as text, such as "30000" or "3.14"'),
    ("fte.basis", "half", "fte.basis: must be gross or net"),
    ("fte.total", "1.234", "fte: Ensure that there are no more than 2 decimal places."),
    ("fte.hours", "0", "fte.hours: A full-time equivalent has more than 0 hours a year."),
    ("fte.hours", "2501", "fte.hours: A full-time equivalent has at most 2.500 hours a year: type "
     "the hours of one."),
    ("main_areas[0].fte", "-1", "main_areas[0].fte: must not be negative"),
    ("allocations[0].main_area", 7, "allocations[0].main_area: no main area «7»"),
    ("allocations[0].main_area", 2,
     "allocations[0].initiative: The initiative belongs to another main area: choose one of its "
     "own."),
    ("allocations[1].activities", ["fair", "walk"],
     "allocations[1].activities: «Walk» belongs to another main area: choose among its own."),
    ("allocations[1].activities", ["fair", "fair"],
     "allocations[1].activities: «fair» stands more than once"),
    ("allocations[1].activities", [],
     "allocations[1]: give either an initiative or its activities"),
    ("allocations[0].activities", ["fair"],
     "allocations[0]: give either an initiative or its activities"),
    ("allocations[0].weekly_hours", "3", "allocations[0]: give either fte or weekly_hours"),
    ("allocations[0].fte", "0", "allocations[0]: Give either full-time equivalents or hours a "
     "week, more than 0."),
    ("allocations[1].starts_on", "2011-11-01", "allocations[1].ends_on: The allocation ends before "
     "it starts: move one of the two dates."),
    ("allocations[1].ends_on", "2012-01-01",
     "allocations[1].ends_on: It lies outside the programme's period: move the date."),
    ("allocations[1].person", "nobody", "allocations[1].person: no user «nobody»"),
    ("funding_sources[1].name", "The pool",
     "funding_sources[1].name: the programme has that source already"),
    ("budget_lines[0].source", "bank", "budget_lines[0].source: no funding source «bank»"),
    ("budget_lines[0].activity", "party", "budget_lines[0].activity: no activity «party»"),
    ("budget_lines[0].initiative", "young",
     "budget_lines[0]: give either an initiative or an activity"),
    ("budget_lines[0].amount", "1000.505", "budget_lines[0].amount: must have at most 2 decimals"),
    ("budget_lines[0].amount", "1 mio.", "budget_lines[0].amount: must be a number in plain "
     'decimal notation, such as "30000" or "3.14"'),
    ("budget_lines[1].ref", "fair-money",
     "budget_lines[1].ref: «fair-money» is the name of budget_lines[0] already"),
    ("budget_lines[0].revisions[0].reason", "", "budget_lines[0].revisions[0].reason: must not be "
     "empty"),
    ("budget_lines[0].revisions[0].by", "bob", "budget_lines[0].revisions[0].by: no user «bob»"),
    ("budget_lines[0].revisions[0].on", "2011-01-31",
     "budget_lines[0].revisions[0].on: is before the programme starts"),
    ("time_entries[0].hours", "0", "time_entries[0].hours: must be more than 0 and at most 24: a "
     "day has no more hours"),
    ("time_entries[0].hours", "24.5", "time_entries[0].hours: must be more than 0 and at most 24: "
     "a day has no more hours"),
    ("time_entries[0].by", NOTHING, "time_entries[0].by: is missing"),
    ("time_entries[0].by", "bob", "time_entries[0].by: no user «bob»"),
    ("time_entries[0].main_area", 1,
     "time_entries[0]: give one of an activity, a requisition and a main area"),
    ("time_entries[1].requisition", "case-9",
     "time_entries[1].requisition: no requisition «case-9»"),
    ("time_entries[1].hours", "17",
     "time_entries[1].hours: «ann» has 24.5 hours on that day, and a day has 24"),
    ("expenses[0].line", "x", "expenses[0].line: no budget line «x»"),
    ("expenses[0].amount", "0", "expenses[0].amount: Give an amount other than 0."),
    ("expenses[0].voucher", "5,1056E+09", "expenses[0].voucher: «5,1056E+09» was mangled by a "
     "spreadsheet: its digits are lost"),
    ("expenses[0].on", "2011-01-31", "expenses[0].on: is before the programme starts"),
    ("expenses[0].text", "010190-1234", "expenses[0].text: holds a civil registration number "
     "(CPR), which must not be stored"),
    ("commitments[0].released_on", "2011-04-30", "commitments[0].released_on: It cannot be "
     "released before the day it was made."),
    ("criteria[14].hours.per_week", False, "criteria[14].hours.per_week: Hours in all are added "
     "up: choose «the sum» above."),
    ("criteria[0].hours", {"per_week": True},
     "criteria[0].hours: is only for the source «hours»: leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "fault"), FAULTS)
def test_a_fault_is_named_with_its_place(place, value, fault, ann):
    assert fault in faults_of(spoilt(place, value))


def test_an_adopted_programme_whose_fte_do_not_add_up_is_refused(ann):
    data = spoilt("main_areas[1].fte", "0.5")
    data["adopted"] = {"on": "2011-01-20", "reference": "Committee"}
    [fault] = faults_of(data)
    assert fault.startswith("fte: ")
    assert "2,5 of 3: 0,5 are missing" in fault


def test_a_programme_that_is_not_adopted_yet_may_lack_some(ann):
    assert load_program(raw(spoilt("main_areas[1].fte", "0.5")))


def test_a_voucher_is_booked_once_unless_it_was_taken_back(ann):
    data = with_resources()
    data["expenses"].append(
        {**data["expenses"][1], "retracted": {"reason": "X.", "on": "2011-07-01"}}
    )
    # A bill that two lines share stands on both of them.
    data["expenses"].append({**data["expenses"][0], "line": "young-money"})
    data["expenses"].append({**data["expenses"][0], "voucher": "b-1"})
    assert faults_of(data) == ["expenses[4].voucher: «b-1» is booked already, as expenses[0]"]


def test_an_expense_may_settle_a_commitment(ann):
    data = with_resources()
    tent = {"line": "young-money", "on": "2011-05-01", "amount": "5000", "text": "A tent"}
    data["commitments"].append({**tent, "ref": "tent"})
    data["expenses"].append(
        {"line": "young-money", "on": "2011-06-01", "amount": "2000", "text": "Tent",
         "settles": "tent"}
    )  # fmt: skip
    assert faults_of({**data, "commitments": []}) == ["expenses[2].settles: no commitment «tent»"]

    program = load_program(raw(data)).program

    expense = Expense.objects.get(text="Tent")
    assert expense.settles == Commitment.objects.get(released_on=None)
    money = {line.ref: line.money for line in money_of_program(program, datetime.date(2011, 8, 1))}
    assert money["young-money"].committed == 3000


def test_an_expense_pays_a_commitment_of_its_own_line_that_stands(ann):
    data = with_resources()
    lines = [line["ref"] for line in data["budget_lines"]]
    other = next(ref for ref in lines if ref != "young-money")
    tent = {"line": other, "on": "2011-05-01", "amount": "5000", "text": "A tent", "ref": "tent"}
    paid = {**tent, "line": "young-money", "settles": "tent"}
    paid.pop("ref")
    data["commitments"].append(tent)
    data["expenses"].append(paid)
    place = "expenses[2].settles"
    assert faults_of(data) == [f"{place}: «tent» is committed on «{other}», another budget line"]

    tent["line"] = "young-money"
    tent["retracted"] = {"reason": "X.", "on": "2011-07-01"}
    assert faults_of(data) == [f"{place}: «tent» was taken back, and is paid all the same"]

    paid["retracted"] = tent["retracted"]
    assert load_program(raw(data))


def test_somebodys_hours_of_a_day_stand_once_at_a_thing(ann):
    data = with_resources()
    data["time_entries"].append({**data["time_entries"][0], "hours": "1"})
    fault = "time_entries[3]: has its hours of that day already, as time_entries[0]"
    assert faults_of(data) == [fault]


# Another file in its place ---------------------------------------------------------------------
def test_replacing_takes_everything_along(loaded):
    load_program(raw(spoilt("title", "Anew")), replace=True)
    assert Program.objects.get().title == "Anew"
    assert Expense.objects.count() == 2
    for model in WITH_HISTORY:
        assert model.history.count() == model.objects.count()
    [shared] = versions_of_ties(StaffAllocation)
    assert shared.objects.count() == 1


@pytest.mark.parametrize("model", [*WITH_HISTORY, BudgetRevision])
def test_a_change_by_hand_keeps_the_file_out(model, loaded, ann):
    assert not entered_by_hand(loaded)
    if model is BudgetRevision:
        BudgetRevisionFactory(line=BudgetLine.objects.first())
    else:
        row = model.objects.first()
        row._history_user = ann
        row.save()
    with pytest.raises(ProgramInUse):
        load_program(raw(spoilt("title", "Anew")), replace=True)


def test_a_vouchers_file_keeps_the_file_out(loaded, ann):
    ExpenseAttachment.objects.create(
        expense=Expense.objects.first(), name="b.pdf", content_type="x", size=1, sha256="0",
        uploaded_by=ann,
    )  # fmt: skip
    assert entered_by_hand(loaded)


def test_an_entry_without_hours_has_none(loaded):
    with pytest.raises(ObjectDoesNotExist):
        _ = loaded.main_areas.get(number=2).log_entries.get().time_entry


def test_hours_stored_already_count_in_the_day_too(ann):
    """Of the 20th of June the file has 9,5 of ann's: 14,5 are what there is room for."""
    elsewhere = ActivityFactory(main_area__program__slug="another")
    day_of_file = day("2011-06-20")
    TimeEntryFactory(activity=elsewhere, person=ann, on=day_of_file, hours="14.5")
    TimeEntryFactory(activity=elsewhere, on=day_of_file, hours="8")
    load_program(raw(with_resources()))

    TimeEntryFactory(activity=ActivityFactory(), person=ann, on=day_of_file, hours="0.25")
    data = with_resources()
    data["purpose"] = "Another file with the same name."
    with pytest.raises(ProgramFileError) as refusal:
        load_program(raw(data), replace=True)

    assert [str(fault) for fault in refusal.value.faults] == [
        "time_entries[1].hours: «ann» has 24.25 hours on that day, and a day has 24; 14.75 of "
        "them are stored already"
    ]


def test_what_was_paid_back_is_less_than_nothing_against_its_voucher(ann):
    data = with_resources()
    data["expenses"].append({**data["expenses"][0], "amount": "-5"})
    program = load_program(raw(data)).program
    assert Expense.objects.of_program(program).filter(amount=-5).count() == 1

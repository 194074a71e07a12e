"""A generated programme is of the size asked for, always the same, and one that the rules allow."""

import datetime
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from accounts.models import User
from activities.models import Activity, LogEntry, TimeEntry
from activities.models.log import MOST_HOURS_A_DAY
from demo.services.generation.programme import SIZES, TEN_REF, Size, SlugInUse, generate
from directory.models import Participant
from economy.models import BudgetLine, BudgetRevision, Commitment, Expense
from exchange.services.traces import entered_by_hand
from indicators.models import Criterion, Measurement, Tick
from indicators.models.choices import Aggregation, Answer, Base, Measure, Pacing
from indicators.queries.standings import standings
from indicators.rules import sources
from indicators.services.configuration import check_criterion, check_options_of
from programs.models import Program
from programs.rules.staffing import check_fte
from requisitions.models import FollowUp, Requisition, StateChange
from requisitions.models.choices import State
from resources.models import StaffAllocation

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 22)


def a_program(slug="prove", criteria=25, measurements=250, **options):
    size = Size(
        criteria, measurements, participants=60, requisitions=25, time_entries=300, expenses=80
    )
    return generate(slug=slug, size=size, day=DAY, **options)


def content(program):
    """What stands on the pages, without the keys of the database."""
    criteria = Criterion.objects.of_program(program).in_order()
    measurements = Measurement.objects.filter(criterion__in=criteria).order_by("pk")
    return (
        list(criteria.values_list("ref", "wording", "target", "due_on")),
        list(measurements.values_list("measured_on", "value", "numerator", "retracted_at")),
    )


def test_the_sizes_are_those_of_the_benchmark():
    assert SIZES == {
        "S": (25, 250, 200, 50, 1_000, 250),
        "M": (200, 5_000, 2_000, 500, 20_000, 5_000),
        "L": (500, 100_000, 20_000, 5_000, 100_000, 25_000),
    }


@pytest.mark.parametrize(("criteria", "measurements"), [(10, 0), (25, 250), (60, 777)])
def test_it_has_exactly_as_much_as_was_asked_for(criteria, measurements):
    program = a_program(criteria=criteria, measurements=measurements)

    of_program = Criterion.objects.of_program(program)
    assert of_program.count() == criteria
    assert Measurement.objects.filter(criterion__in=of_program).count() == measurements


@pytest.mark.parametrize(("participants", "requisitions"), [(0, 0), (101, 30)])
def test_its_registers_have_exactly_as_much_as_was_asked_for(participants, requisitions):
    program = generate(slug="prove", size=Size(50, 0, participants, requisitions), day=DAY)

    of_program = {"activity__main_area__program": program}
    assert Participant.objects.filter(**of_program).count() == participants
    assert Requisition.objects.filter(**of_program).count() == requisitions


def test_its_registers_hold_ticks_states_and_answers_none_after_the_day():
    a_program()

    assert set(Tick.objects.values_list("answer", flat=True)) == set(Answer.values)
    assert StateChange.objects.filter(state=State.COMPLETED).exists()
    assert FollowUp.objects.filter(answered_on__isnull=False).exists()
    assert not Participant.objects.filter(joined_on__gt=DAY).exists()
    assert not Tick.objects.filter(on__gt=DAY).exists()
    assert not StateChange.objects.filter(on__gt=DAY).exists()
    assert not FollowUp.objects.filter(answered_on__gt=DAY).exists()


@pytest.mark.parametrize(("hours", "expenses"), [(0, 0), (2_000, 120)])
def test_it_has_exactly_as_many_hours_and_expenses(hours, expenses):
    program = generate(slug="prove", size=Size(25, 0, 0, 0, hours, expenses), day=DAY)

    assert TimeEntry.objects.of_program(program).count() == hours
    assert Expense.objects.of_program(program).count() == expenses
    assert not TimeEntry.objects.filter(on__gt=DAY).exists()
    days = TimeEntry.objects.values("person", "on").annotate(total=Sum("minutes"))
    assert not days.filter(total__gt=60 * MOST_HOURS_A_DAY).exists()
    assert check_fte(program, program.main_areas.values_list("fte", flat=True)) is None


def test_more_hours_than_there_are_days_for_are_refused():
    with pytest.raises(ValueError, match="More hours"):
        generate(slug="prove", size=Size(25, 0, 0, 0, 50_000), day=DAY)


def test_the_same_seed_makes_the_same_programme_and_another_seed_another():
    first, again, other = a_program("a"), a_program("b"), a_program("c", seed=7)

    assert content(first) == content(again)
    assert content(first) != content(other)


def test_it_holds_every_kind_of_criterion():
    a_program(criteria=26)

    def used(field):
        return set(Criterion.objects.values_list(field, flat=True))

    assert used("measure") == set(Measure.values)
    assert used("aggregation") == {"", *Aggregation.values}
    assert used("pacing") == set(Pacing.values)
    assert used("base") == {"", *Base.values}
    assert used("source") == set(dict(sources.choices()))
    assert Criterion.objects.filter(parent__isnull=False).exists()


def test_it_holds_what_counts_for_nothing_too():
    a_program(criteria=100, measurements=2_000)

    assert Measurement.objects.filter(retracted_at__isnull=False).exists()
    assert Measurement.objects.filter(forecast_stated_on__isnull=False).exists()


def test_it_puts_criteria_in_most_statuses():
    program = a_program(criteria=100, measurements=2_000)

    found = Counter(standing.status for standing in standings(program, DAY))

    assert len(found) >= 7
    assert max(found.values()) < 50


def test_nothing_has_happened_after_the_day():
    a_program()

    assert not LogEntry.objects.filter(on__gt=DAY).exists()
    counting = Measurement.objects.active().filter(forecast_stated_on=None)
    assert not counting.filter(measured_on__gt=DAY).exists()


def test_one_activity_feeds_exactly_ten_criteria_measured_by_hand():
    program = a_program()

    fed = Activity.objects.of_program(program).get(ref=TEN_REF).criteria
    assert fed.count() == fed.filter(source="manual").exclude(measure=Measure.ALL).count() == 10


def test_the_rules_for_programmes_allow_it():
    program = a_program(criteria=75, measurements=500)

    for criterion in Criterion.objects.of_program(program):
        criterion.full_clean()
        check_criterion(
            criterion,
            activities=criterion.activities.all(),
            base_criteria=list(criterion.base_criteria.all()),
            points=list(criterion.planned_points.values_list("on", "value")),
        )
        rules = {"participants": "roster_rule", "requisitions": "register_rule"}
        for source in sources.with_options():
            name = rules.get(source.code, "")
            check_options_of(criterion, source, getattr(criterion, name, None))
    models = (
        Measurement, LogEntry, Participant, Tick, Requisition, StateChange, FollowUp, TimeEntry,
        StaffAllocation, BudgetLine, BudgetRevision, Expense, Commitment,
    )  # fmt: skip
    for row in (row for model in models for row in model.objects.all()):
        row.full_clean()


def test_its_six_colleagues_cannot_sign_in_and_are_used_again():
    a_program("a")
    a_program("b")

    assert User.objects.count() == 6
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_nobody_is_said_to_have_entered_it_by_hand():
    assert not entered_by_hand(a_program())


def test_a_short_name_that_is_taken_is_refused():
    a_program()

    with pytest.raises(SlugInUse):
        a_program()
    with pytest.raises(CommandError, match="--slug"):
        call_command("generate_program", slug="prove")


def test_fewer_criteria_than_the_form_asks_for_are_refused():
    with pytest.raises(CommandError, match="10 criteria"):
        call_command("generate_program", criteria=9)

    assert not Program.objects.exists()


def test_the_command_makes_the_size_by_its_own_name(capsys):
    call_command("generate_program", "--size", "S", "--measurements", "20")

    assert Program.objects.get().slug == "prove-s"
    assert "prove-s" in capsys.readouterr().out

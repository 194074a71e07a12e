"""One table of hours: a week's cells and log entries edit the same rows."""

import datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.models import TimeEntry
from activities.queries.week_cells import CellKey, key_of
from activities.services.log import LogEntryInput, correct_entry, create_entry, retract_entry
from activities.services.week import CellChange, WeekNotSaved, save_week
from core.hours import in_hours, sum_hours
from tests.examples import undone
from tests.factories import ActivityFactory, LogEntryFactory, MainAreaFactory, UserFactory
from tests.factories.resources import TimeEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

MONDAY = datetime.date(2011, 9, 26)
TUESDAY = datetime.date(2011, 9, 27)
SUNDAY = datetime.date(2011, 10, 2)  # the clock stands at Saturday


@pytest.fixture
def activity():
    return ActivityFactory(title="Mjølnerparken")


def change(subject, before, after, day=MONDAY):
    def amount(hours):
        return None if hours is None else Decimal(str(hours))

    return CellChange(CellKey(key_of(subject), day), amount(before), amount(after))


def save(by, *changes):
    return save_week(by=by, monday=MONDAY, changes=changes)


def refused(by, *changes):
    with pytest.raises(WeekNotSaved) as refusal:
        save(by, *changes)
    return refusal.value.faults


def logged(activity, by, hours, day=MONDAY):
    """A log entry with hours."""
    entry_input = LogEntryInput(on=day, text="Et møde", hours=Decimal(str(hours)))
    return create_entry(by=by, subject=activity, entry_input=entry_input)


def rows(person, day=MONDAY):
    found = TimeEntry.objects.filter(person=person, on=day).order_by("pk")
    return [(row.hours, bool(row.log_entry_id)) for row in found]


class TestACell:
    def test_hours_typed_become_a_row(self, konsulent, activity):
        total = save(konsulent, change(activity, None, 7.5))

        row = TimeEntry.objects.get()
        assert (row.person, row.activity, row.main_area) == (konsulent, activity, None)
        assert (row.on, row.hours, row.log_entry) == (MONDAY, Decimal("7.5"), None)
        assert total == Decimal("7.5")

    def test_a_main_area_has_hours_as_an_activity_has(self, konsulent):
        area = MainAreaFactory()

        save(konsulent, change(area, None, 2))

        assert (TimeEntry.objects.get().main_area, TimeEntry.objects.get().activity) == (area, None)

    def test_other_hours_change_the_row(self, konsulent, activity):
        save(konsulent, change(activity, None, 5))
        save(konsulent, change(activity, 5, 7))

        assert rows(konsulent) == [(7, False)]

    def test_an_emptied_cell_has_no_row(self, konsulent, activity):
        save(konsulent, change(activity, None, 5))
        save(konsulent, change(activity, 5, None))

        assert rows(konsulent) == []

    def test_every_step_is_kept_with_who_and_where(self, konsulent, activity):
        save(konsulent, change(activity, None, 5))
        save(konsulent, change(activity, 5, 7))
        save(konsulent, change(activity, 7, None))

        versions = TimeEntry.history.order_by("history_id")
        assert [(v.history_type, v.minutes) for v in versions] == [
            ("+", 300),
            ("~", 420),
            ("-", 420),
        ]
        assert {v.history_user for v in versions} == {konsulent}
        assert {v.history_change_reason for v in versions} == {"Typed in the week."}

    def test_a_log_entrys_hours_are_the_same_row(self, konsulent, activity):
        entry = logged(activity, konsulent, 3)

        save(konsulent, change(activity, 3, 4))

        entry.refresh_from_db()
        assert entry.time_entry.hours == 4
        assert rows(konsulent) == [(4, True)]

    def test_emptied_the_log_entry_stays_without_its_hours(self, konsulent, activity):
        entry = logged(activity, konsulent, 3)

        save(konsulent, change(activity, 3, None))

        entry.refresh_from_db()
        assert not entry.is_retracted
        assert rows(konsulent) == []

    def test_of_several_the_row_without_an_entry_takes_the_difference(self, konsulent, activity):
        logged(activity, konsulent, 3)
        save(konsulent, change(activity, 3, 3), change(activity, None, 1, TUESDAY))
        logged(activity, konsulent, 2)

        save(konsulent, change(activity, 5, 7.5))
        assert rows(konsulent) == [(3, True), (2, True), (Decimal("2.5"), False)]

        save(konsulent, change(activity, 7.5, 6))
        assert rows(konsulent) == [(3, True), (2, True), (1, False)]

        save(konsulent, change(activity, 6, 5))
        assert rows(konsulent) == [(3, True), (2, True)]

    @pytest.mark.parametrize("typed", [4, None])
    def test_less_than_the_entries_hold_is_refused_with_them(self, konsulent, activity, typed):
        entries = [logged(activity, konsulent, 3), logged(activity, konsulent, 2)]

        [fault] = refused(konsulent, change(activity, 5, typed))

        assert list(fault.log_entries) == entries
        assert "5 hours stand in the log entries of the day" in fault.message
        assert rows(konsulent) == [(3, True), (2, True)]

    def test_hours_of_a_retracted_entry_do_not_stand_in_the_way(self, konsulent, activity):
        retract_entry(by=konsulent, entry=logged(activity, konsulent, 3), reason="Forkert")

        save(konsulent, change(activity, None, 2))

        assert TimeEntry.objects.active().get().hours == 2

    def test_another_persons_hours_are_left_alone(self, konsulent, kollega, activity):
        save(kollega, change(activity, None, 6))

        save(konsulent, change(activity, None, 2))

        assert rows(kollega) == [(6, False)]


class TestWhatIsRefused:
    def test_a_reader_has_no_week(self, laeser, activity):
        with pytest.raises(PermissionDenied):
            save(laeser, change(activity, None, 1))

    def test_a_day_that_lies_ahead(self, konsulent, activity):
        [fault] = refused(konsulent, change(activity, None, 1, SUNDAY))

        assert "the day lies ahead" in fault.message

    def test_an_activity_that_is_gone(self, konsulent):
        slot = CellKey("a999999", MONDAY)

        [fault] = refused(konsulent, CellChange(slot, None, Decimal(1)))

        assert "is gone" in fault.message

    def test_a_day_of_more_than_24_hours_over_all_activities(self, konsulent, activity):
        logged(ActivityFactory(), konsulent, 20)

        [fault] = refused(
            konsulent, change(activity, None, 4.25), change(activity, None, 8, TUESDAY)
        )

        assert "would hold 24,25 hours in all" in fault.message
        assert "26" in fault.message
        assert rows(konsulent) == [(20, True)]

    def test_24_hours_are_not_too_many(self, konsulent, activity):
        logged(ActivityFactory(), konsulent, 20)

        assert save(konsulent, change(activity, None, 4)) == 24

    def test_nothing_of_a_week_with_a_fault_is_saved(self, konsulent, activity):
        refused(konsulent, change(activity, None, 5), change(activity, None, 1, SUNDAY))

        assert not TimeEntry.objects.exists()
        assert not TimeEntry.history.exists()


class TestTwoWindows:
    def test_what_changed_meanwhile_is_not_overwritten(self, konsulent, activity):
        save(konsulent, change(activity, None, 6))

        [fault] = refused(konsulent, change(activity, None, 7.5))

        assert fault.is_conflict
        assert "you typed 7,5 over nothing, and meanwhile it has become 6" in fault.message
        assert rows(konsulent) == [(6, False)]

    def test_what_vanished_meanwhile_does_not_come_back_silently(self, konsulent, activity):
        save(konsulent, change(activity, None, 6))
        save(konsulent, change(activity, 6, None))

        [fault] = refused(konsulent, change(activity, 6, 8))

        assert "has become nothing" in fault.message

    def test_the_same_press_twice_is_saved_once(self, konsulent, activity):
        save(konsulent, change(activity, None, 6))
        save(konsulent, change(activity, None, 6))

        assert rows(konsulent) == [(6, False)]
        assert TimeEntry.history.count() == 1

    def test_an_entry_logged_meanwhile_is_seen(self, konsulent, activity):
        logged(activity, konsulent, 2)

        [fault] = refused(konsulent, change(activity, None, 5))

        assert fault.is_conflict


class TestLogEntries:
    """The 24 hours of a day hold wherever they are typed."""

    def test_an_entry_does_not_make_a_day_too_long(self, konsulent, activity):
        save(konsulent, change(activity, None, 20))

        with pytest.raises(ValidationError, match="would hold 25 hours"):
            logged(activity, konsulent, 5)

    def test_a_corrected_entry_does_not_either(self, konsulent, activity):
        save(konsulent, change(activity, None, 20))
        entry = logged(activity, konsulent, 4)
        entry_input = LogEntryInput(on=MONDAY, text="Et møde", hours=Decimal(5))

        with pytest.raises(ValidationError, match="would hold 25 hours"):
            correct_entry(by=konsulent, entry=entry, entry_input=entry_input, reason="Talt om")

    def test_nor_does_one_that_is_moved_there(self, konsulent, activity):
        save(konsulent, change(activity, None, 20))
        entry = logged(activity, konsulent, 5, TUESDAY)
        entry_input = LogEntryInput(on=MONDAY, text="Et møde", hours=Decimal(5))

        with pytest.raises(ValidationError):
            correct_entry(by=konsulent, entry=entry, entry_input=entry_input, reason="Forkert dag")

    def test_what_is_logged_without_hours_asks_for_no_room(self, konsulent, activity):
        save(konsulent, change(activity, None, 24))

        create_entry(
            by=konsulent, subject=activity, entry_input=LogEntryInput(on=MONDAY, text="Ja")
        )

    def test_another_persons_day_is_another(self, konsulent, kollega, activity):
        save(konsulent, change(activity, None, 20))

        logged(activity, kollega, 20)


class TestQueries:
    """As many for seventy cells as for one."""

    def changes(self, activities, before, after):
        days = [MONDAY - datetime.timedelta(7) + datetime.timedelta(n) for n in range(7)]
        return [change(one, before, after, day) for one in activities for day in days]

    def count(self, by, changes):
        with CaptureQueriesContext(
            connection,
        ) as found:
            save_week(by=by, monday=MONDAY - datetime.timedelta(7), changes=changes)
        return len(found)

    def test_a_week_costs_the_same_whatever_it_holds(self, konsulent):
        few, many = ActivityFactory.create_batch(1), ActivityFactory.create_batch(10)

        counts = [
            (
                self.count(by, self.changes(activities, None, 1)),
                self.count(by, self.changes(activities, 1, 2)),
                self.count(by, self.changes(activities, 2, None)),
            )
            for by, activities in ((konsulent, few), (UserFactory(), many))
        ]

        assert counts[0] == counts[1]
        assert max(counts[0]) <= 9


def minutes(most):
    """Hours of a whole number of minutes."""
    return st.integers(1, 60 * most).map(in_hours)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.integers(0, 1),
            st.none() | minutes(6),
        ),
        max_size=6,
    ),
    st.lists(minutes(4), max_size=2),
)
def test_a_saved_cell_reads_what_was_typed(steps, entries):
    """Whatever entries there are and in whatever order cells are typed into."""
    with undone():
        person, activities = UserFactory(), ActivityFactory.create_batch(2)
        for hours in entries:
            logged(activities[0], person, hours)
        held = {(0, 0): sum_hours(entries) or None}
        for at, later, after in steps:
            before = held.get((at, later))
            day = MONDAY + datetime.timedelta(later)
            try:
                save(person, change(activities[at], before, after, day))
            except WeekNotSaved:
                assert at == later == 0
                assert (after or 0) < sum_hours(entries)
            else:
                held[at, later] = after

        for (at, later), hours in held.items():
            day = MONDAY + datetime.timedelta(later)
            found = TimeEntry.objects.filter(activity=activities[at], on=day)
            assert sum_hours(row.hours for row in found) == (hours or 0)


def at_once(write, *arguments):
    """What each of two presses in the same moment came to: an answer, or a refusal."""
    start, outcomes = Barrier(len(arguments)), []

    def press(argument):
        start.wait()
        try:
            outcomes.append(write(argument))
        except (WeekNotSaved, ValidationError) as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[argument]) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_who_save_the_same_cell_at_once_make_one_row(konsulent, activity):
    outcomes = at_once(lambda hours: save(konsulent, change(activity, None, hours)), 5, 6)

    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, WeekNotSaved)]
    assert refusal.faults[0].is_conflict
    assert len(rows(konsulent)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_entries_at_once_do_not_make_a_day_too_long(konsulent, activity):
    outcomes = at_once(lambda hours: logged(activity, konsulent, hours), 13, 14)

    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 1
    assert len(rows(konsulent)) == 1


def test_a_row_of_a_log_entry_at_another_persons_account_is_not_touched(konsulent, activity):
    entry = LogEntryFactory(activity=activity, on=MONDAY)
    TimeEntryFactory(log_entry=entry, activity=activity, person=entry.recorded_by, on=MONDAY)

    save(konsulent, change(activity, None, 1))

    assert rows(entry.recorded_by) == [(Decimal("7.5"), True)]

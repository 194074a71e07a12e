"""Another file in the place of one with registers: what goes, what stays, what keeps it out."""

import pytest

from activities.models import Activity, ActivityKind
from directory.models import (
    Consultant,
    Organisation,
    Participant,
    SchoolClass,
)
from exchange.services.loading import ProgramInUse, load_program
from indicators.models import RosterRule, Tick
from programs.models import Program
from requisitions.models import FollowUp, Party, RegisterRule, Requisition, StateChange
from tests.exchange.files import changed, day, raw, with_registers
from tests.factories import ParticipantFactory, RequisitionFactory

# What goes with the programme when another file takes its place.
OF_THE_PROGRAMME = (
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


def test_replace_leaves_the_directory_and_nothing_else_of_the_old_file(loaded):
    load_program(raw(changed("title", "Another")), replace=True)
    for model in OF_THE_PROGRAMME:
        assert (model.objects.count(), model.history.count()) == (0, 0), model
    assert StateChange.objects.count() == 0
    assert Organisation.objects.count() == Organisation.history.count() == 3
    assert SchoolClass.objects.count() == 2
    assert not Activity.history.filter(kind=ActivityKind.CASE).exists()


def test_replace_puts_the_same_registers_back_once(loaded):
    load_program(raw(spoilt("title", "Another")), replace=True)
    assert Organisation.objects.count() == 3
    assert Consultant.objects.count() == 1
    assert Participant.objects.count() == Participant.history.count() == 3
    assert StateChange.objects.count() == 3


def test_replace_keeps_a_person_whom_another_programme_needs(loaded):
    eve = Consultant.objects.get()
    elsewhere = ParticipantFactory(organisation=None, consultant=eve)
    load_program(raw(changed("title", "Another")), replace=True)
    assert Participant.objects.get() == elsewhere
    assert Consultant.history.count() == 1


@pytest.mark.parametrize("model", OF_THE_PROGRAMME)
def test_replace_is_refused_once_somebody_has_changed_something(loaded, ann, model):
    row = model.objects.first()
    row._history_user = ann
    row.save()
    assert_stays()


def test_replace_is_refused_once_somebody_has_moved_a_case_on(loaded):
    case = Requisition.objects.get(activity__ref="case-2")
    StateChange.objects.create(requisition=case, state="completed", on=day("2011-07-01"))
    assert_stays()


def test_replace_is_refused_once_a_state_was_taken_back(loaded, ann):
    state = StateChange.objects.first()
    state.retracted_at, state.retraction_reason = state.recorded_at, "Wrong case."
    state.save()
    assert_stays()


def test_replace_is_refused_for_documentation_of_another_programmes_case(loaded):
    RequisitionFactory().participants.add(Participant.objects.first())
    assert_stays()


def test_replace_never_brings_back_a_person_who_was_removed(loaded):
    eve = Consultant.objects.get()
    eve.name, eve.removed_at = "", eve.recorded_at
    eve.save()
    assert_stays()


def test_a_change_in_the_directory_is_no_change_of_the_programme(loaded, ann):
    office = Organisation.objects.get(kind="administration")
    office._history_user = ann
    office.name = "The newest office"
    office.save()
    load_program(raw(changed("title", "Another")), replace=True)
    assert Program.objects.get().title == "Another"
    assert Organisation.objects.get(pk=office.pk).name == "The newest office"


def assert_stays() -> None:
    with pytest.raises(ProgramInUse, match="somebody has entered something by hand"):
        load_program(raw(changed("title", "Another")), replace=True)
    assert Program.objects.filter(title="A programme").exists()
    assert Tick.objects.count() == 2

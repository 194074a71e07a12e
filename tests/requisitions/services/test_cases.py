"""Taking a case down, changing it and moving it on."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activities.models import ActivityKind
from directory.models import Organisation, OrganisationKind
from requisitions.models import Requisition
from requisitions.models.choices import PartyRole, Scope, State
from requisitions.services.cases import (
    change,
    decide_scope,
    retract_case,
    retract_state,
    set_state,
    state_of,
)
from requisitions.services.parties import (
    UnlistedOrganisation,
    add_party,
    remove_party,
)
from requisitions.services.receiving import NewCaseInput, receive
from tests.factories import (
    MainAreaFactory,
    OrganisationFactory,
    PartyFactory,
    ProgramFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)

SOONER = datetime.date(2011, 9, 1)


@pytest.fixture
def take(program, konsulent):
    def taken(subject="Dialogmøde", **fields):
        submission = fields.pop("submission", None)
        return receive(by=konsulent, taken=NewCaseInput(subject, **fields), submission=submission)

    return taken


class TestTakingACaseDown:
    def test_makes_its_activity_of_its_own_kind(self, take, konsulent):
        case = take()

        assert case.activity.kind == ActivityKind.CASE
        assert case.activity.title == "Dialogmøde"
        assert case.activity.responsible == konsulent

    def test_is_received_today_by_telephone(self, take):
        case = take()

        assert (case.received_on, case.channel) == (TODAY, "phone")
        assert (state_of(case).state, state_of(case).on) == (State.RECEIVED, TODAY)

    def test_numbers_the_cases_of_a_programme(self, take):
        assert [take().activity.ref, take().activity.ref] == ["sag-1", "sag-2"]

    def test_stands_in_the_programme_of_the_day(self, take, program):
        ProgramFactory(starts_on=datetime.date(2012, 1, 1), ends_on=datetime.date(2012, 12, 31))

        assert take().program == program

    def test_stands_in_the_newest_begun_programme_where_none_covers_the_day(self, take, clock):
        clock(datetime.date(2013, 5, 1))

        assert take().program.slug == "2011"

    def test_stands_in_the_last_main_area_until_a_case_stands_elsewhere(self, take, case):
        first = case.activity.main_area
        Requisition.objects.filter(pk=case.pk).update(retracted_at=None)

        assert take().activity.main_area == first

    def test_stands_in_the_last_main_area_at_first(self, take):
        assert take().activity.main_area.number == 2

    def test_needs_a_programme(self, konsulent):
        with pytest.raises(ValidationError, match="no programme yet"):
            receive(by=konsulent, taken=NewCaseInput("Dialogmøde"))

    def test_needs_a_main_area(self, konsulent):
        ProgramFactory()

        with pytest.raises(ValidationError, match="no main area"):
            receive(by=konsulent, taken=NewCaseInput("Dialogmøde"))

    def test_takes_the_requester_with_it(self, take, administration):
        case = take(requester=administration)

        assert [party.organisation for party in case.parties.all()] == [administration]
        assert case.scope == Scope.INTERNAL

    def test_adds_a_requester_that_is_new_to_the_directory(self, take):
        case = take(requester=UnlistedOrganisation(OrganisationKind.ASSOCIATION, "Broen"))

        assert Organisation.objects.get(name="Broen") == case.parties.get().organisation
        assert case.scope == Scope.EXTERNAL

    def test_happens_once_however_often_it_is_sent(self, take):
        submission = uuid.uuid4()

        first, second = take(submission=submission), take(submission=submission)

        assert first == second
        assert second.was_saved_before
        assert Requisition.objects.count() == 1

    def test_leaves_a_version_with_who_did_it(self, take, konsulent):
        case = take()

        assert case.history.get().history_user == konsulent
        assert case.activity.history.get().history_user == konsulent

    def test_is_not_for_readers(self, program, laeser):
        with pytest.raises(PermissionDenied):
            receive(by=laeser, taken=NewCaseInput("Dialogmøde"))


class TestStates:
    def test_are_rows_below_each_other(self, case, konsulent):
        set_state(by=konsulent, case=case, state=State.ACCEPTED, on=SOONER)
        set_state(by=konsulent, case=case, state=State.COMPLETED, on=TODAY)

        assert [row.state for row in case.states.all()] == ["completed", "accepted", "received"]
        found = Requisition.objects.with_state(TODAY).get()
        assert (found.state, found.state_on) == (State.COMPLETED, TODAY)
        assert Requisition.objects.with_state(SOONER).get().state == State.ACCEPTED

    def test_of_one_day_follow_each_other_as_they_were_recorded(self, case, konsulent):
        for state in (State.ACCEPTED, State.IN_PROGRESS, State.COMPLETED):
            set_state(by=konsulent, case=case, state=state, on=TODAY)

        assert Requisition.objects.with_state(TODAY).get().state == State.COMPLETED

    def test_are_not_dated_ahead(self, case, konsulent):
        with pytest.raises(ValidationError, match="lies ahead"):
            set_state(
                by=konsulent,
                case=case,
                state=State.ACCEPTED,
                on=TODAY + datetime.timedelta(1),
            )

    def test_are_not_dated_before_the_receipt(self, case, konsulent):
        with pytest.raises(ValidationError, match="before the day of its last state"):
            set_state(
                by=konsulent,
                case=case,
                state=State.ACCEPTED,
                on=case.received_on - datetime.timedelta(1),
            )

    def test_are_not_dated_before_the_last_one(self, case, konsulent):
        set_state(by=konsulent, case=case, state=State.ACCEPTED, on=TODAY)

        with pytest.raises(ValidationError, match="before the day of its last state"):
            set_state(by=konsulent, case=case, state=State.COMPLETED, on=SOONER)

    def test_go_back_only_with_a_note(self, case, konsulent):
        set_state(by=konsulent, case=case, state=State.COMPLETED, on=SOONER)

        with pytest.raises(ValidationError, match="Say why"):
            set_state(by=konsulent, case=case, state=State.IN_PROGRESS, on=TODAY)
        set_state(by=konsulent, case=case, state=State.IN_PROGRESS, on=TODAY, note="De ringede.")

        assert state_of(case).state == State.IN_PROGRESS

    def test_do_not_jump(self, case, konsulent):
        set_state(by=konsulent, case=case, state=State.COMPLETED, on=SOONER)

        with pytest.raises(ValidationError, match="moved on"):
            set_state(by=konsulent, case=case, state=State.ACCEPTED, on=TODAY)

    def test_that_were_wrong_are_taken_back_and_stay_to_be_read(self, case, konsulent):
        wrong = set_state(by=konsulent, case=case, state=State.COMPLETED, on=TODAY)

        retract_state(by=konsulent, change=wrong, reason="Forkert dag")
        set_state(by=konsulent, case=case, state=State.COMPLETED, on=SOONER)

        assert Requisition.objects.with_state(TODAY).get().state_on == SOONER
        wrong.refresh_from_db()
        assert (wrong.retraction_reason, wrong.retracted_by) == ("Forkert dag", konsulent)

    def test_are_taken_back_from_the_newest_on(self, case, konsulent):
        older = set_state(by=konsulent, case=case, state=State.ACCEPTED, on=SOONER)
        set_state(by=konsulent, case=case, state=State.COMPLETED, on=TODAY)

        with pytest.raises(ValidationError, match="newest"):
            retract_state(by=konsulent, change=older, reason="Fejl")

    def test_begin_with_the_receipt_which_is_not_taken_back(self, case, konsulent):
        with pytest.raises(ValidationError, match="not the first"):
            retract_state(by=konsulent, change=state_of(case), reason="Fejl")


class TestChangingACase:
    def test_its_subject_place_and_responsible_are_its_activitys(self, case, konsulent, kollega):
        change(by=konsulent, case=case, subject="Andet emne", responsible=kollega, reason="Ferie")

        case.activity.refresh_from_db()
        assert (case.activity.title, case.activity.responsible) == ("Andet emne", kollega)
        assert case.activity.history.first().history_change_reason == "Ferie"

    def test_without_a_change_leaves_no_version(self, case, konsulent):
        before = case.history.count()

        change(by=konsulent, case=case, subject=case.activity.title, asked="", done="")

        assert case.history.count() == before

    def test_its_first_state_follows_the_day_of_receipt(self, case, konsulent):
        set_state(by=konsulent, case=case, state=State.ACCEPTED, on=SOONER)

        change(by=konsulent, case=case, received_on=datetime.date(2011, 2, 10))

        assert Requisition.objects.with_state(datetime.date(2011, 2, 10)).get().state == "received"
        assert state_of(case).state == State.ACCEPTED
        assert case.states.filter(retracted_at__isnull=False).count() == 1

    def test_is_not_received_after_what_came_later(self, case, konsulent):
        set_state(by=konsulent, case=case, state=State.ACCEPTED, on=SOONER)

        with pytest.raises(ValidationError, match="choose an earlier one"):
            change(by=konsulent, case=case, received_on=TODAY)

    def test_in_another_programme_gets_a_number_there(self, case, konsulent):
        other = MainAreaFactory(number=1)

        change(by=konsulent, case=case, main_area=other)

        assert case.program == other.program
        assert case.activity.ref == "sag-1"

    def test_out_of_the_register_is_refused(self, case, konsulent):
        retract_case(by=konsulent, case=case, reason="Oprettet to gange")

        with pytest.raises(ValidationError, match="taken out of the register"):
            change(by=konsulent, case=case, subject="Andet")
        assert not Requisition.objects.active().exists()


class TestScope:
    def test_other_than_suggested_needs_its_reason(self, case, konsulent, administration):
        PartyFactory(requisition=case, organisation=administration)

        with pytest.raises(ValidationError, match="suggests otherwise"):
            decide_scope(by=konsulent, case=case, scope=Scope.EXTERNAL)
        decide_scope(by=konsulent, case=case, scope=Scope.EXTERNAL, reason="Talt som ekstern.")

        case.refresh_from_db()
        assert (case.scope, case.scope_reason) == (Scope.EXTERNAL, "Talt som ekstern.")

    def test_as_suggested_keeps_no_reason(self, case, konsulent, administration):
        PartyFactory(requisition=case, organisation=administration)

        decide_scope(by=konsulent, case=case, scope=Scope.INTERNAL, reason="Derfor")

        assert case.scope_reason == ""

    def test_follows_the_requesters(self, case, konsulent, administration):
        party = add_party(by=konsulent, case=case, organisation=OrganisationFactory())
        assert case.scope == Scope.EXTERNAL

        add_party(by=konsulent, case=case, organisation=administration)
        assert case.scope == Scope.INTERNAL

        remove_party(by=konsulent, party=party, reason="Fejl")
        assert case.scope == Scope.INTERNAL

    def test_that_somebody_gave_a_reason_for_stands(self, case, konsulent, administration):
        add_party(by=konsulent, case=case, organisation=administration)
        decide_scope(by=konsulent, case=case, scope=Scope.EXTERNAL, reason="Talt som ekstern.")

        add_party(
            by=konsulent,
            case=case,
            organisation=OrganisationFactory(kind=OrganisationKind.ADMINISTRATION),
        )

        assert case.scope == Scope.EXTERNAL

    def test_is_not_suggested_by_partners(self, case, konsulent, administration):
        add_party(by=konsulent, case=case, organisation=administration, role=PartyRole.PARTNER)

        assert case.scope == ""

"""Ticking participants, follow-ups and taking back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from directory.models import CONSULTANT
from indicators.models import Tick
from indicators.models.choices import Answer, Status
from indicators.services.ticks import retract_tick, tick
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    CriterionFactory,
    ParticipantFactory,
    RosterRuleFactory,
    TickFactory,
)
from tests.indicators.ticks.shared import TODAY, associations, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]


class TestTicking:
    def test_24_of_60_are_enough_and_23_are_not(self, criterion, activity, konsulent):
        rows = associations(activity, 60)
        after = datetime.date(2012, 1, 1)
        told = {"by": konsulent, "criterion": criterion, "on": TODAY, "answer": Answer.YES}

        tick(participants=rows[:23], **told)
        assert standing(criterion, after).status == Status.MISSED
        assert standing(criterion, after).progress.share == (23, 60)

        tick(participants=rows[:24], **told)
        assert standing(criterion, after).status == Status.MET

    def test_says_who_and_when_in_the_history(self, criterion, activity, konsulent):
        [row] = associations(activity, 1)

        [made] = tick(
            by=konsulent, criterion=criterion, participants=[row], on=TODAY, answer=Answer.NO
        )

        assert (made.recorded_by, made.on, made.answer) == (konsulent, TODAY, "no")
        assert made.history.get().history_user == konsulent

    def test_twice_is_one(self, criterion, activity, konsulent):
        [row] = associations(activity, 1)
        for _press in range(2):
            tick(by=konsulent, criterion=criterion, participants=[row], on=TODAY, answer=Answer.YES)

        assert Tick.objects.count() == 1

    def test_the_newest_decides(self, criterion, activity, konsulent):
        [row] = associations(activity, 1)
        told = {"by": konsulent, "criterion": criterion, "participants": [row]}
        tick(on=datetime.date(2011, 6, 1), answer=Answer.YES, **told)
        tick(on=TODAY, answer=Answer.NO, **told)

        assert standing(criterion, datetime.date(2011, 9, 30)).progress.numerator == 1
        assert standing(criterion, TODAY).progress.numerator == 0

    def test_an_organisation_on_two_rosters_is_ticked_once(self, criterion, activity, konsulent):
        other = ActivityFactory(main_area=activity.main_area)
        criterion.activities.add(other)
        [row] = associations(activity, 1)
        [again] = associations(other, 1, organisation=row.organisation)

        told = {"by": konsulent, "criterion": criterion, "on": TODAY, "answer": Answer.YES}
        tick(participants=[row, again], **told)

        assert standing(criterion, TODAY).progress.numerator == 1
        assert Tick.objects.count() == 1

    @pytest.mark.parametrize(
        ("on", "message"),
        [
            (datetime.date(2011, 10, 2), "The date lies ahead"),
            (datetime.date(2011, 2, 28), "Not yet on the roster on 28. February 2011: A, B, C "),
        ],
    )
    def test_refuses_a_day_ahead_and_one_before_joining(
        self, criterion, activity, konsulent, on, message
    ):
        rows = [ParticipantFactory(activity=activity, organisation__name=name) for name in "ABCDE"]
        message = message.replace("A, B, C ", "A, B, C, 2 more")
        with pytest.raises(ValidationError, match=message):
            tick(by=konsulent, criterion=criterion, participants=rows, on=on, answer=Answer.YES)

        assert not Tick.objects.exists()

    def test_refuses_one_of_another_roster(self, criterion, konsulent):
        with pytest.raises(ValidationError, match="taken off the roster meanwhile"):
            tick(
                by=konsulent,
                criterion=criterion,
                participants=[ParticipantFactory()],
                on=TODAY,
                answer=Answer.YES,
            )

    def test_refuses_a_criterion_that_counts(self, activity, konsulent):
        count = RosterRuleFactory(criterion__activities=[activity]).criterion
        with pytest.raises(ValidationError, match="measured otherwise"):
            tick(
                by=konsulent,
                criterion=count,
                participants=associations(activity, 1),
                on=TODAY,
                answer=Answer.YES,
            )

    def test_is_not_for_readers(self, criterion, activity, laeser):
        with pytest.raises(PermissionDenied):
            tick(
                by=laeser,
                criterion=criterion,
                participants=associations(activity, 1),
                on=TODAY,
                answer=Answer.YES,
            )


class TestAFollowUp:
    """Half a year after each one's own completion, 80 % work as such."""

    @pytest.fixture
    def criterion(self, activity):
        found = CriterionFactory(
            share=True,
            source="participants",
            target=80,
            main_area=activity.main_area,
            activities=[activity],
            due_on=datetime.date(2012, 6, 30),
        )
        RosterRuleFactory(criterion=found, kind=CONSULTANT, follow_up_months=6)
        return found

    def person(self, activity, completed_on, **fields):
        return ParticipantFactory(
            activity=activity,
            organisation=None,
            consultant=ConsultantFactory(**fields),
            completed_on=completed_on,
        )

    def test_waits_until_the_first_is_due(self, criterion, activity, clock, konsulent):
        clock(datetime.date(2012, 1, 1))
        row = self.person(activity, datetime.date(2011, 5, 31))
        other = self.person(activity, datetime.date(2011, 6, 15))
        on = datetime.date(2011, 11, 30)
        tick(by=konsulent, criterion=criterion, participants=[row], on=on, answer=Answer.YES)

        assert standing(criterion, datetime.date(2011, 11, 29)).status == Status.NOT_DUE
        assert standing(criterion, on).progress.share == (1, 1)
        # Whoever is due and was not asked stands in the denominator.
        assert standing(criterion, datetime.date(2011, 12, 15)).progress.share == (1, 2)
        other.left_on = datetime.date(2011, 12, 1)
        other.save()
        assert standing(criterion, datetime.date(2011, 12, 15)).progress.share == (1, 2)

    def test_those_not_reached_are_in_the_denominator(self, criterion, activity, clock, konsulent):
        clock(datetime.date(2012, 1, 1))
        rows = [self.person(activity, datetime.date(2011, 4, 1)) for _number in range(4)]
        told = {"by": konsulent, "criterion": criterion, "on": datetime.date(2011, 12, 1)}
        tick(participants=rows[:3], answer=Answer.YES, **told)
        tick(participants=rows[3:], answer=Answer.NOT_REACHED, **told)

        assert standing(criterion, datetime.date(2012, 1, 1)).progress.share == (3, 4)

    @pytest.mark.parametrize("completed_on", [None, datetime.date(2011, 4, 2)])
    def test_is_not_asked_before_it_is_due(self, criterion, activity, konsulent, completed_on):
        row = self.person(activity, completed_on, name="Sofie Holm")
        with pytest.raises(ValidationError, match=r"not due on 1\. October 2011: Sofie Holm"):
            tick(by=konsulent, criterion=criterion, participants=[row], on=TODAY, answer=Answer.YES)

    def test_a_message_names_nobody_to_those_who_may_not_see_people(
        self, criterion, activity, admin
    ):
        row = self.person(activity, None, name="Sofie Holm")
        with pytest.raises(ValidationError) as caught:
            tick(by=admin, criterion=criterion, participants=[row], on=TODAY, answer=Answer.YES)

        assert "Sofie" not in str(caught.value)


class TestTakingBack:
    def test_what_was_known_before_holds_again(self, criterion, activity, konsulent):
        [row] = associations(activity, 1)
        early = datetime.date(2011, 6, 1)
        TickFactory(criterion=criterion, participant=row, on=early, answer=Answer.NO)
        newest = TickFactory(criterion=criterion, participant=row, on=TODAY)

        retract_tick(by=konsulent, tick=newest, reason="Forkert forening")

        assert standing(criterion, TODAY).progress.numerator == 0
        newest.refresh_from_db()
        assert (newest.retracted_by, newest.retraction_reason) == (konsulent, "Forkert forening")

    def test_is_done_once(self, criterion, activity, konsulent):
        row = TickFactory(criterion=criterion, participant=associations(activity, 1)[0])
        retract_tick(by=konsulent, tick=row, reason="Forkert")
        with pytest.raises(ValidationError, match="already"):
            retract_tick(by=konsulent, tick=row, reason="Igen")

    def test_is_not_for_readers(self, criterion, activity, laeser):
        row = TickFactory(criterion=criterion, participant=associations(activity, 1)[0])
        with pytest.raises(PermissionDenied):
            retract_tick(by=laeser, tick=row, reason="Nej")

"""Ticking a criterion's roster: what is refused, what is kept, and what the page shows by name."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from directory.models import CONSULTANT, SCHOOL_CLASS, BilingualShare, OrganisationName
from indicators.models import Tick
from indicators.models.choices import Answer, Base, Status
from indicators.queries.standings import standings_of
from indicators.services.ticks import retract_tick, tick
from tests.factories import (
    ActivityFactory,
    ConsultantFactory,
    CriterionFactory,
    MeasurementFactory,
    ParticipantFactory,
    RosterRuleFactory,
    SchoolClassFactory,
    TickFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

TODAY = datetime.date(2011, 10, 1)
JOINED = datetime.date(2011, 3, 1)


@pytest.fixture
def activity():
    return ActivityFactory(title="International Dag")


@pytest.fixture
def criterion(activity):
    """40 % of these 60 associations take part in a longer course."""
    found = CriterionFactory(
        share=True,
        source="participants",
        target=40,
        main_area=activity.main_area,
        activities=[activity],
        base=Base.FIXED,
        base_value=Decimal(60),
    )
    RosterRuleFactory(criterion=found)
    return found


def associations(activity, number, **fields):
    return ParticipantFactory.create_batch(number, activity=activity, **fields)


def standing(criterion, as_of):
    return standings_of(criterion.main_area.program, [criterion], as_of)[criterion.pk]


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


@pytest.fixture
def client(client_of, konsulent):
    return client_of(konsulent)


def groups(client, criterion, **query):
    page = client.get(criterion.get_absolute_url(), query).context["roster"]
    return {group.label: [line.name for line in group.lines] for group in page.groups}


class TestThePage:
    def test_says_who_is_ticked_and_who_is_missing_by_name(self, client, criterion, activity):
        rows = [
            ParticipantFactory(activity=activity, organisation__name=name)
            for name in ("Ørsted", "Aarhus", "Anna", "Bo")
        ]
        TickFactory(criterion=criterion, participant=rows[0])
        TickFactory(criterion=criterion, participant=rows[3], answer=Answer.NOT_REACHED)

        assert groups(client, criterion) == {
            "Not ticked": ["Anna", "Aarhus"],
            "Not reached": ["Bo"],
            "Yes": ["Ørsted"],
        }

    def test_is_as_of_the_day(self, client, criterion, activity):
        row = ParticipantFactory(activity=activity, organisation__name="Nyt navn")
        OrganisationName.objects.create(
            organisation=row.organisation, name="Gammelt navn", until=datetime.date(2011, 5, 31)
        )
        TickFactory(criterion=criterion, participant=row, on=datetime.date(2011, 6, 1))

        assert groups(client, criterion, as_of="2011-02-28") == {}
        assert groups(client, criterion, as_of="2011-05-31") == {"Not ticked": ["Gammelt navn"]}
        assert groups(client, criterion, as_of="2011-06-01") == {"Yes": ["Nyt navn"]}

    def test_says_why_one_is_not_counted(self, client, activity):
        count = RosterRuleFactory(
            criterion__activities=[activity], kind=SCHOOL_CLASS, bilingual_over=40
        ).criterion
        for number, percent in enumerate((60, 40, None)):
            of = SchoolClassFactory(name=f"8.{number}", school__name="Skolen" + str(number))
            ParticipantFactory(activity=activity, organisation=None, school_class=of)
            if percent:
                BilingualShare.objects.create(school=of.school, on=JOINED, percent=percent)
        left = associations(activity, 1, left_on=datetime.date(2011, 9, 1))
        page = client.get(count.get_absolute_url())

        assert page.context["standing"].progress.value == 1
        assert groups(client, count) == {
            "Counted": ["8.0, Skolen0"],
            "On the roster, but not counted": ["8.1, Skolen1", "8.2, Skolen2"],
        }
        text = page.content.decode()
        assert "The school has 40\u00a0% bilingual pupils." in text
        assert "The school&#x27;s share of bilingual pupils is not known." in text
        assert str(left[0]) not in text

    def test_names_persons_to_consultants_and_managers_only(
        self, client_of, activity, konsulent, leder, admin, laeser
    ):
        count = RosterRuleFactory(criterion__activities=[activity], kind=CONSULTANT).criterion
        person = ConsultantFactory(name="Sofie Holm")
        ParticipantFactory(activity=activity, organisation=None, consultant=person)

        for user, sees in ((konsulent, True), (leder, True), (admin, False), (laeser, False)):
            text = client_of(user).get(count.get_absolute_url()).content.decode()
            assert ("Sofie" in text) == sees
            assert f'href="{person.get_absolute_url()}"' in text or not sees
            assert person.alias in text

    def test_leads_to_the_roster(self, client, criterion, activity):
        text = client.get(criterion.get_absolute_url()).content.decode()

        assert reverse("directory:roster", args=[activity.pk]) in text
        assert "/log/activity/" not in text

    def test_ticks_several_at_once(self, client, criterion, activity, konsulent):
        rows = associations(activity, 3)

        response = client.post(
            reverse("indicators:tick", args=[criterion.pk]),
            {"on": "01-10-2011", "answer": "yes", "chosen": [row.pk for row in rows[:2]]},
            follow=True,
        )

        assert "2 have been ticked." in response.content.decode()
        assert set(Tick.objects.values_list("participant", flat=True)) == {
            row.pk for row in rows[:2]
        }

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({"chosen": []}, "Choose those whom it is about"),
            ({"on": "02-10-2011"}, "The date lies ahead"),
            ({"on": "01-02-2011"}, "Not yet on the roster"),
            ({"answer": "perhaps"}, "Select a valid choice"),
            ({"chosen": ["99999999999999999999"]}, "taken off the roster meanwhile"),
            ({"chosen": ["x\x00"]}, "taken off the roster meanwhile"),
        ],
    )
    def test_keeps_what_was_chosen_where_it_cannot_be_saved(
        self, client, criterion, activity, sent, message
    ):
        [row] = associations(activity, 1)
        data = {"on": "01-10-2011", "answer": "no", "chosen": [row.pk]} | sent

        response = client.post(reverse("indicators:tick", args=[criterion.pk]), data)

        assert response.status_code == 422
        assert message in response.content.decode()
        assert response.context["roster"].groups[0].lines[0].chosen == (data["chosen"] == [row.pk])
        assert not Tick.objects.exists()

    def test_an_address_opened_by_hand_leads_to_the_criterion(self, client, criterion):
        response = client.get(reverse("indicators:tick", args=[criterion.pk]))

        assert response["Location"] == criterion.get_absolute_url()

    def test_offers_readers_nothing(self, client_of, laeser, criterion, activity):
        row = TickFactory(criterion=criterion, participant=associations(activity, 1)[0])
        client = client_of(laeser)
        text = client.get(criterion.get_absolute_url()).content.decode()

        assert "chosen" not in text
        for name, pk in (("tick", criterion.pk), ("tick_retract", row.pk)):
            to = reverse(f"indicators:{name}", args=[pk])
            assert to not in text
            assert client.get(to).status_code == client.post(to).status_code == 403

    def test_takes_a_tick_back_with_its_reason(self, client, criterion, activity):
        row = TickFactory(criterion=criterion, participant=associations(activity, 1)[0])
        to = reverse("indicators:tick_retract", args=[row.pk])
        assert to in client.get(criterion.get_absolute_url()).content.decode()

        assert client.post(to, {"reason": ""}).status_code == 422
        response = client.post(to, {"reason": "Talt dobbelt"}, follow=True)

        assert "Talt dobbelt" in response.content.decode()
        assert client.post(to, {"reason": "Igen"}).status_code == 422

    def test_says_that_a_tick_was_taken_back_already(self, client, criterion, activity):
        row = TickFactory(criterion=criterion, participant=associations(activity, 1)[0])
        to = reverse("indicators:tick_retract", args=[row.pk])
        client.post(to, {"reason": "Talt dobbelt"})

        response = client.get(to, follow=True)

        assert response.redirect_chain == [(f"{criterion.get_absolute_url()}#who", 302)]
        assert "has been taken back already" in response.content.decode()

    def test_shows_what_was_measured_by_hand_before(self, client, criterion):
        MeasurementFactory(criterion=criterion, value=None, numerator=23, note="Talt på papir")

        response = client.get(criterion.get_absolute_url())

        assert response.context["standing"].progress.numerator is None
        assert "Measured by hand before" in response.content.decode()
        assert "Talt på papir" in response.content.decode()

    def test_what_was_measured_by_hand_counts_again_after_the_switch_back(self, criterion):
        MeasurementFactory(criterion=criterion, value=None, numerator=23)
        criterion.source = "manual"

        assert standing(criterion, TODAY).progress.numerator == 23

    def test_the_changes_lead_to_the_day(self, client, criterion, activity):
        TickFactory(
            criterion=criterion,
            participant=ParticipantFactory(activity=activity, organisation__name="Foreningen Nord"),
        )
        text = client.get(criterion.get_absolute_url()).content.decode()

        assert f"{criterion.get_absolute_url()}?as_of=2011-06-01#who" in text
        assert text.count("Foreningen Nord") >= 2

    def test_many_are_shown_two_hundred_at_first(self, client, criterion, activity):
        associations(activity, 201)

        assert client.get(criterion.get_absolute_url()).context["roster"].hidden == 1
        everybody = client.get(criterion.get_absolute_url(), {"all": "1"}).context["roster"]
        assert everybody.hidden == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_participant_and_for_three(
    client, activity, rows, django_assert_num_queries
):
    criterion = CriterionFactory(
        share=True, source="participants", main_area=activity.main_area, activities=[activity]
    )
    RosterRuleFactory(criterion=criterion, kind=SCHOOL_CLASS, bilingual_over=40)
    for number in range(rows):
        of = SchoolClassFactory()
        BilingualShare.objects.create(school=of.school, on=JOINED, percent=60)
        OrganisationName.objects.create(organisation=of.school, name=f"Før {number}", until=JOINED)
        row = ParticipantFactory(activity=activity, organisation=None, school_class=of)
        TickFactory(criterion=criterion, participant=row)
        TickFactory(criterion=criterion, participant=row, answer=Answer.NO)

    with django_assert_num_queries(24):
        client.get(criterion.get_absolute_url())

"""Ticking on the criterion's page."""

import datetime

import pytest
from django.urls import reverse

from directory.models import CONSULTANT, SCHOOL_CLASS, BilingualShare, OrganisationName
from indicators.models import Tick
from indicators.models.choices import Answer
from tests.factories import (
    ConsultantFactory,
    CriterionFactory,
    MeasurementFactory,
    ParticipantFactory,
    RosterRuleFactory,
    SchoolClassFactory,
    TickFactory,
)
from tests.indicators.ticks.shared import TODAY, associations, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

JOINED = datetime.date(2011, 3, 1)


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
            assert (person.alias in text) == (user != laeser)

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

    with django_assert_num_queries(25):
        client.get(criterion.get_absolute_url())

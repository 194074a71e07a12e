"""What of a programme no longer fits its year."""

import datetime

import pytest
from django.urls import reverse

from overview.queries.unfit import misfits_of
from overview.rules.unfit import former_names_in
from programs.rules.days_off import day_off
from tests.factories import (
    ActivityFactory,
    CriterionFactory,
    MainAreaFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    ProgramFactory,
    UserFactory,
)
from tests.factories.resources import BudgetLineFactory, StaffAllocationFactory

DATE = datetime.date
NOW = {
    "Integrationsforvaltningen": "Beskæftigelses- og Integrationsforvaltningen",
    "FAF": "SUF",
    "Foreningen Sol": "Foreningen Sol og Måne",
}


@pytest.mark.parametrize(
    ("day", "named"),
    [
        (DATE(2012, 8, 20), ""),
        (DATE(2012, 8, 18), "Saturday"),
        (DATE(2012, 8, 19), "Sunday"),
        (DATE(2012, 5, 17), "Kristi himmelfartsdag"),
        (DATE(2012, 5, 27), "Pinsedag"),
        (DATE(2011, 5, 20), "Store bededag"),
        (DATE(2024, 4, 26), ""),  # no longer a holiday
        (DATE(2012, 12, 31), ""),
    ],
)
def test_a_day_off_has_a_name(day, named, english):
    assert day_off(day) == named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sammen med  INTEGRATIONSFORVALTNINGEN.", ["Integrationsforvaltningen"]),
        ("Beskæftigelses- og Integrationsforvaltningen holder møde", []),
        ("Integrationsforvaltningens møder", []),  # another word
        ("FAF", []),  # too short to be sure
        ("Foreningen Sol og Måne", []),
        ("Foreningen Sol", ["Foreningen Sol"]),
        ("", []),
    ],
)
def test_a_former_name_is_found_as_words_of_its_own(text, found):
    assert former_names_in([text], NOW) == found


@pytest.fixture
def program(db, clock):
    return ProgramFactory(slug="2012", starts_on=DATE(2012, 1, 1), ends_on=DATE(2012, 12, 30))


def told(misfits):
    return [(str(one.record), one.why) for one in misfits]


@pytest.mark.usefixtures("english")
class TestIsTold:
    @pytest.fixture
    def place(self, program):
        return {"main_area": MainAreaFactory(program=program, title="Unge")}

    def test_who_has_left(self, program, place):
        left = UserFactory(full_name="Ada Rejst", is_active=False)
        ActivityFactory(title="Aftenklub", responsible=left, **place)
        ActivityFactory(responsible=UserFactory(), **place)
        CriterionFactory(wording="60 unge", responsible=left, **place)
        StaffAllocationFactory(title="Vejleder", person=left, **place)

        assert [one for one, _why in told(misfits_of(program).people)] == [
            *("Aftenklub", "60 unge", "Vejleder")
        ]
        assert told(misfits_of(program).people)[0][1] == "Ada Rejst has no access any more."

    def test_a_day_on_which_nobody_is_at_work(self, program, place):
        ActivityFactory(title="Fest", starts_on=DATE(2012, 5, 28), **place)
        ActivityFactory(title="Hele året", starts_on=DATE(2012, 1, 1), **place)
        due = CriterionFactory(
            wording="60 unge", due_on=DATE(2012, 8, 18), pacing="planned", target=9, **place
        )
        due.planned_points.create(on=DATE(2012, 8, 12), value=9)
        # Its own last day, a Sunday, is the programme's and nothing else's.
        CriterionFactory(due_on=DATE(2012, 12, 30), **place)

        assert told(misfits_of(program).days) == [
            ("Fest", "Monday 28. May 2012 (Anden pinsedag)"),
            ("60 unge", "Sunday 12. August 2012"),
            ("60 unge", "Saturday 18. August 2012"),
        ]

    def test_an_organisation_by_a_former_name(self, program, place):
        renamed = OrganisationFactory(name="Børneforvaltningen")
        OrganisationNameFactory(
            organisation=renamed, name="Skoleforvaltningen", until=DATE(2011, 6, 30)
        )
        OrganisationFactory(name="Klubben Solen", merged_into=OrganisationFactory(name="Solen"))
        CriterionFactory(wording="Møder med Skoleforvaltningen", **place)
        ActivityFactory(title="Fest", description="Hos Klubben Solen", **place)
        CriterionFactory(wording="Møder med Børneforvaltningen", **place)

        assert told(misfits_of(program).names) == [
            ("Fest", "«Klubben Solen» is called «Solen» now."),
            (
                "Møder med Skoleforvaltningen",
                "«Skoleforvaltningen» is called «Børneforvaltningen» now.",
            ),
        ]

    def test_with_the_way_to_its_form(self, program, place, client_of, admin):
        area = place["main_area"]
        activity = ActivityFactory(starts_on=DATE(2012, 8, 18), **place)
        page = client_of(admin).get(reverse("overview:unfit", args=["2012"])).content.decode()

        assert reverse("activities:activity_change", args=[activity.pk]) in page
        assert str(area) not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_costs_the_same_for_one_of_each_and_for_three(
    program, rows, client_of, leder, django_assert_num_queries
):
    left = UserFactory(is_active=False)
    for number in range(rows):
        area = MainAreaFactory(program=program, title=f"Klubben {number}")
        activity = ActivityFactory(main_area=area, starts_on=DATE(2012, 8, 18), responsible=left)
        CriterionFactory(main_area=area, due_on=DATE(2012, 8, 18))
        StaffAllocationFactory(main_area=area, person=left)
        BudgetLineFactory(source__program=program, activity=activity)
        OrganisationFactory(name=f"Klubben {number}", merged_into=OrganisationFactory())
    client = client_of(leder)

    with django_assert_num_queries(14):
        client.get(reverse("overview:unfit", args=["2012"]))

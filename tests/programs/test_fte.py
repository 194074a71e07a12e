"""Full-time equivalents: their hours, and that the main areas' add up in an adopted programme."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from programs.models import MainArea, Program
from programs.models.basis import Basis
from programs.rules.fte import hours_of, hours_of_fte, hours_of_weeks
from programs.rules.staffing import fte_gap
from tests.factories import CriterionFactory, MainAreaFactory, ProgramFactory
from tests.factories.resources import StaffAllocationFactory
from tests.programs.part_pages import address, filled, messages_of, remove, submit

NEW = {
    "title": "Arbejdsplan 2011",
    "slug": "2011",
    "starts_on": "01-02-2011",
    "ends_on": "31-12-2011",
}


DECISION = {"adopted_on": "20-01-2011", "adoption_reference": "BIU 20-01-2011, punkt 4"}


def adoption_of(program):
    return reverse("overview:adoption", args=[program.slug])


def fte_of(program):
    return reverse("programs:fte", args=[program.slug])


def shares(program, *typed):
    """What is typed for each main area, in their order."""
    return dict(zip((f"area_{area.pk}" for area in program.main_areas.all()), typed, strict=True))


@pytest.fixture
def program(db):
    """Not adopted yet: 2 + 1 of 4."""
    program = ProgramFactory(fte=Decimal(4))
    MainAreaFactory(program=program, number=1, fte=Decimal(2))
    MainAreaFactory(program=program, number=2, fte=Decimal(1))
    return program


@pytest.mark.parametrize(
    ("basis", "year", "hours"),
    [
        (Basis.GROSS, 2011, "1924"),
        (Basis.GROSS, 2026, "1924"),
        (Basis.NET, 2011, "1650.2"),
        (Basis.NET, 2026, "1657.6"),
    ],
)
def test_the_hours_of_a_full_time_equivalent(basis, year, hours):
    assert hours_of(basis, year) == Decimal(hours)


def test_planned_hours_are_a_part_of_the_year_and_of_the_week():
    assert hours_of_fte(Decimal(1), Decimal(1924), 334) == Decimal("1760.59")
    assert hours_of_weeks(Decimal(22), 334) == Decimal("1049.71")


class TestTheyAddUp:
    pytestmark = pytest.mark.usefixtures("english")

    @pytest.mark.parametrize(
        ("total", "areas", "message"),
        [
            ("4", ["2", "1", "1"], ""),
            (None, [None, None], ""),
            ("0", [], ""),
            ("4", ["2", "1", "0.5"], "are 3,5 of 4: 0,5 are missing"),
            ("4", ["2", "1", None], "are 3 of 4: 1 are missing"),
            ("4", [None], "are 0 of 4: 4 are missing"),
            ("4", ["2", "2.5"], "are 4,5 of 4: 0,5 too many"),
            (None, ["2", "1"], "have 3 full-time equivalents in all, and the programme none"),
        ],
    )
    def test_the_gap_is_said_in_figures(self, total, areas, message):
        total = total and Decimal(total)

        gap = fte_gap(total, [area and Decimal(area) for area in areas])

        assert message in gap if message else gap == ""

    def test_a_programme_that_does_not_add_up_is_not_adopted(self, admin_client, program):
        CriterionFactory(main_area=program.main_areas.first(), responsible=admin_client.user)

        refused = submit(admin_client, adoption_of(program), **DECISION)

        assert "are 3 of 4: 1 are missing" in refused.content.decode()
        program.refresh_from_db()
        assert program.adopted_on is None

    def test_it_is_adopted_once_the_missing_part_is_given(self, admin_client, program):
        CriterionFactory(main_area=program.main_areas.first(), responsible=admin_client.user)
        assert messages_of(submit(admin_client, fte_of(program), **shares(program, "2", "2"))) == []

        assert messages_of(submit(admin_client, adoption_of(program), **DECISION)) == []

        program.refresh_from_db()
        assert program.adopted_on == date(2011, 1, 20)

    def test_before_it_is_adopted_anything_goes(self, admin_client, program):
        assert messages_of(submit(admin_client, fte_of(program), fte="7,5")) == []

    @pytest.fixture
    def adopted(self, program):
        Program.objects.update(fte=3, adopted_on=date(2011, 1, 20))
        program.refresh_from_db()
        return program

    def test_the_total_of_an_adopted_one_stays_that_of_its_areas(self, admin_client, adopted):
        found = messages_of(submit(admin_client, fte_of(adopted), fte="4"))

        assert "are 3 of 4: 1 are missing" in found[0]

    def test_a_main_area_of_an_adopted_one_stays_what_it_is(self, admin_client, adopted):
        area = adopted.main_areas.first()

        found = messages_of(submit(admin_client, address(area), fte="2,5"))

        assert "are 3,5 of 3: 0,5 too many" in found[0]
        assert "Change several main areas, or the total, together." in found[1]
        area.refresh_from_db()
        assert area.fte == 2

    def test_another_field_of_a_main_area_can_be_changed(self, admin_client, adopted):
        area = adopted.main_areas.first()

        assert messages_of(submit(admin_client, address(area), title="Nyt navn")) == []

    def test_staff_moves_between_main_areas_on_one_page(self, admin_client, adopted):
        rows = shares(adopted, "1", "2")

        assert messages_of(submit(admin_client, fte_of(adopted), **rows)) == []
        assert list(adopted.main_areas.values_list("fte", flat=True)) == [1, 2]

    def test_a_new_main_area_brings_no_staff_to_an_adopted_one(self, admin_client, adopted):
        data = {"title": "Nyt område", "fte": "1"}

        found = messages_of(submit(admin_client, address(MainArea, "new", adopted), **data))

        assert "are 4 of 3: 1 too many" in found[0]

    def test_a_main_area_with_staff_of_an_adopted_one_is_not_deleted(self, admin_client, adopted):
        area = adopted.main_areas.first()

        [told] = remove(admin_client, area)

        assert "move them to another main area" in told
        assert MainArea.objects.filter(pk=area.pk).exists()


class TestHoursPerFte:
    """Left empty they are worked out; a change of what they come from proposes them anew."""

    pytestmark = pytest.mark.usefixtures("english")

    def made(self, client, **changes):
        response = submit(client, address(Program, "new"), **{**NEW, **changes})
        assert messages_of(response) == []
        return Program.objects.get(slug="2011")

    def test_left_empty_they_come_from_basis_and_year(self, admin_client):
        assert self.made(admin_client).hours_per_fte == 1924

    def test_net_hours_are_those_of_the_year_in_which_it_starts(self, admin_client):
        program = self.made(admin_client, fte_basis="net")

        assert program.hours_per_fte == Decimal("1650.20")

    def test_what_is_typed_stands(self, admin_client):
        assert self.made(admin_client, fte_basis="net", hours_per_fte="1.600").hours_per_fte == 1600

    def test_a_new_basis_proposes_them_anew_and_says_so(self, admin_client):
        program = self.made(admin_client)

        response = submit(admin_client, address(program), fte_basis="net")

        program.refresh_from_db()
        assert program.hours_per_fte == Decimal("1650.20")
        shown = admin_client.get(response["Location"]).content.decode()
        assert "1.650,2 hours: worked out for 2011" in shown

    def test_a_new_basis_with_hours_of_its_own_keeps_them(self, admin_client):
        program = self.made(admin_client)

        submit(admin_client, address(program), fte_basis="net", hours_per_fte="1.640")

        program.refresh_from_db()
        assert program.hours_per_fte == 1640

    def test_another_year_works_them_out_anew(self, admin_client):
        program = self.made(admin_client, fte_basis="net")

        submit(admin_client, address(program), starts_on="01-01-2026", ends_on="31-12-2026")

        program.refresh_from_db()
        assert program.hours_per_fte == Decimal("1657.60")

    def test_another_year_leaves_typed_hours_alone(self, admin_client):
        program = self.made(admin_client, fte_basis="net", hours_per_fte="1.600")

        submit(admin_client, address(program), starts_on="01-01-2026", ends_on="31-12-2026")

        program.refresh_from_db()
        assert program.hours_per_fte == 1600

    @pytest.mark.parametrize("typed", ["0", "-5", "1650.2", "mange"])
    def test_hours_that_are_none_are_refused(self, admin_client, typed):
        data = {**NEW, "hours_per_fte": typed}

        assert messages_of(submit(admin_client, address(Program, "new"), **data))

    def test_more_hours_than_anybody_works_in_a_year_are_refused(self, admin_client):
        program = self.made(admin_client)

        response = submit(admin_client, address(program), hours_per_fte="2.500,5")

        assert any("at most 2.500 hours a year" in text for text in messages_of(response))
        assert messages_of(submit(admin_client, address(program), hours_per_fte="2.500")) == []


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """Requests as they are served: each in the transactions that it opens itself."""

    @pytest.fixture(autouse=True)
    def _english(self, english):
        pass

    def test_a_programme_that_stands_alone_is_deleted(self, admin_client):
        program = ProgramFactory()

        remove(admin_client, program)

        assert not Program.objects.exists()

    def test_a_main_area_without_staff_is_deleted(self, admin_client):
        area = MainAreaFactory(fte=None)

        remove(admin_client, area)

        assert not MainArea.objects.exists()

    def test_adopting_it_while_a_main_area_changes_leaves_nothing_that_does_not_add_up(
        self, admin_client, program
    ):
        """Each alone would do: 2 + 1 of 3 is adopted, and nothing is asked before it is."""
        Program.objects.update(fte=3)
        start = Barrier(2, timeout=20)
        # Signed in and filled in before: at once, the user and the pages shown would be shared.
        visits = []
        area = program.main_areas.first()
        CriterionFactory(main_area=area, responsible=admin_client.user)
        for page, changes in ((adoption_of(program), DECISION), (address(area), {"fte": "2,5"})):
            visitor = Client()
            visitor.force_login(admin_client.user)
            visits.append((visitor, page, filled(admin_client, page, **changes)))

        def press(visit):
            visitor, page, data = visit
            start.wait()
            try:
                visitor.post(page, data)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as hands:
            list(hands.map(press, visits))

        program.refresh_from_db()
        gap = fte_gap(program.fte, program.main_areas.values_list("fte", flat=True))
        assert bool(program.adopted_on) == (gap == "")


class TestLessThanIsAllocated:
    """Never more than its parent without a warning, whichever of the two is changed."""

    pytestmark = pytest.mark.usefixtures("english")

    @pytest.fixture
    def area(self, program):
        area = program.main_areas.get(number=2)
        StaffAllocationFactory(main_area=area, fte=Decimal(1), weekly_hours=None)
        return area

    def told(self, client, response):
        assert messages_of(response) == []
        page = client.get(response["Location"])
        return [str(message) for message in page.context["messages"] if "too many" in str(message)]

    def test_an_area_set_below_it_is_saved_with_a_warning_of_the_figures(self, admin_client, area):
        [message] = self.told(admin_client, submit(admin_client, address(area), fte="0,5"))

        area.refresh_from_db()
        assert area.fte == Decimal("0.5")
        assert message == (
            f"«{area}» has 880,3 hours planned, and 1.760,59 are allocated of them: 880,29 too "
            "many."
        )

    def test_so_is_one_on_the_page_of_all(self, admin_client, program, area):
        changes = shares(program, "2", "0,5")

        assert len(self.told(admin_client, submit(admin_client, fte_of(program), **changes))) == 1

    def test_one_that_has_room_says_nothing(self, admin_client, area):
        assert self.told(admin_client, submit(admin_client, address(area), fte="1,5")) == []

"""Two people with the same page open: neither's change is lost, nor brought back by an old page."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.models.roles import Role
from economy.services.posting import retract_posted
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import PASSWORD, arrive_as, save

ASKED = "En anden har ændret det her imens."


def standing(page: Page):
    """What the page says that others have written meanwhile."""
    return page.locator("section.panel")


class TestTwoAdministratorsAtOneUser:
    @pytest.fixture
    def pages(self, open_page, site):
        User.objects.create_user("eva", PASSWORD, role=Role.ADMIN, full_name="Eva Ebbesen")
        address = f"/users/{site.konsulent.pk}/change/"
        pages = open_page(), open_page()
        for page, name in zip(pages, ("eva", "admin"), strict=True):
            arrive_as(page, name, address)
        return pages

    def saved(self, page):
        save(page)
        expect(page.get_by_role("status")).to_contain_text("Brugeren er gemt.")

    def test_an_old_page_lets_nobody_in_again(self, pages, site):
        first, second = pages
        # Given that one of them says that somebody has left
        first.goto(f"/users/{site.konsulent.pk}/end/")
        first.get_by_role("button", name="Luk adgangen").click()
        expect(first.get_by_role("status")).to_contain_text("må ikke længere logge ind")

        # When the other corrects the name on a page that was opened before
        second.locator("[name=full_name]").fill("Karla Kvist")
        self.saved(second)

        # Then both are saved
        site.konsulent.refresh_from_db()
        assert (site.konsulent.full_name, site.konsulent.is_active) == ("Karla Kvist", False)

    def test_of_two_who_give_another_role_the_second_sees_the_firsts(self, pages, site):
        first, second = pages
        first.locator("[name=role]").select_option("reader")
        self.saved(first)

        # When the other gives another role, both are shown and nothing is saved
        second.locator("[name=role]").select_option("manager")
        save(second)
        expect(standing(second)).to_contain_text("Læser")
        expect(standing(second)).to_contain_text("Eva Ebbesen")
        expect(second.locator("[name=role]")).to_have_value("manager")
        assert_accessible(second)
        site.konsulent.refresh_from_db()
        assert site.konsulent.role == Role.READER

        # Then it is saved by whoever presses again
        self.saved(second)
        site.konsulent.refresh_from_db()
        assert site.konsulent.role == Role.MANAGER


class TestAnOldPageOfAnExpense:
    @pytest.fixture
    def pages(self, open_page, site):
        address = f"/expenses/{site.expense.pk}/correct/"
        pages = open_page(), open_page()
        for page, name in zip(pages, ("admin", "leder"), strict=True):
            arrive_as(page, name, address)
            page.get_by_label("Hvorfor").fill("Bilaget er set igen")
        return pages

    def test_is_merged_and_asks_where_both_have_changed_the_same(self, pages, site):
        first, second = pages
        # Given that a colleague has corrected text and amount
        first.get_by_label("Tekst").fill("Scene og telt")
        first.get_by_label("Beløb").fill("2.000")
        save(first)
        expect(first.get_by_role("heading", level=1)).to_contain_text("Scene og telt")

        # When the old page is sent with another text
        second.get_by_label("Tekst").fill("Scene")
        save(second)

        # Then the colleague's stands beside one's own, and the amount is the colleague's
        expect(second.get_by_role("alert").first).to_contain_text("imens")
        expect(standing(second)).to_contain_text("Scene og telt")
        expect(standing(second)).to_contain_text("Admin")
        expect(second.get_by_label("Tekst")).to_have_value("Scene")
        expect(second.get_by_label("Beløb")).to_have_value("2.000")
        assert_accessible(second)

        # And pressed again, one's own text takes its place
        save(second)
        expect(second.get_by_role("heading", level=1)).to_contain_text("Scene")
        site.expense.refresh_from_db()
        assert (site.expense.text, site.expense.amount) == ("Scene", 2000)

    def test_keeps_what_was_typed_about_what_was_taken_back(self, pages, site):
        _first, second = pages
        second.get_by_label("Tekst").fill("Scene med lys")
        retract_posted(by=site.user("admin"), posted=site.expense, reason="Bogført to gange")

        save(second)

        alert = second.get_by_role("alert").first
        expect(alert).to_contain_text("Bogført to gange")
        expect(alert).to_contain_text("Admin")
        expect(second.get_by_label("Tekst")).to_have_value("Scene med lys")
        assert_accessible(second)

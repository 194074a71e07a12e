"""Logging, the status page, rosters and the telephone's form do without JavaScript."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from activities.models import LogEntry
from directory.models import Organisation
from requisitions.models import Requisition
from tests.journeys.registers import empty_rosters
from tests.journeys.steps import LOGIN, STATUS, save, sign_in


@pytest.fixture
def page(open_page) -> Page:
    return open_page(java_script_enabled=False)


def test_a_result_is_logged_and_the_receipt_says_what_moved(page, site):
    page.goto(LOGIN)
    sign_in(page, "konsulent")
    page.get_by_role("link", name="Registrér resultat", exact=True).click()
    page.get_by_role("link", name=site.activity.title, exact=True).first.click()
    page.get_by_label("Hvad skete der?").fill("Anden dag.")
    page.get_by_label("Fremmødte").fill("30.000")
    page.get_by_role("button", name="Gem", exact=True).dblclick()

    # Where the second press came through, another message says that it was already saved.
    expect(page.get_by_role("status").filter(has_text=re.compile("Gemt"))).to_be_visible()
    moved = page.get_by_role("listitem").filter(has_text="Mindst 30.000 mennesker")
    expect(moved).to_contain_text("uden denne: 12.500 · med: 42.500")
    expect(moved).to_contain_text("Opfyldt")
    assert LogEntry.objects.filter(text="Anden dag.").count() == 1


def test_a_mistake_is_explained_and_what_was_typed_is_kept(page, site):
    page.goto(f"{LOGIN}?next=/log/activity/{site.activity.pk}/")
    sign_in(page, "konsulent")
    page.get_by_label("Hvad skete der?").fill("Anden dag.")
    page.get_by_label("Fremmødte").fill("30,000")
    save(page)

    expect(page.get_by_role("alert").first).to_contain_text("Mente du 30.000?")
    expect(page.get_by_label("Hvad skete der?")).to_have_value("Anden dag.")


def test_a_session_that_has_run_out_costs_a_sign_in_and_nothing_more(page, site):
    page.goto(f"{LOGIN}?next=/log/activity/{site.activity.pk}/")
    sign_in(page, "konsulent")
    page.get_by_label("Hvad skete der?").fill("Anden dag.")
    Session.objects.all().delete()
    save(page)

    expect(page.get_by_role("main")).to_contain_text("Det, du sendte, er bevaret")
    sign_in(page, "konsulent")
    expect(page.get_by_label("Hvad skete der?")).to_have_value("Anden dag.")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("Gemt.")
    assert LogEntry.objects.filter(text="Anden dag.").count() == 1


def test_the_status_page_is_filtered_and_leads_to_the_evidence(page, site):
    page.goto(LOGIN)
    sign_in(page, "leder")
    page.locator("[name=main_area]").select_option("3")
    page.get_by_role("button", name="Vis", exact=True).click()

    expect(page).to_have_url(re.compile(f"{STATUS}.*main_area=3"))
    rows = page.locator("td.wording")
    expect(rows).to_have_count(2)
    rows.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Hvad der ændrede tallet, og hvornår")).to_be_visible()
    # The figures behind the chart that is not drawn.
    page.get_by_text("De samme tal som tabel").click()
    expect(page.get_by_role("region", name="Tal over tid")).to_be_visible()


def test_a_list_is_pasted_onto_a_roster(page, site):
    empty_rosters()
    page.goto(f"{LOGIN}?next=/activities/{site.activity.pk}/participants/add/organisation/")
    sign_in(page, "konsulent")
    page.get_by_label("Indsæt navne").fill("Foreningen Broen\nTaste of Nordvest\n")
    page.get_by_role("button", name="Se listen igennem").click()

    lines = page.locator("table.review tbody tr")
    expect(lines).to_have_count(2)
    expect(lines.filter(has_text="Nordvest").get_by_role("combobox")).to_contain_text("Ny:")
    page.get_by_role("button", name="Sæt på deltagerlisten").dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text("Deltagere")
    expect(page.locator("table.data tbody tr")).to_have_count(2)
    assert Organisation.objects.filter(name="Taste of Nordvest").count() == 1


def test_a_requisition_is_taken_by_telephone(page, site):
    page.goto(f"{LOGIN}?next=/requisitions/new/")
    sign_in(page, "konsulent")

    # When the caller is not in the directory, what it is is asked for, and the rest is kept
    page.get_by_label("Hvem henvender sig?").fill("Borgerhuset på Hjørnet")
    page.get_by_label("Hvad drejer det sig om?").fill("Oplæg om fædregrupper")
    save(page)
    expect(page.get_by_role("alert").first).to_contain_text("Intet er gemt endnu.")
    expect(page.get_by_label("Hvad drejer det sig om?")).to_have_value("Oplæg om fædregrupper")
    page.get_by_label("Hvad er det for en?").select_option("stakeholder")
    page.get_by_role("button", name="Gem", exact=True).dblclick()

    # Then there is one case, external
    expect(page.get_by_role("status").filter(has_text=re.compile("Gemt"))).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Ekstern")
    case = Requisition.objects.get(activity__title="Oplæg om fædregrupper")
    assert case.get_absolute_url() in page.url

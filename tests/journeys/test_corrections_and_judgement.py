"""Nothing disappears: corrections, retractions and judgements stand beside what they change."""

import re

from playwright.sync_api import expect

from activities.models import LogEntry
from indicators.models import Criterion
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import STATUS, come_in, save, status_row


def test_a_measurement_is_corrected_and_then_taken_back_with_reasons(desktop_page, site):
    page = desktop_page
    criterion = Criterion.objects.get(ref="synlige-ressourcer")
    come_in(page, "konsulent")
    page.goto(criterion.get_absolute_url())
    expect(page.locator("dd.big")).to_contain_text("77,4")

    # When the consultant corrects the figure and says why
    page.get_by_role("link", name="Ret", exact=True).first.click()
    expect(page.locator("[name=numerator]")).to_have_value("24")
    page.locator("[name=numerator]").fill("23")
    page.locator("[name=reason]").fill("En forening var talt to gange.")
    save(page)

    # Then the value follows, and the history says who, from, to and why
    expect(page.get_by_role("status")).to_contain_text("Målingen er rettet.")
    expect(page.locator("dd.big")).to_contain_text("74,1")
    change = page.locator("tr").filter(has_text="En forening var talt to gange.")
    expect(change).to_contain_text("Konsulent")
    expect(change.locator("td").nth(3)).to_have_text("24")
    expect(change.locator("td").nth(4)).to_have_text("23")
    assert_accessible(page)

    # When it is taken back
    page.get_by_role("link", name="Træk tilbage").first.click()
    page.locator("[name=reason]").fill("Hørte til en anden dag.")
    page.get_by_role("button", name="Træk tilbage").click()

    # Then it counts no more, and can still be read
    expect(page.get_by_role("status")).to_contain_text("Målingen er trukket tilbage.")
    expect(page.locator("dd.big")).to_have_text("–")
    taken_back = page.locator("tr.retracted").filter(has_text="Hørte til en anden dag.")
    expect(taken_back).to_contain_text("23")
    assert_accessible(page)


def test_an_entry_is_undone_right_after_it_was_saved(phone_page, site):
    page = phone_page
    come_in(page, "konsulent")
    page.goto(f"/log/activity/{site.activity.pk}/")
    page.get_by_label("Hvad skete der?").fill("Skrevet på den forkerte aktivitet.")
    page.get_by_label("Fremmødte").fill("400")
    save(page)
    page.get_by_role("button", name="Fortryd").click()

    # Then the form stands open again, filled in, and the entry says what became of it
    expect(page.get_by_role("status")).to_contain_text("Fortrudt")
    expect(page.get_by_label("Hvad skete der?")).to_have_value("Skrevet på den forkerte aktivitet.")
    expect(page.get_by_label("Fremmødte")).to_have_value("400")
    assert_accessible(page)
    entry = LogEntry.objects.get(text__startswith="Skrevet på")
    assert entry.is_retracted
    page.goto(entry.get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("Trukket tilbage af Konsulent")
    expect(page.get_by_role("main")).to_contain_text("Skrevet på den forkerte aktivitet.")
    assert_accessible(page)
    page.goto(Criterion.objects.get(ref="besoegende").get_absolute_url())
    expect(page.locator("dd.big")).to_have_text("12.500")


def test_an_entry_is_corrected_and_its_old_text_stays_in_the_history(desktop_page, site):
    page = desktop_page
    entry = LogEntry.objects.get(text__startswith="Gennemgik pladsen")
    come_in(page, "konsulent")
    page.goto(entry.get_absolute_url())
    page.get_by_role("link", name="Ret registreringen").click()
    page.get_by_label("Hvad skete der?").fill("Rettet tekst.")
    page.locator("[name=reason]").fill("Forkert dag.")
    save(page)

    expect(page.get_by_role("status")).to_contain_text("Registreringen er rettet.")
    history = page.locator("tr").filter(has_text="Forkert dag.")
    expect(history.first).to_contain_text("Rettet tekst.")
    assert_accessible(page)
    # What has been saved is no longer kept as a text in progress.
    page.get_by_role("link", name="Ret registreringen").click()
    expect(page.locator("[name=reason]")).to_have_value("")


def test_a_manager_judges_and_both_statuses_are_shown(desktop_page, site):
    page = desktop_page
    criterion = Criterion.objects.get(ref="klasser")
    come_in(page, "leder")
    page.goto(criterion.get_absolute_url())

    # When the manager judges what is behind as on track
    page.get_by_role("link", name="Vurdér", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Beregnet:\s*Bagud"))
    page.get_by_label("Din vurdering").select_option("on_track")
    page.get_by_label("Begrundelse").fill("Alle skoler har aftalt dage i oktober.")
    page.get_by_role("button", name="Gem vurderingen").click()

    # Then both stand on the criterion's page, with who and why
    expect(page.get_by_role("status")).to_contain_text("Din vurdering er gemt")
    expect(page.locator(".panel").first).to_contain_text("Bagud")
    judgement = page.get_by_role("region", name="Vurdering")
    expect(judgement).to_contain_text("På sporet")
    expect(judgement).to_contain_text("Alle skoler har aftalt dage i oktober.")
    expect(judgement).to_contain_text("Leder 01-10-2011")
    assert_accessible(page)

    # And on the status page, which counts the computed one
    page.goto(STATUS)
    row = status_row(page, criterion)
    expect(row.locator(".status")).to_have_text("Bagud")
    expect(row).to_contain_text("Vurderet: På sporet")
    expect(page.locator(".chip").filter(has_text="Bagud")).to_have_text(re.compile("2"))

"""What was typed survives a mistake, a session that ran out, a fault of the server and a network
that fails; and however often it is sent, it is saved once.
"""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from activities.models import LogEntry
from indicators.views import logging
from tests.journeys.accessibility import assert_accessible
from tests.journeys.conftest import PHONE
from tests.journeys.steps import assert_answer, come_in, save, sign_in

HAPPENED = "Det regnede, og alle blev alligevel til sidste sang."
TEXT = "Hvad skete der?"


def typed(text: str = HAPPENED) -> list[LogEntry]:
    """The entries that hold the text."""
    return list(LogEntry.objects.filter(text=text))


@pytest.fixture
def form(desktop_page, site) -> Page:
    """The form for International Dag, with a consultant who has told what happened."""
    come_in(desktop_page, "konsulent")
    desktop_page.goto(f"/log/activity/{site.activity.pk}/")
    desktop_page.get_by_label(TEXT).fill(HAPPENED)
    return desktop_page


def test_two_quick_presses_save_once(form):
    form.get_by_role("button", name="Gem", exact=True).dblclick()

    expect(form.get_by_role("status")).to_contain_text("Gemt.")
    assert len(typed()) == 1


def test_the_same_form_sent_twice_at_once_is_saved_once(form):
    # Given two sendings of the same form, neither of which waits for the other
    answers = form.evaluate(
        """() => {
            const form = document.querySelector("form[data-draft]");
            const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
            return Promise.all([send(), send()].map((sent) => sent.then((answer) => answer.url)));
        }"""
    )

    # Then one entry is there, and both are answered with it
    (entry,) = typed()
    assert [f"/entries/{entry.pk}/" in answer for answer in answers] == [True, True]


def test_going_back_from_the_receipt_does_not_bring_the_same_form_again(form):
    save(form)
    expect(form.get_by_role("status")).to_contain_text("Gemt.")

    form.go_back()

    # Saving it by mistake once more asks for a text instead.
    expect(form.get_by_label(TEXT)).to_have_value("")
    save(form)
    expect(form.get_by_role("alert").first).to_contain_text("Intet er gemt endnu.")
    assert len(typed()) == 1


def test_a_mistyped_number_is_explained_and_the_rest_is_kept(form):
    # When the number is written the English way
    form.get_by_label("Dine timer").fill("6,5")
    form.get_by_label("Fremmødte").fill("30,000")
    save(form)

    # Then the summary has the focus and says what was probably meant
    summary = form.get_by_role("alert").first
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Intet er gemt endnu.")
    expect(summary).to_contain_text("Mente du 30.000?")
    assert_accessible(form)

    # And what was typed is there, the mistake too
    expect(form.get_by_label(TEXT)).to_have_value(HAPPENED)
    expect(form.get_by_label("Dine timer")).to_have_value("6,5")
    expect(form.get_by_label("Fremmødte")).to_have_value("30,000")
    assert typed() == []

    # And the summary leads to the field, which can be mended and saved
    summary.get_by_role("link", name="Fremmødte").click()
    expect(form.get_by_label("Fremmødte")).to_be_focused()
    form.get_by_label("Fremmødte").fill("30.000")
    save(form)
    expect(form.get_by_role("status")).to_contain_text("Gemt.")
    assert [entry.attendance for entry in typed()] == [30_000]


def test_a_session_that_has_run_out_costs_a_sign_in_and_nothing_more(form):
    # Given that the session ends while the consultant is typing
    Session.objects.all().delete()

    # When the form is saved
    save(form)

    # Then the sign-in page says what it is for, and leads back to what was typed
    expect(form.get_by_role("main")).to_contain_text("Log ind for at komme videre")
    sign_in(form, "konsulent")
    expect(form.get_by_label(TEXT)).to_have_value(HAPPENED)
    expect(form.get_by_role("main")).to_contain_text("Din kladde er hentet frem")
    assert_accessible(form)

    # And it can be saved
    save(form)
    expect(form.get_by_role("status")).to_contain_text("Gemt.")
    assert len(typed()) == 1


def test_a_fault_of_the_server_leaves_the_text_in_the_form(form, monkeypatch):
    # Given a fault on the way into the database
    def fault(**_anything):
        raise RuntimeError("a fault of the server")

    with monkeypatch.context() as faulty:
        faulty.setattr(logging, "log_result", fault)

        # When the form is saved
        with form.expect_navigation() as navigation:
            save(form)

    # Then the page says so in Danish
    assert_answer(navigation.value, 500)
    expect(form.get_by_role("heading", level=1)).to_have_text("Noget gik galt hos os")
    assert_accessible(form)

    # And going back brings the text, which can be saved
    form.go_back()
    expect(form.get_by_label(TEXT)).to_have_value(HAPPENED)
    save(form)
    expect(form.get_by_role("status")).to_contain_text("Gemt.")
    assert len(typed()) == 1


@pytest.mark.parametrize("button", ["Gem", "Gem og registrér en til"])
def test_a_saved_text_does_not_come_back_into_the_next_form(button, form, site):
    form.get_by_role("button", name=button, exact=True).click()
    expect(form.get_by_role("status")).to_contain_text("Gemt.")
    assert_accessible(form)

    form.goto(f"/log/activity/{site.activity.pk}/")

    expect(form.get_by_label(TEXT)).to_have_value("")


def test_a_text_in_progress_is_its_authors_alone_after_a_sign_out(form, site):
    address = f"/log/activity/{site.activity.pk}/"
    for name, found in (("leder", ""), ("konsulent", HAPPENED)):
        form.locator(".user-menu summary").click()
        form.get_by_role("button", name="Log ud").click()
        sign_in(form, name)

        form.goto(address)

        expect(form.get_by_label(TEXT)).to_have_value(found)


def test_on_the_evening_of_the_event_the_network_fails_and_one_entry_stands(open_page, site):
    # Given a phone whose network goes before the form is sent, when its draft is on the server
    phone, address = open_page(PHONE), f"/log/activity/{site.activity.pk}/"
    come_in(phone, "konsulent")
    phone.goto(address)
    with phone.expect_response("**/drafts/"):
        phone.get_by_label(TEXT).fill(HAPPENED)
    phone.context.set_offline(True)
    with phone.expect_event("requestfailed"):
        save(phone)
    phone.close()
    assert typed() == []

    # When the form is opened again, with the browser closed and the network back, it stands there
    later = open_page(PHONE)
    come_in(later, "konsulent")
    later.goto(address)
    expect(later.get_by_label(TEXT)).to_have_value(HAPPENED)
    expect(later.get_by_role("main")).to_contain_text("Din kladde er hentet frem")
    assert_accessible(later)

    # And when it is saved and the answer is lost on its way, the form says what became of it
    later.route(f"**{address}", _lose_the_answer)
    with later.expect_event("requestfailed"):
        save(later)
    later.unroute(f"**{address}")
    later.goto(address)
    expect(later.get_by_role("main")).to_contain_text("blev gemt kl.")
    expect(later.get_by_label(TEXT)).to_have_value("")
    assert_accessible(later)
    later.get_by_role("link", name="Se det, der blev gemt").click()
    expect(later.get_by_role("main")).to_contain_text(HAPPENED)
    assert len(typed()) == 1


def _lose_the_answer(route: Route) -> None:
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("internetdisconnected")
    else:
        route.continue_()


def test_the_same_form_with_another_figure_is_told_and_corrected(phone_page, site):
    # Given a form that is saved, and sent once more from before with another number
    page, address = phone_page, f"/log/activity/{site.activity.pk}/"
    come_in(page, "konsulent")
    page.goto(address)
    page.get_by_label(TEXT).fill(HAPPENED)
    page.get_by_label("Fremmødte").fill("500")
    page.route(f"**{address}", _lose_the_answer)
    with page.expect_event("requestfailed"):
        save(page)
    page.unroute(f"**{address}")
    (entry,) = typed()
    key = str(entry.submission)
    page.goto(address)
    page.evaluate("key => document.querySelector('[name=submission]').value = key", key)
    page.get_by_label(TEXT).fill(HAPPENED)
    page.get_by_label("Fremmødte").fill("600")
    save(page)

    # Then both are shown, nothing is saved, and the correction is filled in
    expect(page.get_by_role("alert")).to_contain_text("Formularen er allerede gemt")
    expect(page.get_by_role("main")).to_contain_text("500")
    expect(page.get_by_role("main")).to_contain_text("600")
    assert_accessible(page)
    page.get_by_role("button", name="Ret registreringen").click()
    expect(page.get_by_label("Fremmødte")).to_have_value("600")
    page.get_by_label("Hvorfor rettes").fill("Talt om")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("rettet")
    assert [entry.attendance for entry in typed()] == [600]

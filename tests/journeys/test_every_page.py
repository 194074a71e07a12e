"""Axe at both widths on every page there is: with the demo's data, with errors, and refused.

The journeys look at the pages they pass; here are those that no journey comes to, so that each
page has been looked at once.
"""

import datetime
from collections.abc import Callable, Iterable

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page, expect

from accounts.models import User
from indicators.models import Criterion
from indicators.views import logging
from tests.journeys.accessibility import assert_accessible
from tests.journeys.steps import LOGIN, PASSWORD, STATUS, arrive_as, save, visit


@pytest.fixture
def page(desktop_page) -> Page:
    return desktop_page


def walk(page: Page, addresses: Iterable[str]) -> None:
    """Visit each of them; at the end say what was wrong with any."""
    wrong = []
    for address in addresses:
        try:
            visit(page, address)
        except AssertionError as found:
            wrong.append(str(found))
    assert not wrong, "\n\n".join(wrong)


def submit(page: Page, address: str, *, expects: str) -> None:
    """Send the page's own form as it is, and find what is wrong said in a page in order."""
    page.goto(address)
    page.locator("main form[method=post]").locator("[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_contain_text(expects)
    assert_accessible(page)


def test_the_pages_that_everybody_reads(page, site):
    criteria = [
        Criterion.objects.get(ref=ref)
        for ref in ("besoegende", "partnerskab-og-restauranter", "faellesskab", "partnerskab-woco")
    ]
    narrative = Criterion.objects.filter(measure="narrative").first()
    arrive_as(page, "laeser", "/rules/")

    walk(
        page,
        [
            STATUS,
            f"{STATUS}?as_of=2012-06-16",
            f"{STATUS}?as_of=2011-01-01",
            f"{STATUS}?status=met&main_area=2",
            f"{STATUS}?as_of=i+morgen",
            *(criterion.get_absolute_url() for criterion in criteria),
            f"{narrative.get_absolute_url()}?as_of=2012-02-01",
            "/programs/2011/",
            "/programs/2011/logbook/",
            "/programs/2011/logbook/?main_area=999",
            site.area.get_absolute_url(),
            site.activity.get_absolute_url(),
            site.entry.get_absolute_url(),
            "/search/",
            "/search/?q=dag",
            "/search/?q=findesikke",
        ],
    )


def test_the_figures_behind_a_chart_are_a_table(page, site):
    arrive_as(page, "laeser", Criterion.objects.get(ref="besoegende").get_absolute_url())

    page.get_by_text("De samme tal som tabel").click()

    table = page.get_by_role("region", name="Tal over tid")
    expect(table.locator("tr").filter(has_text="18-06-2011")).to_contain_text("12.500")
    assert_accessible(page)


def test_the_pages_of_somebody_who_logs(page, site):
    log_for_area = f"/log/area/{site.area.pk}/"
    alone = Criterion.objects.filter(activities=None, source="manual", measure="count").first()
    arrive_as(page, "konsulent", "/my/")

    walk(
        page,
        [
            "/log/",
            f"/log/activity/{site.activity.pk}/",
            log_for_area,
            *([f"/log/criterion/{alone.pk}/"] if alone else []),
            f"/entries/{site.entry.pk}/",
            f"/entries/{site.entry.pk}/correct/",
            f"/entries/{site.entry.pk}/retract/",
            f"/measurements/{site.measurement.pk}/correct/",
            f"/measurements/{site.measurement.pk}/retract/",
            "/accounts/password/",
            "/accounts/password/changed/",
        ],
    )


@pytest.mark.parametrize(
    "address",
    [
        "/log/activity/{activity}/",
        "/entries/{entry}/correct/",
        "/entries/{entry}/retract/",
        "/measurements/{measurement}/correct/",
        "/measurements/{measurement}/retract/",
        "/accounts/password/",
    ],
)
def test_forms_that_come_back_with_errors(address, page, site):
    arrive_as(page, "konsulent", "/my/")
    address = address.format(
        activity=site.activity.pk, entry=site.entry.pk, measurement=site.measurement.pk
    )

    submit(page, address, expects="Intet er gemt endnu.")

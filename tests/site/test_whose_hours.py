"""Nobody but the person and the managers sees whose hours they are: every page is looked through.

Two consultants have logged hours at the same things in the same weeks, so that whoever reads sums
can read neither's own. Their figures are such as stand nowhere else.
"""

import datetime
import io
import re
from decimal import Decimal
from urllib.parse import unquote_plus, urlencode
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from activities.services.log import LogEntryInput, correct_entry, create_entry
from core.numbers import format_number
from tests.factories import ActivityFactory, CriterionFactory
from tests.factories.resources import HoursRuleFactory, TimeEntryFactory
from tests.site.conftest import Site
from tests.site.test_urls_and_roles import ELSEWHERE, TABLE

MONDAY, TUESDAY = datetime.date(2011, 9, 19), datetime.date(2011, 9, 20)
# Amina's: the week's own, those of an entry before and after it was corrected, and all of them.
HERS = [Decimal(text) for text in ("9.35", "0.55", "0.85", "10.20")]
JONAS = Decimal("3.45")
EVERYBODYS = Decimal("13.65")
KINDS = ("json", "csv", "xlsx")


@pytest.fixture
def hours(site: Site, clock) -> Site:
    """At an activity and at a case that nobody else has logged at, and that criteria count."""
    amina, jonas, area = site.user("amina"), site.user("jonas"), site.area
    site.shared = ActivityFactory(main_area=area, title="Fælles opgave")
    site.shared_criteria = [
        CriterionFactory(main_area=area, activities=[site.shared], source="hours", unit="timer"),
        HoursRuleFactory(criterion__main_area=area, criterion__activities=[site.shared]).criterion,
    ]
    for activity in (site.shared, site.case.activity):
        TimeEntryFactory(activity=activity, person=amina, on=MONDAY, hours=HERS[0])
        TimeEntryFactory(activity=activity, person=jonas, on=MONDAY, hours=JONAS)
    entry_input = LogEntryInput(on=TUESDAY, text="Fælles møde", hours=HERS[1])
    site.shared_entry = create_entry(by=amina, subject=site.shared, entry_input=entry_input)
    entry_input = LogEntryInput(on=TUESDAY, text="Fælles møde", hours=HERS[2])
    correct_entry(by=amina, entry=site.shared_entry, entry_input=entry_input, reason="Talt om")
    return site


def pages(site: Site):
    """Every address of the site, and those at which the hours stand."""
    for name, (arguments, _who) in TABLE.items():
        if name not in ("accounts:logout", *ELSEWHERE):
            yield reverse(name, args=arguments(site))
    of_program = [site.program.slug]
    for kind in KINDS:
        for name in ("overview:status_data", "resources:resources_data"):
            yield reverse(name, args=[*of_program, kind])
        yield reverse("requisitions:register_data", args=[kind]) if kind != "json" else "/"
    yield site.shared.get_absolute_url()
    yield site.shared_entry.get_absolute_url()
    yield site.shared.main_area.get_absolute_url()
    yield f"/activities/{site.shared.pk}/participants/"
    yield f"/log/activity/{site.shared.pk}/"
    yield f"{reverse('overview:logbook', args=of_program)}?sort=hours"
    for text in ("Fælles", "Amina", *map(format_number, HERS)):
        yield f"{reverse('overview:search')}?{urlencode({'q': text})}"
    for criterion in site.shared_criteria:
        yield criterion.get_absolute_url()
    for day in (MONDAY, TUESDAY):
        yield f"{reverse('resources:resources', args=of_program)}?as_of={day}"
        yield f"{site.shared.get_absolute_url()}?as_of={day}"
    for person in ("amina", "jonas"):
        yield f"/hours/2011-W38/?person={site.user(person).pk}"
    yield "/hours/2011-W38/"


def read(site: Site, who: str) -> dict[str, str]:
    """What the person is shown, by address; nothing where it is refused."""
    client = Client()
    client.force_login(site.user(who), backend="accounts.services.backends.AccountBackend")
    found = {}
    for address in pages(site):
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        if response.status_code == 200:
            found[address] = text_of(content)
    return found


def text_of(content: bytes) -> str:
    """What the answer says; of a workbook all its sheets, of other packed files all they hold."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(io.BytesIO(content)) as packed:
        if "xl/workbook.xml" not in packed.namelist():
            return "\n".join(text_of(packed.read(name)) for name in packed.namelist())
    rows = (row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values)
    return "\n".join(str(value) for row in rows for value in row)


def shows(text: str, hours: Decimal) -> bool:
    """The figure by itself, as people or as programs write it."""
    written = {format_number(hours), format_number(hours, 2), str(hours), str(hours.normalize())}
    figures = "|".join(map(re.escape, written))
    return bool(re.search(rf"(?<![\d.,])(?:{figures})(?![\d,]|\.\d)", text))


@pytest.mark.parametrize("who", ["sofie", "laeser"])
def test_others_find_neither_persons_hours_on_any_page(who, hours: Site):
    found = read(hours, who)

    told = [
        f"{address} tells {figure} to {who}"
        for address, text in found.items()
        for figure in (*HERS, JONAS)
        if shows(text, figure) and format_number(figure) not in address_of(address)
    ]
    assert not told, "\n".join(told)
    # But what they come to together stands wherever sums are.
    for address in (
        reverse("resources:resources", args=[hours.program.slug]),
        hours.shared.get_absolute_url(),
        hours.shared_criteria[0].get_absolute_url(),
        *(reverse("resources:resources_data", args=[hours.program.slug, k]) for k in KINDS),
    ):
        assert shows(found[address], EVERYBODYS), address


def address_of(address: str) -> str:
    """What was looked for stands in the box again, and tells nobody anything."""
    return unquote_plus(address)


def test_a_week_and_an_entry_of_ones_own_show_ones_own(hours: Site):
    found = read(hours, "amina")

    assert shows(found["/hours/2011-W38/"], HERS[0])
    assert shows(found[hours.shared_entry.get_absolute_url()], HERS[2])
    assert not [address for address, text in found.items() if shows(text, JONAS)]


@pytest.mark.parametrize("who", ["leder", "admin"])
def test_those_who_may_see_everybodys_hours_find_both(who, hours: Site):
    found = read(hours, who)

    for address in (
        f"/hours/2011-W38/?person={hours.user('amina').pk}",
        hours.shared_criteria[0].get_absolute_url(),
    ):
        assert shows(found[address], HERS[0]), address
    assert shows(found[hours.shared_entry.get_absolute_url()], HERS[2])
    assert shows(found[f"/hours/2011-W38/?person={hours.user('jonas').pk}"], JONAS)

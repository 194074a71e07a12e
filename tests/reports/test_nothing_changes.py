"""An issued report is the same for ever, in page and files, whatever is corrected afterwards."""

import datetime
import random
import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from directory.models import Organisation
from economy.models import BudgetLine
from indicators.models import Criterion, Measurement
from programs.models import MainArea, Program
from reports.models import Section
from reports.queries.files import read_file
from reports.services.arranging import cut_section, move_section
from reports.services.workflow import change_report, enter_in_journal, new_version
from requisitions.models import Requisition
from tests.factories import AssessmentFactory, CriterionFactory, LogEntryFactory, MeasurementFactory
from tests.factories.reports import CitationFactory
from tests.reports.shared import CUT_OFF, small_year

pytestmark = pytest.mark.django_db


def refused(act):
    def tried(year):
        with pytest.raises(ValidationError), transaction.atomic():
            act(year)

    return tried


# What somebody may do afterwards, lawfully or by trying.
AFTERWARDS = [
    lambda year: Measurement.objects.update(value=Decimal(random.randint(1, 40_000))),
    lambda year: MeasurementFactory(criterion=year.visitors, measured_on=CUT_OFF),
    lambda year: LogEntryFactory(activity=year.visitors.activities.get(), on=CUT_OFF),
    lambda year: Criterion.objects.update(wording="Et andet krav", target=Decimal(7)),
    lambda year: CriterionFactory(main_area=year.visitors.main_area),
    lambda year: AssessmentFactory(criterion=year.visitors, on=datetime.date(2011, 6, 1)),
    lambda year: MainArea.objects.update(title="Et andet navn", purpose="Et andet formål"),
    lambda year: Program.objects.update(title="Programmet", at_risk_from=Decimal(10)),
    lambda year: Organisation.objects.update(name="Den nye forvaltning"),
    lambda year: Requisition.objects.update(done="Noget andet"),
    lambda year: BudgetLine.objects.update(amount=Decimal(1)),
    lambda year: enter_in_journal(
        by=year.manager, report=year.report, case_number="9", document_number="9"
    ),
    lambda year: new_version(by=year.manager, report=year.report),
    refused(lambda year: change_report(by=year.manager, report=year.report, title="Nyt")),
    refused(lambda year: cut_section(by=year.manager, section=year.section())),
    refused(lambda year: move_section(by=year.manager, section=year.section(), up=True)),
    # Past every service, as by hand in the database.
    lambda year: Section.objects.update(text="Noget andet", title="Noget andet"),
]


def kept(report):
    """Every file, that of the page among them."""
    return [read_file(file) for file in report.files.all()]


def read(client, report):
    """The report itself, without what stands above it."""
    page = client.get(report.get_absolute_url()).content.decode()
    return re.search('<article class="document">.*</article>', page, re.DOTALL)[0]


@pytest.mark.parametrize("seed", range(2))
def test_an_issued_report_never_changes(seed, clock, client_of, laeser):
    year = small_year()
    CitationFactory(section=year.section())
    year.report.sections.update(text="Der kom [[visitors.value]].")
    report, client = year.issued(), client_of(laeser)
    files, page = kept(report), read(client, report)
    later = [*AFTERWARDS]
    random.Random(seed).shuffle(later)
    for act in later:
        act(year)
        assert kept(report) == files
    assert read(client, report) == page

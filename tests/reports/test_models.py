"""What one row of a report decides is a constraint of the database."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from core.clock import now
from indicators.models.choices import Status
from reports.models import Content, ReportState, Section, SectionState, StatusReport
from tests.factories import UserFactory
from tests.factories.reports import CitationFactory, SectionFactory, StatusReportFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2011, 1, 31)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": ReportState.ISSUED},  # without its moment
        {"issued_at": datetime.datetime(2011, 7, 1, tzinfo=datetime.UTC)},
        {"period_end": DAY},
        {"cut_off": DAY},
        {"retracted_at": datetime.datetime(2011, 7, 1, tzinfo=datetime.UTC)},
    ],
)
def test_a_report_that_cannot_be(wrong):
    report = StatusReportFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusReport.objects.filter(pk=report.pk).update(**wrong)


def test_an_issued_report_is_replaced_once():
    old = StatusReportFactory(state=ReportState.ISSUED, issued_at=now(), issued_by=UserFactory())
    given_up = {"retracted_at": now(), "retraction_reason": "Forkert periode"}
    StatusReportFactory(program=old.program, replaces=old, **given_up)
    StatusReportFactory(program=old.program, replaces=old)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusReportFactory(program=old.program, replaces=old)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": 4},
        {"title": ""},
        {"state": "lost"},
        {"content": "lost"},
        {"content": Content.TEXT},  # and still a criterion's
        {"overruled_status": Status.MET},  # without a reason
        {"overruled_reason": "Vi har set det."},
        {"state": SectionState.RETURNED},  # without a comment
    ],
)
def test_a_section_that_cannot_be(wrong):
    section = SectionFactory(of_criterion=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.filter(pk=section.pk).update(**wrong)


def test_evidence_is_one_thing_and_stands_once():
    citation = CitationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CitationFactory(section=citation.section, log_entry=citation.log_entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        CitationFactory(log_entry=None)

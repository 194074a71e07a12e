"""Lawful status reports and sections."""

import datetime

import factory

from reports.models import Citation, Content, Section, StatusReport
from tests.factories import (
    CriterionFactory,
    IndexedFactory,
    LogEntryFactory,
    ProgramFactory,
    UserFactory,
)


class StatusReportFactory(IndexedFactory):
    """A draft on the first half of 2011, without sections."""

    class Meta:
        model = StatusReport

    program = factory.SubFactory(ProgramFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda report: f"Status {report.number}")
    period_start = datetime.date(2011, 2, 1)
    period_end = datetime.date(2011, 6, 30)
    cut_off = datetime.date(2011, 6, 30)
    dated = datetime.date(2011, 7, 1)
    recorded_by = factory.SubFactory(UserFactory, manager=True)


class SectionFactory(IndexedFactory):
    """A section of text; ``criterion=…`` makes it that criterion's."""

    class Meta:
        model = Section

    report = factory.SubFactory(StatusReportFactory)
    position = factory.Sequence(int)
    title = factory.LazyAttribute(lambda section: f"Afsnit {section.position}")
    criterion = None
    content = factory.LazyAttribute(
        lambda section: Content.CRITERION if section.criterion else Content.TEXT
    )

    class Params:
        of_criterion = factory.Trait(
            criterion=factory.SubFactory(
                CriterionFactory, main_area__program=factory.SelfAttribute("...report.program")
            )
        )


class CitationFactory(IndexedFactory):
    class Meta:
        model = Citation

    section = factory.SubFactory(SectionFactory)
    log_entry = factory.SubFactory(LogEntryFactory)

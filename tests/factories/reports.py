"""Lawful status reports and sections."""

import datetime

import factory

from activities.models import Attachment
from core.clock import now
from reports.models import Citation, Content, Decision, Question, Section, StatusReport
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


class DecisionFactory(IndexedFactory):
    """An open decision; its report is to be issued."""

    class Meta:
        model = Decision

    report = factory.SubFactory(StatusReportFactory)
    text = factory.Sequence(lambda n: f"Udvalget besluttede {n}")
    recorded_by = factory.SubFactory(UserFactory, manager=True)


class QuestionFactory(IndexedFactory):
    """A question without an answer; ``approved`` has one that stands."""

    class Meta:
        model = Question

    program = factory.SubFactory(ProgramFactory)
    asked = factory.Sequence(lambda n: f"Hvor mange kom der {n}?")
    asked_by = "Udvalget"
    received_on = datetime.date(2011, 9, 20)
    due_on = datetime.date(2011, 9, 27)
    given_to = factory.SubFactory(UserFactory)
    recorded_by = factory.SubFactory(UserFactory, manager=True)

    class Params:
        approved = factory.Trait(
            answer="Der kom mange.",
            answered="Der kom mange.",
            as_of=datetime.date(2011, 9, 25),
            approved_at=factory.LazyFunction(now),
            approved_by=factory.SubFactory(UserFactory, manager=True),
        )


class PictureFileFactory(IndexedFactory):
    """A picture of a log entry, of which only the row is there."""

    class Meta:
        model = Attachment

    log_entry = factory.SubFactory(LogEntryFactory)
    name = "telt.png"
    file = "te/lt"
    content_type = "image/png"
    size = 4
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.SubFactory(UserFactory)

"""A report is four fifths written when it is started, and for everyone at once."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models.roles import Role
from reports.models import Content, SectionState, StatusReport
from reports.services.starting import start_report
from tests.factories import CriterionFactory, UserFactory
from tests.reports.shared import GIVEN, small_year

pytestmark = pytest.mark.django_db


def test_there_is_a_section_for_everything_in_the_programme():
    year = small_year()
    part = CriterionFactory(
        main_area=year.visitors.main_area, parent=year.visitors, wording="Heraf mindst 100 børn"
    )
    sections = list(year.report.sections.all())
    assert [(section.level, section.content) for section in sections] == [
        (1, Content.TEXT),
        (1, Content.SUMMARY),
        (1, Content.MAIN_AREA),
        (2, Content.CRITERION),
        (3, Content.CRITERION),
        (1, Content.INTERNAL),
        (1, Content.EXTERNAL),
        (1, Content.RESOURCES),
        (1, Content.TEXT),
    ]
    assert sections[4].criterion == part
    drafted = {section.content for section in sections if section.text}
    assert drafted == {Content.CRITERION}
    assert {section.state for section in sections if not section.text} == {SectionState.EMPTY}
    assert {one.state for one in sections if one.text} == {SectionState.IN_PROGRESS}


def test_a_section_is_written_by_who_answers_for_it_and_approved_by_the_manager():
    year = small_year()
    assert year.section().author == year.writer
    own = year.report.sections.exclude(content=Content.CRITERION)
    assert {section.author for section in own} == {year.manager}
    assert {section.reviewer for section in year.report.sections.all()} == {year.manager}


@pytest.mark.parametrize("gone", [{"is_active": False}, {"role": Role.ADMIN}])
def test_who_cannot_write_is_given_no_section(gone):
    year = small_year()
    for name, value in gone.items():
        setattr(year.writer, name, value)
    year.writer.save()
    assert year.section().author == year.manager


def test_reports_are_numbered_in_their_programme():
    year = small_year()
    key = uuid.uuid4()
    first = start_report(by=year.manager, program=year.program, given=GIVEN, submission=key)
    again = start_report(by=year.manager, program=year.program, given=GIVEN, submission=key)
    other = start_report(by=year.manager, program=year.program, given=GIVEN)
    assert (first.number, again, other.number) == (1, first, 2)
    assert StatusReport.objects.count() == 2


@pytest.mark.parametrize("role", [Role.READER, Role.CONSULTANT, Role.ADMIN])
def test_only_a_manager_starts_one(role):
    year = small_year()
    with pytest.raises(PermissionDenied):
        start_report(by=UserFactory(role=role), program=year.program, given=GIVEN)

"""Sections are moved with what is inside them, cut and put back, and others put between."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reports.models import Section
from reports.services.arranging import (
    add_section,
    cut_section,
    move_section,
    put_back_section,
)
from reports.services.drafts import lock_section
from reports.services.workflow import send_to_review
from tests.factories import UserFactory
from tests.factories.reports import SectionFactory, StatusReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """A, with A1 and A2 inside; B, with B1; C."""
    report = StatusReportFactory()
    for place, title in enumerate(["A", "A1", "A2", "B", "B1", "C"], start=1):
        SectionFactory(report=report, title=title, level=len(title), position=place * 1000)
    return report


def order(report):
    kept = report.sections.filter(removed_at__isnull=True)
    return " ".join(kept.values_list("title", flat=True))


def section(report, title):
    return report.sections.get(title=title)


@pytest.mark.parametrize(
    ("title", "up", "expected"),
    [
        ("B", True, "B B1 A A1 A2 C"),
        ("A", False, "B B1 A A1 A2 C"),
        ("C", True, "A A1 A2 C B B1"),
        ("A2", True, "A A2 A1 B B1 C"),
        ("A1", False, "A A2 A1 B B1 C"),
    ],
)
def test_a_section_moves_past_its_neighbour(report, title, up, expected):
    move_section(by=report.recorded_by, section=section(report, title), up=up)
    assert order(report) == expected


@pytest.mark.parametrize(("title", "up"), [("A", True), ("A1", True), ("A2", False), ("C", False)])
def test_no_section_moves_out_of_its_part(report, title, up):
    with pytest.raises(ValidationError, match="i sin del"):
        move_section(by=report.recorded_by, section=section(report, title), up=up)


def test_a_press_too_many_moves_nothing(report):
    one = section(report, "B")
    for _press in range(2):
        move_section(by=report.recorded_by, section=one, up=True, position=4000)
    assert order(report) == "B B1 A A1 A2 C"


@pytest.mark.parametrize(
    ("after", "expected"),
    [(None, "N A A1 A2 B B1 C"), ("A", "A A1 A2 N B B1 C"), ("C", "A A1 A2 B B1 C N")],
)
def test_a_free_section_stands_after_another_with_what_is_inside_it(report, after, expected):
    place = section(report, after) if after else None
    key = uuid.uuid4()
    for _press in range(2):
        add_section(
            by=report.recorded_by, report=report, title="N", level=1, after=place, submission=key
        )
    assert order(report) == expected


def test_there_is_always_room_for_one_more(report):
    for number in range(15):
        add_section(
            by=report.recorded_by,
            report=report,
            title=f"N{number}",
            level=1,
            after=section(report, "A"),
        )
    assert order(report).startswith("A A1 A2 N14 N13")
    positions = list(report.sections.values_list("position", flat=True))
    assert len(set(positions)) == len(positions)


def test_what_is_cut_is_put_back_where_it_was(report):
    cut_section(by=report.recorded_by, section=section(report, "B"))
    assert order(report) == "A A1 A2 B1 C"
    put_back_section(by=report.recorded_by, section=section(report, "B"))
    assert order(report) == "A A1 A2 B B1 C"


def test_a_report_in_review_is_not_arranged_and_not_written(report):
    send_to_review(by=report.recorded_by, report=report)
    for act in (cut_section, put_back_section):
        with pytest.raises(ValidationError, match="til gennemsyn"):
            act(by=report.recorded_by, section=section(report, "B"))
    with pytest.raises(ValidationError, match="til gennemsyn"):
        lock_section(report.recorded_by, section(report, "B"))


def test_a_section_is_written_by_its_author_and_by_managers():
    writer = UserFactory()
    own = SectionFactory(author=writer)
    lock_section(writer, own)
    lock_section(UserFactory(manager=True), own)
    with pytest.raises(PermissionDenied):
        lock_section(UserFactory(), Section.objects.get(pk=own.pk))

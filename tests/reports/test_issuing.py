"""What is issued stands: frozen whole, in one turn, and read only as it was issued."""

import datetime
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.plausibility import EVERYTHING, NeedsConfirmation
from indicators.models import Measurement
from reports.exports.formats import FORMATS
from reports.models import FileKind, ReportFile, ReportState
from reports.queries.files import Tampered, issued_report, read_file
from reports.queries.reports import material_of
from reports.rules.formats import Format
from reports.rules.issued import differences
from reports.rules.token_names import name_of
from reports.services import issuing
from reports.services.checking import FilesDiffer, check_files
from reports.services.issuing import as_of_now, issue
from reports.services.workflow import (
    change_report,
    enter_in_journal,
    give_up,
    new_version,
    send_to_review,
    take_back,
)
from requisitions.models import Requisition
from requisitions.models.choices import Scope, State
from tests.factories import MeasurementFactory, StateFactory, UserFactory
from tests.factories.reports import CitationFactory
from tests.reports.shared import CHEAP, issue_anyway, small_year

pytestmark = pytest.mark.django_db


def test_an_issued_report_is_kept_whole():
    year = small_year()
    section = year.section()
    section.text = "Der kom [[value]] af [[target]]."
    section.save()
    before = year.document()
    report = year.issued()
    assert issued_report(report).document == before
    assert set(report.files.values_list("kind", flat=True)) == {FileKind.FROZEN, *FORMATS}
    assert report.state == ReportState.ISSUED
    assert report.issued_by == year.manager


def test_gaps_are_confirmed_first():
    year = small_year()
    send_to_review(by=year.manager, report=year.report)
    with pytest.raises(NeedsConfirmation):
        issue(by=year.manager, report=year.report, formats=FORMATS)
    assert not ReportFile.objects.exists()


def test_only_what_is_in_review_is_issued():
    year = small_year()
    with pytest.raises(ValidationError, match="gennemsyn"):
        issue_anyway(year.manager, year.report)


@pytest.mark.parametrize("act", [send_to_review, partial(issue, formats=FORMATS), new_version])
def test_a_consultant_does_none_of_it(act):
    year = small_year()
    with pytest.raises(PermissionDenied):
        act(by=year.writer, report=year.report)


def test_pressed_again_nothing_more_is_issued():
    year = small_year()
    files = set(year.issued().files.values_list("sha256", flat=True))
    issue_anyway(year.manager, year.report)
    assert set(ReportFile.objects.values_list("sha256", flat=True)) == files


def test_a_correction_changes_nothing_that_is_issued_and_is_told():
    year = small_year()
    report = year.issued()
    before = issued_report(report)
    Measurement.objects.update(value=Decimal(27_000))
    MeasurementFactory(criterion=year.visitors, measured_on=datetime.date(2011, 7, 1))
    assert issued_report(report) == before
    now = as_of_now(material_of(report))
    told = {one.key: (one.name, one.before, one.now) for one in differences(before, now)}
    assert told["visitors.value"] == ("Værdi", "12.125", "27.000")
    assert told["visitors.status"] == ("Status", "I risiko", "På sporet")


def test_counts_of_requisitions_lead_to_the_very_cases_as_of_the_cut_off(client_of):
    year = small_year(criteria=3)
    closed, later, new = Requisition.objects.order_by("pk")
    Requisition.objects.filter(pk=later.pk).update(scope=Scope.EXTERNAL)
    # One closed before the period, one done after the cut-off, one that came after it.
    closed.states.update(on=year.report.period_start - datetime.timedelta(days=1))
    Requisition.objects.filter(pk=closed.pk).store_newest_state()
    StateFactory(requisition=later, state=State.WITHDRAWN, on=datetime.date(2011, 8, 1))
    new.received_on = datetime.date(2011, 8, 1)
    new.save()
    figures = {one.key: one for one in as_of_now(material_of(year.report)).document.figures()}

    found = {}
    for key in ("requisitions.internal", "requisitions.external"):
        page = client_of(year.manager).get(figures[key].address)
        found[key] = (figures[key].text, [row.case for row in page.context["rows"]])

    assert found == {
        "requisitions.internal": ("0", []),
        "requisitions.external": ("1", [later]),
    }


def test_every_figure_of_a_report_has_a_name_in_words():
    now = as_of_now(material_of(small_year().report))
    assert [one.key for one in now.document.figures() if name_of(one.key) == one.key] == []


def test_what_is_issued_is_not_changed_and_not_given_up():
    year = small_year()
    report = year.issued()
    for act in (
        lambda: change_report(by=year.manager, report=report, title="Anden"),
        lambda: take_back(by=year.manager, report=report),
        lambda: give_up(by=year.manager, report=report, reason="Fortrudt"),
    ):
        with pytest.raises(ValidationError, match="ny udgave"):
            act()


def test_the_numbers_of_the_journal_may_come_after():
    year = small_year()
    report = year.issued()
    files = list(report.files.values_list("sha256", flat=True))
    enter_in_journal(by=year.manager, report=report, case_number="2011-7", document_number="8")
    report.refresh_from_db()
    assert (report.case_number, report.document_number) == ("2011-7", "8")
    assert list(report.files.values_list("sha256", flat=True)) == files


def test_a_new_version_begins_with_all_that_was_written():
    year = small_year()
    section = year.section()
    section.text = "Det gik godt."
    section.save()
    CitationFactory(section=section)
    report = year.issued()
    newer = new_version(by=year.manager, report=report)
    assert (newer.replaces, newer.number, newer.state) == (report, 2, ReportState.DRAFT)
    assert newer.sections.count() == report.sections.count()
    copy = newer.sections.get(criterion=year.visitors)
    # The one that the drafted text cites, and the one that was added.
    assert (copy.text, copy.citations.count()) == ("Det gik godt.", 2)
    assert new_version(by=year.manager, report=report) == newer


class Killed(BaseException):
    """As if the process were killed there."""


@pytest.mark.parametrize("step", ["render", "_stored", "_write_through", "_turn", "save_changes"])
def test_a_crash_leaves_the_report_in_review(step, monkeypatch):
    year = small_year()
    send_to_review(by=year.manager, report=year.report)
    formats = dict(CHEAP)

    def killed(*_args, **_kwargs):
        raise Killed

    if step == "render":
        formats["xlsx"] = Format("x/y", killed)
    else:
        monkeypatch.setattr(issuing, step, killed)
    with pytest.raises(Killed):
        issue(by=year.manager, report=year.report, formats=formats, confirmed=EVERYTHING)
    year.report.refresh_from_db()
    assert year.report.state == ReportState.IN_REVIEW
    assert not ReportFile.objects.exists()
    monkeypatch.undo()
    assert issue_anyway(year.manager, year.report).is_issued


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_that_is_not_what_was_issued_is_handed_to_nobody(harm):
    report = small_year().issued()
    assert check_files() == f"files as issued: {1 + len(FORMATS)}"
    file = report.files.get(kind=FileKind.DATA)
    storage, name = file.file.storage, file.file.name
    if harm == "changed":
        with open(storage.path(name), "ab") as opened:
            opened.write(b" ")
    else:
        storage.delete(name)
    with pytest.raises(Tampered):
        read_file(file)
    with pytest.raises(FilesDiffer, match="1 of 6"):
        check_files()


def test_somebody_else_cannot_turn_it_in_between(monkeypatch):
    """What was written after the document was made is not lost: the report is looked at again."""
    year = small_year()
    send_to_review(by=year.manager, report=year.report)
    stored = issuing._stored

    def changed_meanwhile(*args):
        year.report.sections.filter(content="text").update(title="Noget andet")
        return stored(*args)

    monkeypatch.setattr(issuing, "_stored", changed_meanwhile)
    with pytest.raises(ValidationError, match="ændret imens"):
        issue_anyway(year.manager, year.report)
    assert not ReportFile.objects.exists()


def test_a_reader_is_no_manager():
    year = small_year()
    with pytest.raises(PermissionDenied):
        enter_in_journal(
            by=UserFactory(reader=True), report=year.report, case_number="1", document_number="2"
        )

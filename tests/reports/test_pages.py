"""The pages of reports: who reads what, from a press to an issued report, and whole files."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from core.versions import renew
from reports.exports.formats import FORMATS
from reports.models import FileKind, ReportState, StatusReport
from reports.queries.files import read_file
from reports.services.workflow import new_version, send_to_review
from reports.views import held
from tests.factories import CriterionFactory, MeasurementFactory
from tests.reports.shared import CUT_OFF, small_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(clock):
    return small_year()


def address(report, name="report", *rest):
    return reverse(f"reports:{name}", args=[report.program.slug, report.number, *rest])


def test_a_manager_starts_a_report_that_is_there_at_once(year, client_of):
    client = client_of(year.manager)
    page = client.get(reverse("reports:new", args=["2011"]))
    assert page.context["form"].initial["title"] == "Status for Program 2011"
    typed = {
        "title": "Halvår",
        "period_start": "1-2-2011",
        "period_end": "30-6-2011",
        "cut_off": "30-6-2011",
        "dated": "4-7-2011",
        "submission": "0a0a0a0a-0000-4000-8000-000000000001",
        "opened_with": "",
    }
    answer = client.post(reverse("reports:new", args=["2011"]), typed, follow=True)
    assert "Mindst 30.000 besøgende" in answer.content.decode()
    assert "12.125" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"period_end": "1-1-2011"}, "period_end"), ({"cut_off": "31-1-2011"}, "cut_off")],
)
def test_days_that_do_not_fit_are_said_beside_them(year, client_of, wrong, field):
    typed = {
        "title": "Halvår",
        "period_start": "1-2-2011",
        "period_end": "30-6-2011",
        "cut_off": "30-6-2011",
        "dated": "4-7-2011",
        "submission": "0a0a0a0a-0000-4000-8000-000000000001",
    }
    answer = client_of(year.manager).post(reverse("reports:new", args=["2011"]), typed | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_a_draft_is_for_those_who_work_with_it(year, client_of, laeser, admin):
    drafts = [address(year.report), address(year.report, "file", "json")]
    for one in drafts:
        assert client_of(laeser).get(one).status_code == 404
        assert client_of(admin).get(one).status_code == 200
    assert year.report.title not in listed(client_of(laeser))
    assert year.report.title in listed(client_of(year.writer))


def listed(client):
    return client.get(reverse("reports:reports", args=["2011"])).content.decode()


def test_the_gaps_are_listed_and_confirmed_before_it_is_issued(year, client_of, laeser):
    client = client_of(year.manager)
    client.post(address(year.report, "review"))
    asked = client.post(address(year.report, "issue"), {"confirmed": ""})
    assert asked.status_code == 422
    assert "Teksten mangler" in asked.content.decode()
    confirmed = asked.context["form"]["confirmed"].value()
    client.post(address(year.report, "issue"), {"confirmed": confirmed})
    year.report.refresh_from_db()
    assert year.report.is_issued
    assert "12.125" in client_of(laeser).get(address(year.report)).content.decode()


def test_a_gap_leads_nobody_to_where_they_may_not_mend_it(year, client_of):
    told = CriterionFactory(main_area=year.visitors.main_area, narrative=True)
    managers = {address(year.report, "journal"), reverse("indicators:judge", args=[told.pk])}
    for user, wanted in ((year.manager, managers), (year.writer, set())):
        page = client_of(user).get(address(year.report, "gaps")).content.decode()
        found = set(re.findall(r'<li><a href="([^"]+)"', page))
        assert found & managers == wanted
        assert address(year.report, "section", year.section(told).pk) in page


def test_every_figure_leads_to_its_evidence_as_of_the_cut_off(year, client_of, laeser):
    page = client_of(laeser).get(address(year.issued())).content.decode()
    evidence = f"{year.visitors.get_absolute_url()}?as_of=2011-06-30"
    assert f'<a href="{evidence}" data-figure="visitors.value">12.125</a>' in page
    assert client_of(laeser).get(evidence).status_code == 200


def test_each_file_is_the_one_that_was_issued(year, client_of, laeser):
    report = year.issued()
    for file in report.files.filter(kind__in=FORMATS):
        answer = client_of(laeser).get(address(report, "file", file.kind))
        assert answer.content == read_file(file)


def test_a_file_that_was_changed_is_not_handed_out(year, client_of, laeser):
    report = year.issued()
    for kind, one in ((FileKind.PDF, address(report, "file", "pdf")), ("frozen", address(report))):
        file = report.files.get(kind=kind)
        with open(file.file.path, "ab") as opened:
            opened.write(b" ")
        answer = client_of(laeser).get(one)
        assert answer.status_code == 500
        assert "ikke den, der blev udgivet" in answer.content.decode()
    assert client_of(laeser).get(address(report, "package")).status_code == 500


def test_the_package_holds_what_the_journal_needs(year, client_of, laeser):
    report = year.issued()
    packed = client_of(laeser).get(address(report, "package")).content
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == [
            "metadata.json",
            "report.docx",
            "report.pdf",
            "report.xlsx",
        ]
        metadata = json.loads(archive.read("metadata.json"))
    assert metadata["cut_off"] == "2011-06-30"
    assert metadata["files"]["report.pdf"]["sha256"] == report.files.get(kind="pdf").sha256
    draft = new_version(by=year.manager, report=report)
    assert client_of(year.manager).get(address(draft, "package")).status_code == 404


def test_what_lacks_its_numbers_is_listed_for_the_journal(year, client_of):
    report, client = year.issued(), client_of(year.manager)
    assert "Til journalisering" in listed(client)
    client.post(address(report, "journal"), {"case_number": "2011-7", "document_number": "2011-8"})
    assert "Til journalisering" not in listed(client)
    assert "2011-8" in client.get(address(report)).content.decode()


def test_a_correction_is_told_above_the_report(year, client_of, laeser):
    report = year.issued()
    year.visitors.measurements.update(value=27_000)
    page = client_of(laeser).get(address(report)).content.decode()
    assert "Efterregistreret" in page
    assert "27.000" in page


def test_a_report_in_review_is_taken_back(year, client_of):
    send_to_review(by=year.manager, report=year.report)
    client_of(year.manager).post(address(year.report, "take_back"))
    assert StatusReport.objects.get().state == ReportState.DRAFT


def test_a_draft_is_given_up_with_a_reason(year, client_of, laeser):
    client_of(year.manager).post(address(year.report, "give_up"), {"reason": "Forkert periode"})
    assert StatusReport.objects.get().is_retracted
    assert "Forkert periode" in client_of(year.writer).get(address(year.report)).content.decode()


def test_a_new_version_leads_to_and_from_the_one_it_replaces(year, client_of):
    report, client = year.issued(), client_of(year.manager)
    answer = client.post(address(report, "new_version"), follow=True)
    assert address(report) in answer.content.decode()
    assert StatusReport.objects.get(replaces=report).number == 2


@pytest.mark.parametrize("criteria", [1, 3])
@pytest.mark.parametrize(("state", "queries"), [("draft", 32), ("issued", 36)])
def test_a_page_costs_the_same_however_much_is_in_it(
    criteria, state, queries, clock, client_of, django_assert_num_queries
):
    year = small_year(criteria)
    report = year.issued() if state == "issued" else year.report
    client = client_of(year.manager)
    client.get(address(report))
    with django_assert_num_queries(queries):
        client.get(address(report))


def test_an_issued_page_is_drawn_once_and_its_file_looked_at_each_time(
    transactional_db, clock, client_of, monkeypatch
):
    with transaction.atomic():
        year = small_year()
        report = year.issued()
    client = client_of(year.manager)
    drawn = client.get(address(report)).content
    monkeypatch.setattr(held, "_article", None)
    MeasurementFactory(criterion=year.visitors, measured_on=CUT_OFF)
    renew([f"program-{report.program_id}"])

    again = client.get(address(report)).content.decode()
    assert "Efterregistreret" in again and "Efterregistreret" not in drawn.decode()

    Path(report.files.get(kind=FileKind.FROZEN).file.path).write_bytes(b"{}")
    assert client.get(address(report)).status_code == 500

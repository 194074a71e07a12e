"""Timed jobs: due ones run, once, and each leaves its result."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.drill import Receipt
from core.jobs import jobs as own_jobs
from core.models import JobRun
from core.timed import DAY, MINUTE, TimedJob, job_standings, run_due, timed_jobs
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(monkeypatch):
    """Only the jobs of the test."""
    monkeypatch.setattr(timed_jobs, "_entries", {})

    def add(code, every=DAY, run=lambda: "1"):
        timed_jobs.register(TimedJob(code, code, every, run))

    return add


def after(pause):
    return time_machine.travel(timezone.now() + pause, tick=True)


def test_a_job_runs_when_it_is_due_and_not_before(jobs):
    jobs("daily"), jobs("often", MINUTE)
    assert [run.code for run in run_due()] == ["daily", "often"]
    assert run_due() == []
    with after(timedelta(minutes=2)):
        assert [run.code for run in run_due()] == ["often"]


def test_one_that_fails_keeps_no_other_from_running(jobs):
    def fail():
        raise RuntimeError("Karen Nielsen")

    jobs("fails", run=fail), jobs("works")
    with pytest.raises(CommandError, match=r"Failed: fails\."):
        call_command("run_timed_work")
    failed, worked = JobRun.objects.order_by("code")
    assert (failed.succeeded, failed.result) == (False, "RuntimeError")  # never its words
    assert (worked.succeeded, worked.result) == (True, "1")


def test_one_that_runs_elsewhere_is_left_alone_and_one_that_was_killed_is_begun_anew(jobs):
    jobs("often", MINUTE)
    JobRun.objects.create(code="often", started_at=timezone.now() - timedelta(hours=1))
    assert run_due() == run_due(["often"]) == []
    with after(timedelta(hours=6)):
        assert [run.result for run in run_due()] == ["1"]


def test_a_named_job_runs_due_or_not(jobs, capsys):
    jobs("daily"), jobs("other")
    call_command("run_timed_work", "daily")
    call_command("run_timed_work", "daily")
    assert capsys.readouterr().out == "daily: 1\n" * 2
    with pytest.raises(CommandError, match="no job named invented"):
        call_command("run_timed_work", "invented")


def test_a_job_is_late_once_two_runs_should_have_been(jobs):
    jobs("daily")
    assert [standing.is_late for standing in job_standings()] == [True]
    run_due()
    assert [standing.is_late for standing in job_standings()] == [False]
    with after(timedelta(hours=49)):
        assert [standing.is_late for standing in job_standings()] == [True]


def test_the_drill_is_one_where_a_folder_of_backups_is_known(settings, tmp_path):
    assert "drill" not in [job.code for job in own_jobs()]
    settings.BACKUP_FOLDER = str(tmp_path)
    *_others, drill = own_jobs()
    assert (drill.code, drill.every, drill.how_often) == ("drill", 7 * DAY, "hver 7. dag")


@pytest.mark.parametrize(
    ("passed", "result"),
    [(True, "tfi-1.tar.gz: drill-1.txt"), (False, "drill-1.txt"), (None, "NothingToDrill")],
)
def test_the_drill_says_which_archive_or_which_receipt(
    jobs, settings, tmp_path, monkeypatch, passed, result
):
    settings.BACKUP_FOLDER = str(tmp_path)
    *_others, drill = own_jobs()
    timed_jobs.register(drill)
    if passed is not None:
        receipt = Receipt("tfi-1.tar.gz", "", passed, Path("drill-1.txt"))
        monkeypatch.setattr("core.jobs.run_drill", lambda *_args, **_options: receipt)

    (run,) = run_due()

    assert (run.succeeded, run.result) == (bool(passed), result)
    with after(timedelta(hours=25)):
        assert len(run_due()) == (not passed)  # what failed is tried again the day after


def test_the_products_own_jobs_do_their_work():
    old = timezone.localdate() - timedelta(days=1)
    ContactFactory(keep_until=old), ContactFactory(keep_until=old + 9 * DAY)
    moment = timezone.now()
    Session.objects.create(session_key="a", session_data="", expire_date=moment - DAY)
    Session.objects.create(session_key="b", session_data="", expire_date=moment + DAY)

    results = {run.code: (run.succeeded, run.result) for run in run_due()}

    assert results == {
        "send_mail": (True, "0"),
        "clean": (True, "sessions: 1, mails: 0, drafts: 0, files: 0"),
        "thumbnails": (True, "made: 0, not possible: 0"),
        "forget_sign_ins": (True, "tries: 0"),
        "remove_people": (True, "contacts: 1, consultants: 0"),
        "check_report_files": (True, "files as issued: 0"),
    }

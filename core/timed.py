"""Timed jobs: what runs by itself, from one timer, each with its last run and result."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from core.models import JobRun
from core.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger("tfi.timed")

# Longer than any job takes: who has not ended by then was killed, and is begun anew.
KILLED_AFTER = timedelta(hours=6)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HOW_OFTEN = {MINUTE: gettext_lazy("every minute"), DAY: gettext_lazy("every day")}


class JobFailed(Exception):
    """Raised by a job; its words, which hold no name, are the result."""


@dataclass(frozen=True)
class TimedJob:
    """What is done so often; ``run`` answers with a result in numbers, never with a name."""

    code: str
    label: StrOrPromise
    every: timedelta
    run: Callable[[], str]

    @property
    def how_often(self) -> StrOrPromise:
        every = ngettext("every %(days)s day", "every %(days)s days", self.every.days)
        return HOW_OFTEN.get(self.every, every % {"days": self.every.days})

    def is_due(self, last: JobRun, moment: datetime) -> bool:
        if last.started_at is None:
            return True
        if not last.ended_at:
            return moment - last.started_at >= KILLED_AFTER
        # What failed is tried again the day after, however seldom it runs.
        every = self.every if last.succeeded else min(self.every, DAY)
        return moment - last.started_at >= every

    def is_late(self, last: JobRun, moment: datetime) -> bool:
        """Whether two runs should have been since the last."""
        return last.started_at is None or moment - last.started_at > 2 * self.every


@dataclass(frozen=True)
class JobStanding:
    """A job beside its last run, for the page."""

    job: TimedJob
    last: JobRun
    is_late: bool


timed_jobs: Registry[TimedJob] = Registry(
    "timed_jobs", "What runs by itself, how often, and what does it say of its run?"
)


def run_due(codes: Iterable[str] = ()) -> list[JobRun]:
    """Run the jobs that are due, or those named whether due or not; how each went."""
    named = set(codes)
    chosen = [job for job in timed_jobs if not named or job.code in named]
    return [run for job in chosen if (run := _run(job, anyway=bool(named)))]


def job_standings() -> list[JobStanding]:
    runs, moment = JobRun.objects.in_bulk(), timezone.now()
    lasts = [(job, runs.get(job.code) or JobRun(code=job.code)) for job in timed_jobs]
    return [JobStanding(job, last, job.is_late(last, moment)) for job, last in lasts]


def _run(job: TimedJob, *, anyway: bool) -> JobRun | None:
    """The job's run, or nothing where it is not due or another process is at it."""
    run = _begin(job, anyway=anyway)
    if run is None:
        return None
    try:
        run.result, run.succeeded = job.run()[:200], True
    except Exception as error:
        logger.exception("timed job failed: %s", job.code)
        words = str(error) if isinstance(error, JobFailed) else type(error).__name__
        run.result, run.succeeded = words[:200], False
    run.ended_at = timezone.now()
    run.save()
    return run


def _begin(job: TimedJob, *, anyway: bool) -> JobRun | None:
    moment = timezone.now()
    with transaction.atomic():
        JobRun.objects.get_or_create(code=job.code)
        run = JobRun.objects.select_for_update().get(code=job.code)
        runs_elsewhere = run.started_at and not run.ended_at
        if not job.is_due(run, moment) and (runs_elsewhere or not anyway):
            return None
        run.started_at, run.ended_at = moment, None
        run.save()
        return run

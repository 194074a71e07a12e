"""The timed job that reads the files of issued reports again, and tells of those that differ."""

from __future__ import annotations

import logging

from django.utils.translation import gettext_lazy as _

from core.timed import DAY, TimedJob
from reports.models import ReportFile
from reports.queries.files import Tampered, read_file

logger = logging.getLogger("tfi.reports")


class FilesDiffer(Exception):
    """Some files of issued reports are no longer what was issued: the log says which."""


def check_files() -> str:
    number, differing = 0, 0
    for file in ReportFile.objects.iterator():
        number += 1
        try:
            read_file(file)
        except Tampered as tampered:
            differing += 1
            logger.error("%s is not what was issued", tampered)
    if differing:
        raise FilesDiffer(f"{differing} of {number}")
    return f"files as issued: {number}"


CHECK_FILES = TimedJob(
    "check_report_files", _("Check the files of issued reports"), DAY, check_files
)

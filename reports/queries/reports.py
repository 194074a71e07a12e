"""Reading reports: those that somebody may see, and all that one is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from PIL import Image, UnidentifiedImageError

from accounts.models.roles import May
from reports.models import Section, SectionPicture, StatusReport
from reports.models.reports import StatusReportQuerySet
from reports.queries.decisions import decisions_before
from reports.queries.facts import facts_of
from reports.queries.files import issued_report
from reports.rules.assembling import Material
from reports.rules.document import Picture
from reports.rules.evidence import figures_of_cited
from reports.rules.standings import FrozenStanding

if TYPE_CHECKING:
    from accounts.models import User
    from activities.models import Attachment
    from reports.rules.facts import Facts


def visible_to(user: User) -> StatusReportQuerySet:
    """What is issued; those that are not, for whoever works with them."""
    reports = StatusReport.objects.select_related("program", "replaces__program", "previous")
    return reports if user.may(May.SEE_DRAFTS) else reports.issued()


def lacking_numbers() -> list[StatusReport]:
    """The issued reports of all programmes that the journal does not know yet, the oldest first."""
    found = StatusReport.objects.lacking_numbers().select_related("program")
    return list(found.order_by("issued_at", "pk"))


def material_of(report: StatusReport, facts: Facts | None = None) -> Material:
    """All that the report is made of now: a constant number of queries."""
    sections = sections_of(report)
    return Material(
        report=report,
        sections=sections,
        facts=with_cited(facts or facts_of(report), sections),
        pictures=_pictures(sections),
        previous=_standings_before(report),
        decisions=decisions_before(report),
    )


def with_cited(facts: Facts, sections: Sequence[Section]) -> Facts:
    """The facts, with the live figures of what the sections cite."""
    return replace(facts, figures={**facts.figures, **figures_of_cited(sections)})


def sections_of(report: StatusReport) -> list[Section]:
    """Those not cut, in their order, with what they cite and show."""
    pictures = SectionPicture.objects.select_related("attachment")
    return list(
        report.sections.filter(removed_at__isnull=True)
        .select_related("main_area", "author", "reviewer")
        .prefetch_related(
            "citations__measurement__criterion",
            "citations__log_entry__activity",
            "citations__log_entry__main_area",
            Prefetch("pictures", pictures),
        )
    )


def _standings_before(report: StatusReport) -> Sequence[FrozenStanding]:
    """As they stood in the report that it is compared with."""
    return issued_report(report.previous).standings if report.previous else ()


def _pictures(sections: Sequence[Section]) -> Mapping[int, Sequence[Picture]]:
    found: dict[int, list[Picture]] = {}
    for section in sections:
        shown = [picture for row in section.pictures.all() if (picture := _picture(row))]
        if shown:
            found[section.pk] = shown
    return found


def _picture(row: SectionPicture) -> Picture | None:
    """Nothing where the file is gone, or is none that can be drawn."""
    attachment = row.attachment
    try:
        width, height = (row.width, row.height) if row.width else size_of(attachment)
    except (OSError, UnidentifiedImageError):
        return None
    return Picture(
        sha256=attachment.sha256,
        content_type=attachment.content_type,
        width=width,
        height=height,
        alternative_text=row.alternative_text,
        caption=row.caption,
    )


def size_of(attachment: Attachment) -> tuple[int, int]:
    """In pixels, as the file's first bytes say."""
    with attachment.file.open("rb") as file, Image.open(file) as image:
        return image.size


def picture_bytes(sections: Sequence[Section]) -> dict[str, bytes]:
    """The pictures themselves, by checksum, as renderers are handed them."""
    found = {}
    for section in sections:
        for row in section.pictures.all():
            with suppress(OSError), row.attachment.file.open("rb") as file:
                found[row.attachment.sha256] = file.read()
    return found

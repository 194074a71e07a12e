"""What the pages of a report show, held: of what is issued for good, of the rest by version."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.views.requests import Request
from core.clock import today
from core.held import held
from programs.views.unchanged import version_at
from reports.models import FileKind, StatusReport
from reports.queries.files import read_file
from reports.queries.reports import material_of
from reports.rules.assembling import document_of
from reports.rules.document import Document, Picture
from reports.rules.gaps import gaps_of
from reports.rules.issued import Difference, differences, thaw
from reports.rules.section_states import Progress, fills_itself, progress_of
from reports.services.issuing import as_of_now


@dataclass(frozen=True, slots=True)
class IssuedPage:
    """``differences`` are what was registered or corrected since."""

    article: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What a report that is not issued shows: drawn, as its sections are many.

    ``filled`` is how many sections fill themselves and wait to be approved.
    """

    article: str
    gaps: str
    number_of_gaps: int
    progress: Progress
    filled: int


def issued_page(request: Request, report: StatusReport) -> IssuedPage:
    """Drawn once, as it never changes; Tampered where it is not what was issued, each time."""
    file = report.files.get(kind=FileKind.FROZEN)
    kept = read_file(file)

    def later() -> list[Difference]:
        return differences(thaw(kept), as_of_now(material_of(report)))

    drawn = "issued", report.get_absolute_url(), file.sha256, settings.VERSION
    compared = "later", *_versioned(request, report)
    return IssuedPage(
        article=held.get(drawn, lambda: _article(report, thaw(kept).document), weigh=_weight),
        differences=held.get(compared, later, weigh=lambda found: 1000 * (1 + len(found))),
    )


def draft_page(request: Request, report: StatusReport) -> DraftPage:
    """The report as it would be issued now, what it lacks and how far it is."""
    key = "draft", request.user.role, *_versioned(request, report)
    return held.get(key, lambda: _draft_page(request, report), weigh=lambda it: _weight(it.article))


def _draft_page(request: Request, report: StatusReport) -> DraftPage:
    material = material_of(report)
    document = document_of(material)
    gaps = gaps_of(material, document)
    return DraftPage(
        article=_article(report, document),
        gaps=render_to_string("reports/gaps.html", {"report": report, "gaps": gaps}, request),
        number_of_gaps=len(gaps),
        progress=progress_of(section.state for section in material.sections),
        filled=sum(map(fills_itself, material.sections)),
    )


def _article(report: StatusReport, document: Document) -> str:
    context = {"document": document, "addresses": _addresses(report, document)}
    return render_to_string("reports/article.html", context)


def _addresses(report: StatusReport, document: Document) -> dict[str, str]:
    """Of the document's pictures, by their checksums."""
    of = [report.program.slug, report.number]
    return {
        block.sha256: reverse("reports:picture", args=[*of, block.sha256])
        for _level, part in document.all_parts()
        for block in part.blocks
        if isinstance(block, Picture)
    }


def _versioned(request: Request, report: StatusReport) -> tuple[Hashable, ...]:
    return report.pk, today(), version_at(request, report.program), settings.VERSION


def _weight(text: str) -> int:
    return 2 * len(text)

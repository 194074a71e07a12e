"""What of reports somebody is to act on: sections not issued, open decisions, open questions."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from accounts.rules.responsibilities import Responsibility
from reports.models import Decision, Question, ReportState, Section


def _sections() -> QuerySet[Section]:
    kept = Section.objects.filter(removed_at__isnull=True, report__retracted_at__isnull=True)
    return kept.exclude(report__state=ReportState.ISSUED).select_related("report")


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.open().select_related("report")


def _questions() -> QuerySet[Question]:
    return Question.objects.open()


WRITE = May.WRITE_SECTIONS
RESPONSIBILITIES = (
    Responsibility("sections", _("Report sections to write"), "author", WRITE, _sections),
    Responsibility(
        "reviews", _("Report sections to approve"), "reviewer", May.ISSUE_REPORTS, _sections
    ),
    Responsibility("decisions", _("The committee's decisions"), "responsible", WRITE, _decisions),
    Responsibility("questions", _("Questions to answer"), "given_to", WRITE, _questions),
)

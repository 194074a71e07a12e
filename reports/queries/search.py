"""What of status reports and questions is searched: what is not issued or approved yet is found by
those who work with it.
"""

from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from core.dates import format_date_short
from core.search import Searched
from indicators.models import Criterion
from reports.models import Question, StatusReport


def _of_question(one: Question) -> list[str]:
    about = [one.criterion.wording] if one.criterion else []
    return [one.asked, one.asked_by, one.answered, *about]


KINDS = (
    Searched(
        code="reports",
        label=_("Status reports"),
        records=lambda: StatusReport.objects.select_related("program"),
        texts=lambda one: [one.title, one.case_number, one.document_number, one.addressee],
        note=lambda one: one.program,
        right=lambda one: "" if one.is_issued else May.SEE_DRAFTS,
    ),
    Searched(
        code="questions",
        label=_("Questions from the committee"),
        records=lambda: Question.objects.select_related("program", "criterion"),
        texts=_of_question,
        note=lambda one: f"{one.asked_by} · {format_date_short(one.received_on)}",
        day=lambda one: one.received_on,
        follows=[(Criterion, "criterion")],
    ),
)

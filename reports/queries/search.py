"""What of status reports is searched; what is not issued is found by those who work with it."""

from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from core.search import Searched
from reports.models import StatusReport

KINDS = (
    Searched(
        code="reports",
        label=_("Status reports"),
        records=lambda: StatusReport.objects.select_related("program"),
        texts=lambda one: [one.title, one.case_number, one.document_number, one.addressee],
        note=lambda one: one.program,
        right=lambda one: "" if one.is_issued else May.SEE_DRAFTS,
    ),
)

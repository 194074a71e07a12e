"""The open cases, on which whoever is responsible for their activity is to act."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from accounts.rules.responsibilities import Responsibility
from activities.models import Activity
from activities.models.querysets import ActivityQuerySet
from requisitions.models import Requisition
from requisitions.models.choices import CLOSED


def _open_cases() -> ActivityQuerySet:
    cases = Requisition.objects.active().exclude(newest_state__in=CLOSED)
    return Activity.objects.filter(Exists(cases.filter(activity=OuterRef("pk")))).select_related(
        "main_area"
    )


CASES = Responsibility(
    "cases", _("Open requisitions"), "responsible", May.KEEP_REGISTERS, _open_cases
)

"""The allocations of staff that name a person and are not over yet."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from accounts.rules.responsibilities import Responsibility
from core.clock import today
from resources.models import StaffAllocation


def _allocations() -> QuerySet[StaffAllocation]:
    last = Coalesce("ends_on", F("main_area__program__ends_on"))
    rows = StaffAllocation.objects.annotate(last_on=last).filter(last_on__gte=today())
    return rows.select_related("main_area")


ALLOCATIONS = Responsibility(
    "allocations", _("Allocations of staff"), "person", May.LOG, _allocations
)

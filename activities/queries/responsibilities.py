"""What of activities somebody is to act on: of what is not over yet."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from accounts.rules.responsibilities import Responsibility
from activities.models import Activity
from activities.models.querysets import ActivityQuerySet
from core.clock import today


def _planned() -> ActivityQuerySet:
    not_over = Q(ends_on__gte=today()) | Q(main_area__program__ends_on__gte=today())
    return Activity.objects.planned().filter(not_over).select_related("main_area")


ACTIVITIES = Responsibility("activities", _("Activities"), "responsible", May.LOG, _planned)

"""What of criteria somebody is to act on: criteria that are not over yet, and open actions."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.roles import May
from accounts.rules.responsibilities import Responsibility
from core.clock import today
from indicators.models import Action, Criterion
from indicators.models.querysets import ActionQuerySet, CriterionQuerySet


def _criteria() -> CriterionQuerySet:
    not_over = Q(due_on__gte=today()) | Q(main_area__program__ends_on__gte=today())
    return Criterion.objects.filter(not_over).select_related("main_area")


def _actions() -> ActionQuerySet:
    return Action.objects.open().select_related("criterion__main_area")


RESPONSIBILITIES = (
    Responsibility("criteria", _("Success criteria"), "responsible", May.LOG, _criteria),
    Responsibility("actions", _("Open actions"), "owner", May.LOG, _actions),
)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from accounts.rules.responsibilities import responsibilities
        from activities.queries.responsibilities import ACTIVITIES
        from activities.queries.search import KINDS
        from activities.services.log import check_period
        from core.search import searched
        from programs.rules.period import period_checks

        period_checks.register(check_period)
        responsibilities.register(ACTIVITIES)
        searched.register(*KINDS)

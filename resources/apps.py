from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")

    def ready(self) -> None:
        from accounts.rules.responsibilities import responsibilities
        from programs.rules.period import period_checks
        from programs.rules.staffing import fte_warnings
        from resources.queries.responsibilities import ALLOCATIONS
        from resources.queries.staffing import check_period, overallocation_warnings

        responsibilities.register(ALLOCATIONS)
        period_checks.register(check_period)
        fte_warnings.register(overallocation_warnings)

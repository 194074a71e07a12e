from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        from activities import money
        from activities.staffing import check_period, overdrawn_of
        from programs.configuration import fte_warnings
        from programs.forms import period_checks

        period_checks.append(check_period)
        period_checks.append(money.check_period)
        fte_warnings.append(overdrawn_of)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Success criteria")

    def ready(self) -> None:
        from indicators import sources
        from indicators.configuration import check_period
        from indicators.sources.attendance import AttendanceSource
        from indicators.sources.manual import ManualSource
        from programs.forms import period_checks

        sources.register(ManualSource())
        sources.register(AttendanceSource())
        period_checks.append(check_period)

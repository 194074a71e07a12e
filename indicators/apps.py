from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Success criteria")

    def ready(self) -> None:
        from activities.merging import merges
        from indicators import sources
        from indicators.configuration import check_period
        from indicators.merging import move_ticks
        from indicators.sources.attendance import AttendanceSource
        from indicators.sources.manual import ManualSource
        from indicators.sources.participants import ParticipantsSource
        from programs.forms import period_checks

        sources.register(ManualSource())
        sources.register(AttendanceSource())
        sources.register(ParticipantsSource())
        period_checks.append(check_period)
        merges.append(move_ticks)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Success criteria")

    def ready(self) -> None:
        from accounts.rules.responsibilities import responsibilities
        from core.search import searched
        from directory.services.merging import merge_handlers
        from indicators.queries.responsibilities import RESPONSIBILITIES
        from indicators.queries.search import KINDS
        from indicators.queries.standings import last_due
        from indicators.rules.sources import sources
        from indicators.services.configuration import check_period
        from indicators.services.merging import move_ticks
        from indicators.sources.attendance import AttendanceSource
        from indicators.sources.hours import HoursSource
        from indicators.sources.manual import ManualSource
        from indicators.sources.participants import ParticipantsSource
        from programs.rules.as_of import last_due_dates
        from programs.rules.period import period_checks

        responsibilities.register(*RESPONSIBILITIES)
        searched.register(*KINDS)
        sources.register(ManualSource())
        sources.register(AttendanceSource())
        sources.register(ParticipantsSource())
        sources.register(HoursSource())
        period_checks.register(check_period)
        last_due_dates.register(last_due)
        merge_handlers.register(move_ticks)

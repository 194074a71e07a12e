from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EconomyConfig(AppConfig):
    name = "economy"
    verbose_name = _("Economy")

    def ready(self) -> None:
        from core.search import searched
        from economy.queries.search import KINDS
        from economy.services.posting import check_period
        from programs.rules.period import period_checks

        searched.register(*KINDS)
        period_checks.register(check_period)

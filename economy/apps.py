from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EconomyConfig(AppConfig):
    name = "economy"
    verbose_name = _("Economy")

    def ready(self) -> None:
        from economy.services.posting import check_period
        from programs.rules.period import period_checks

        period_checks.register(check_period)

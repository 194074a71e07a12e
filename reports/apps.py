from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, register
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        register(letterhead_can_be_used)


def letterhead_can_be_used(app_configs: object, **kwargs: object) -> Sequence[CheckMessage]:
    """A wrong colour or logo stops no report, so the operator is told."""
    from reports.exports.letterhead import faults_of_settings

    return [checks.Warning(fault, id="reports.W001") for fault in faults_of_settings()]

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from core.search import searched
        from core.timed import timed_jobs
        from reports.queries.search import KINDS
        from reports.services.checking import CHECK_FILES

        searched.register(*KINDS)
        timed_jobs.register(CHECK_FILES)
        register(letterhead_can_be_used)


def letterhead_can_be_used(app_configs: object, **kwargs: object) -> Sequence[CheckMessage]:
    """A wrong colour or logo stops no report, so the operator is told."""
    from reports.exports.letterhead import faults_of_settings

    return [Warning(fault, id="reports.W001") for fault in faults_of_settings()]

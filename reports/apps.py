from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from accounts.rules.responsibilities import responsibilities
        from core.search import searched
        from core.timed import timed_jobs
        from overview.rules.waiting import waiting_lists
        from reports.queries.responsibilities import RESPONSIBILITIES
        from reports.queries.search import KINDS
        from reports.queries.turns import LISTS
        from reports.services.checking import CHECK_FILES

        responsibilities.register(*RESPONSIBILITIES)
        searched.register(*KINDS)
        timed_jobs.register(CHECK_FILES)
        waiting_lists.register(*LISTS)
        checks.register(letterhead_can_be_used)


def letterhead_can_be_used(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:
    """A wrong colour or logo stops no report, so the operator is told."""
    from reports.exports.letterhead import faults_of_settings

    return [checks.Warning(fault, id="reports.W001") for fault in faults_of_settings()]

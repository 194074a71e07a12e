from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequisitionsConfig(AppConfig):
    name = "requisitions"
    verbose_name = _("Requisitions")

    def ready(self) -> None:
        from activities.queries.week import narrowers
        from directory.services.merging import merges
        from indicators.rules import sources
        from requisitions.queries.register import leave_out_closed
        from requisitions.services.parties import follow_merge
        from requisitions.sources import RequisitionsSource

        sources.register(RequisitionsSource())
        merges.append(follow_merge)
        narrowers.append(leave_out_closed)

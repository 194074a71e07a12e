from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequisitionsConfig(AppConfig):
    name = "requisitions"
    verbose_name = _("Requisitions")

    def ready(self) -> None:
        from activities.merging import merges
        from activities.week import narrowers
        from indicators import sources
        from requisitions.parties import follow_merge
        from requisitions.queries import leave_out_closed
        from requisitions.sources import RequisitionsSource

        sources.register(RequisitionsSource())
        merges.append(follow_merge)
        narrowers.append(leave_out_closed)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequisitionsConfig(AppConfig):
    name = "requisitions"
    verbose_name = _("Requisitions")

    def ready(self) -> None:
        from accounts.rules.responsibilities import responsibilities
        from activities.queries.week import open_activity_filters
        from core.search import searched
        from directory.services.merging import merge_handlers
        from indicators.rules.sources import sources
        from requisitions.queries.register import leave_out_closed
        from requisitions.queries.responsibilities import CASES
        from requisitions.queries.search import KINDS
        from requisitions.services.parties import move_parties
        from requisitions.sources import RequisitionsSource

        responsibilities.register(CASES)
        searched.register(*KINDS)
        sources.register(RequisitionsSource())
        merge_handlers.register(move_parties)
        open_activity_filters.register(leave_out_closed)

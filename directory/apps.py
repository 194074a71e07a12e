from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from core.search import searched
        from core.timed import timed_jobs
        from directory.queries.search import KINDS
        from directory.services.timed import RETENTION

        searched.register(*KINDS)
        timed_jobs.register(RETENTION)

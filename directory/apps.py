from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from core.timed import timed_jobs
        from directory.services.timed import RETENTION

        timed_jobs.register(RETENTION)

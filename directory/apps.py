from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from core.search import searched
        from directory.queries.search import KINDS

        searched.register(*KINDS)

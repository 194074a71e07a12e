from django.apps import AppConfig
from django.db.backends.signals import connection_created

from core import checks, sqlite


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        checks.register()
        # The one signal in the house: Django has no other door to a fresh SQLite connection.
        connection_created.connect(sqlite.register_functions, dispatch_uid="core.sqlite")

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from core import checks, lookups, sqlite


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.jobs import jobs
        from core.timed import timed_jobs

        checks.register()
        lookups.register()
        # The one signal in the house: Django has no other door to a fresh SQLite connection.
        connection_created.connect(sqlite.register_functions, dispatch_uid="core.sqlite")
        for job in jobs():
            timed_jobs.register(job)

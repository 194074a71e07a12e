"""What holds for every test: no undefined template variable, uploads in a folder of their own.

The network is closed but for the loopback address by --allow-hosts in pyproject.toml.
"""

import os
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import override_settings
from hypothesis import settings as hypothesis_settings

from core.held import held
from tests.plugins.database import chosen_database
from tests.plugins.templates import FailOnUndefined

pytest_plugins = ["tests.cast", "tests.plugins.built_once"]

# No timed assertions: a busy machine is no fault of the code.
hypothesis_settings.register_profile("tfi", deadline=None)
hypothesis_settings.load_profile("tfi")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file, as in production: in memory, all requests would share one transaction."""
    for database in settings.DATABASES.values():
        if "sqlite" in database["ENGINE"]:
            file = tmp_path_factory.mktemp("database") / "test.sqlite3"
            database["TEST"] = {**database.get("TEST", {}), "NAME": str(file)}


@pytest.fixture(scope="session", autouse=True)
def _nobody_else_uses_the_database_when_it_is_dropped(django_db_setup, django_db_blocker):
    """A thread of the running site may still be closing its connection when the last test ends."""
    yield
    if connection.vendor != "postgresql":
        return
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for _try in range(50):
            cursor.execute(f"SELECT count(*) {others}")
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)
        cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(scope="session", autouse=True)
def _undefined_template_variables_fail():
    for backend in engines.all():
        if isinstance(backend, DjangoTemplates):
            backend.engine.string_if_invalid = FailOnUndefined()


@pytest.fixture(autouse=True)
def _uploads_in_a_folder_of_their_own(tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "media" / uuid.uuid4().hex
    with override_settings(MEDIA_ROOT=folder):
        yield


@pytest.fixture(autouse=True)
def _nothing_is_held_of_another_test():
    """The tables are emptied, and with them the versions that would tell the two apart."""
    held.clear()


def pytest_terminal_summary(terminalreporter, config):
    """Leave one line of totals for `make test`, which runs the suite once per database."""
    totals = os.environ.get("TFI_TEST_TOTALS")
    a_worker_of_xdist = hasattr(config, "workerinput")
    if not totals or a_worker_of_xdist:
        return
    count = {name: len(reports) for name, reports in terminalreporter.stats.items()}
    failed = count.get("failed", 0) + count.get("error", 0)
    line = f"{count.get('passed', 0)} passed, {failed} failed, {count.get('skipped', 0)} skipped"
    with Path(totals).open("a") as file:
        file.write(f"{chosen_database()}: {line}\n")

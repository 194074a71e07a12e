"""System checks of an installation (`check --deploy`), asked as the user that runs the service."""

import http.client
import os
import ssl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.checks import CheckMessage, Error, Info, Tags
from django.core.checks import register as register_check
from django.db import DatabaseError
from django.urls import reverse

PROXY_SECONDS = 3


def clock_runs_in_production(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Only the demo and the tests may stop the clock; --deploy refuses a stopped one."""
    if settings.FIXED_TODAY is None and not settings.DEMO:
        return []
    return [
        Error(
            "The clock is fixed or the demo sign-ins are open.",
            hint="Remove FIXED_TODAY and DEMO from the production settings.",
            id="core.E001",
        )
    ]


def static_files_can_be_read(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Every collected file, as each page links to some and fails without their list."""
    root = Path(str(settings.STATIC_ROOT))
    hint = "As root: umask 022, then collectstatic --no-input (docs/operations.md)."
    # Not by the storage itself, which reads the list as soon as it is made.
    if not (root / ManifestFilesMixin.manifest_name).exists() and os.access(root, os.X_OK):
        text = f"{root} holds no collected static files."
        return [Error(text, hint=hint, id="core.E002")]
    unreadable = next(_unreadable(root), None)
    if unreadable is None:
        return []
    return [Error(f"{unreadable} cannot be read.", hint=hint, id="core.E003")]


def _unreadable(root: Path) -> Iterator[Path]:
    if not os.access(root, os.R_OK | os.X_OK):
        yield root
    for parent, folders, names in os.walk(root):
        for name in folders + names:
            path = Path(parent, name)
            if not os.access(path, os.R_OK | (os.X_OK if name in folders else 0)):
                yield path


def uploads_have_their_folder(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """MEDIA_ROOT is there, ours alone, writable, and holds what the database's rows name."""
    root = Path(settings.MEDIA_ROOT)
    complaint = _about_uploads(root)
    if not complaint:
        return []
    hint = f"As root: install -d -o USER -g USER -m 0700 {root}, USER being the service's."
    return [Error(f"MEDIA_ROOT: {complaint}", hint=hint, id="core.E004")]


def _about_uploads(root: Path) -> str:
    from core.models import FileGeneration  # loaded after this module

    if not root.is_dir():
        return f"the folder {root} does not exist."
    state = root.stat()
    if state.st_uid != os.geteuid():
        return f"{root} belongs to user {state.st_uid}; this is run by user {os.geteuid()}."
    if state.st_mode & 0o077:
        return f"others may look into {root} (mode {state.st_mode & 0o777:o})."
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return f"{root} cannot be written."
    try:
        generation = FileGeneration.objects.values_list("name", flat=True).first()
    except DatabaseError:  # not migrated yet, or away: others say so
        return ""
    if generation and not (root / generation).is_dir():
        return f"{root} is not this database's: the folder {generation} is not in it."
    return ""


def proxy_passes_its_headers(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Asks for the sign-in page as anybody does, over the site's own name and its proxy.

    The request claims to come over http: a proxy that passes the claim on is found by it.
    """
    if not getattr(settings, "PROXY_COUNT", 0):
        return []
    host = next(name for name in settings.ALLOWED_HOSTS if not name.startswith("."))
    address = f"https://{host}{reverse('accounts:login')}"
    try:
        status, text = _asked(host, reverse("accounts:login"))
    except ssl.SSLError as error:
        return [Error(f"{address}: {error}", id="core.E006")]
    except (OSError, http.client.HTTPException):
        return [
            Info(f"Nothing answers at {address} yet; check again with the proxy.", id="core.I001")
        ]
    if status == 200:
        return []
    why = {
        301: "The proxy passes the caller's X-Forwarded-Proto on, or none.",
        400: "The proxy does not pass Host on.",
        503: text,
    }.get(status, "")
    return [Error(f"{address} answers {status}. {why}", id="core.E005")]


def _asked(host: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPSConnection(host, timeout=PROXY_SECONDS)
    try:
        connection.request("GET", path, headers={"X-Forwarded-Proto": "http"})
        answer = connection.getresponse()
        return answer.status, answer.read(200).decode(errors="replace")
    finally:
        connection.close()


def register() -> None:
    for check in (
        clock_runs_in_production,
        static_files_can_be_read,
        uploads_have_their_folder,
        proxy_passes_its_headers,
    ):
        register_check(Tags.security, deploy=True)(check)

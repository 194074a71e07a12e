"""System checks that stop a start under wrong settings."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import register as register_check


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


def register() -> None:
    register_check(Tags.security, deploy=True)(clock_runs_in_production)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Users")

    def ready(self) -> None:
        from accounts.services.timed import FAILED_SIGN_INS
        from core.timed import timed_jobs

        timed_jobs.register(FAILED_SIGN_INS)

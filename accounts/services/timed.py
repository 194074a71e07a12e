"""The timed job that forgets failed sign-ins once no limit asks for them."""

from django.utils.translation import gettext_lazy as _

from accounts.services.limits import forget_old
from core.timed import DAY, TimedJob


def _forget() -> str:
    return f"tries: {forget_old()}"


FAILED_SIGN_INS = TimedJob("forget_sign_ins", _("Forget failed sign-ins"), DAY, _forget)

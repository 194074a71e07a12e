"""The timed job that forgets failed sign-ins once no limit asks for them."""

from axes.models import AccessAttempt
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.services.limits import forget_old
from core.timed import DAY, TimedJob


def _forget() -> str:
    attempts = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - DAY).delete()[0]
    return f"sign-ins: {attempts}, tries: {forget_old()}"


FAILED_SIGN_INS = TimedJob("forget_sign_ins", _("Forget failed sign-ins"), DAY, _forget)

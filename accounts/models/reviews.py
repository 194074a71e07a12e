from django.db import models
from django.utils.translation import gettext_lazy as _

from core.records import AuthoredRow


class AccessReview(AuthoredRow):
    """Somebody has gone through who has access, with the list as it was; never changed."""

    listed = models.JSONField(_("the list as it was"))

    class Meta:
        verbose_name = _("review of access")
        verbose_name_plural = _("reviews of access")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d}"

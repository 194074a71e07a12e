"""Models that belong to no app."""

from django.db import models


class Version(models.Model):
    """The token of all that the figures of one scope depend on: see ``core.versions``."""

    scope = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.scope}: {self.token}"

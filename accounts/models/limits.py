from django.db import models


class Tries(models.Model):
    """How often something was tried; its key is a fingerprint, so no name is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    last = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.count}"

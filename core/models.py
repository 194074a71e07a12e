"""Models that belong to no app."""

from django.db import models


class SearchRow(models.Model):
    """What is searched of one record: see ``core.search``."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    right = models.CharField(max_length=60, blank=True)  # that one needs to find it
    text = models.TextField()
    on = models.DateField(null=True)
    is_retracted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record"], name="search_row_once_a_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Version(models.Model):
    """The token of all that the figures of one scope depend on: see ``core.versions``."""

    scope = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.scope}: {self.token}"

"""Models that belong to no app."""

from django.db import models


class Version(models.Model):
    """The token of all that the figures of one scope depend on: see ``core.versions``."""

    scope = models.CharField(max_length=40, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.scope}: {self.token}"


class FileGeneration(models.Model):
    """The one row that names the folder of this database's files: see ``core.storage``."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="core_one_file_generation"),
        ]

    def __str__(self) -> str:
        return self.name

"""Searching for words: ``icontains`` takes no notice of what ``folded`` leaves out."""

from typing import Any

from django.db.models import CharField, TextField
from django.db.models.lookups import IContains

from core.text import IGNORED, folded


class FoldedIContains(IContains):
    """SQLite folds in its own LIKE (core/sqlite.py)."""

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> tuple[str, Any]:
        sql, params = super().process_lhs(compiler, connection, lhs)
        if connection.vendor == "postgresql":
            sql = f"TRANSLATE({sql}, '{IGNORED}', '')"
        return sql, params

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = super().process_rhs(compiler, connection)
        return sql, [folded(one) if isinstance(one, str) else one for one in params]


def register() -> None:
    for field in (CharField, TextField):
        field.register_lookup(FoldedIContains)

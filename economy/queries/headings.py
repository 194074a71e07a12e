"""What is remembered of the headings of the finance system's files."""

from __future__ import annotations

from economy.models import ColumnHeading


def remembered_headings() -> dict[str, str]:
    """What each holds, empty for what is passed over. One query."""
    return dict(ColumnHeading.objects.values_list("heading", "holds"))

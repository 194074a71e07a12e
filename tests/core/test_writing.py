"""Services and the configuration write through ``core.records``, which moves the versions."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOMS = (
    *("accounts", "activities", "directory", "economy", "indicators", "programs"),
    *("requisitions", "resources", "overview"),
)
WRITES = {
    *("save", "delete", "update", "create", "get_or_create", "update_or_create", "cursor"),
    *("bulk_create", "bulk_update", "bulk_history_create"),
}
NO_HISTORY = "it has no history of its own, and is marked beside"
REMOVED = "a person goes from the history too, and is marked beside"
COUNTED = "how often somebody tried is no record"
WORDS = "what a column is called is no figure"
ALLOWED = {
    "activities/services/week.py: TimeEntry.history.bulk_history_create": "marked beside",
    "activities/services/week.py: TimeEntry.history.filter().update": "of the same rows",
    "activities/services/week.py: connection.cursor": "deletes the same rows",
    "directory/services/retention.py: contact.delete": REMOVED,
    "directory/services/retention.py: Contact.history.filter().delete": REMOVED,
    "directory/services/retention.py: versions.update": REMOVED,
    "accounts/services/people.py: User.objects.filter().update": "when somebody was invited",
    "indicators/services/configuring.py: PlannedPoint.objects.bulk_create": NO_HISTORY,
    "indicators/services/configuring.py: criterion.planned_points.all().delete": NO_HISTORY,
    "overview/services/year.py: rows.update": "written again with their history",
    "accounts/services/limits.py: Tries.objects.filter().update": COUNTED,
    "accounts/services/limits.py: Tries.objects.filter().delete": COUNTED,
    "accounts/services/limits.py: Tries.objects.get_or_create": COUNTED,
    "accounts/services/limits.py: row.save": COUNTED,
    "economy/services/headings.py: ColumnHeading.objects.update_or_create": WORDS,
    "economy/services/headings.py: ColumnHeading.objects.filter().delete": WORDS,
    "economy/services/posting.py: BudgetRevision.objects.create": NO_HISTORY,
    "requisitions/services/cases.py: row.save": NO_HISTORY,
}


def test_nothing_is_written_around_it_but_what_marks_itself():
    assert set(_writes()) == ALLOWED.keys()


def _writes() -> Iterator[str]:
    for room in ROOMS:
        folder = settings.BASE_DIR / room
        for file in folder.glob("services/**/*.py"):
            yield from _writes_in(file)


def _writes_in(file: Path) -> Iterator[str]:
    nodes = ast.walk(ast.parse(file.read_text()))
    for called in (node.func for node in nodes if isinstance(node, ast.Call)):
        if isinstance(called, ast.Attribute) and called.attr in WRITES:
            yield f"{file.relative_to(settings.BASE_DIR)}: {_said(called)}"


def _said(node: ast.expr) -> str:
    """«Contact.history.filter().delete»."""
    if isinstance(node, ast.Attribute):
        return f"{_said(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{_said(node.func)}()"
    return ast.unparse(node)

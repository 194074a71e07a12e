"""What has been configured in a programme: added, changed and deleted, from the stored versions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from activities.models import Activity
from core.changes import text_of
from economy.models import BudgetLine
from indicators.models import Criterion
from programs.models import FundingSource, Initiative, MainArea, Program
from resources.models import StaffAllocation

# What orders things, and what is kept for reading elsewhere, is no change of what is configured.
UNTOLD = frozenset({"position", "revisions", "file_sha256"})


@dataclass(frozen=True, slots=True)
class Told:
    """One change: of what, from what to what, by whom, when and why; ``key`` is «criterion-12»."""

    at: datetime.datetime
    by: str
    reason: str
    kind: str
    key: str
    name: str
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes are asked for; what is empty asks for all."""

    key: str = ""
    kind: str = ""
    by: str = ""

    def keeps(self, told: Told) -> bool:
        return (
            self.key in ("", told.key)
            and self.kind in ("", told.key.partition("-")[0])
            and self.by in ("", told.by)
        )


KINDS: tuple[tuple[type[Model], str], ...] = (
    (Program, ""),
    (MainArea, "program_id"),
    (FundingSource, "program_id"),
    (Initiative, "main_area_id"),
    (Activity, "main_area_id"),
    (Criterion, "main_area_id"),
    (StaffAllocation, "main_area_id"),
    (BudgetLine, "source_id"),
)


def changes_of(program: Program) -> list[Told]:
    """Everything that was configured in the programme, newest first: one query a kind.

    What was deleted is there too, as long as what it stood in was the programme's.
    """
    areas = set(MainArea.history.filter(program_id=program.pk).values_list("id", flat=True))
    sources = set(FundingSource.history.filter(program_id=program.pk).values_list("id", flat=True))
    within: dict[str, Any] = {
        "": {"id": program.pk},
        "program_id": {"program_id": program.pk},
        "main_area_id": {"main_area_id__in": areas},
        "source_id": {"source_id__in": sources},
    }
    found = [told for model, place in KINDS for told in _of_kind(model, within[place])]
    return sorted(found, key=lambda told: told.at, reverse=True)


def _of_kind(model: Any, within: dict[str, Any]) -> Iterator[Told]:
    versions: dict[int, list[Any]] = {}
    rows = model.history.filter(**within)
    if model is Activity:
        rows = rows.filter(kind="planned")
    for row in rows.select_related("history_user").order_by("history_id"):
        versions.setdefault(row.id, []).append(row)
    for ordered in versions.values():
        yield from _of_record(model, ordered)


def _of_record(model: Any, versions: Sequence[Any]) -> Iterator[Told]:
    if versions[0].history_type == "+":
        yield _told(model, versions[0], _("added"))
    for old, new in pairwise(versions):
        if new.history_type == "-":
            yield _told(model, new, _("deleted"))
        else:
            yield from _differences(model, old, new)


def _differences(model: Any, old: Any, new: Any) -> Iterator[Told]:
    for column in model._meta.concrete_fields:
        before, after = getattr(old, column.attname, None), getattr(new, column.attname, None)
        if before == after or column.name in UNTOLD:
            continue
        texts = (_text(old, column, before), _text(new, column, after))
        yield _told(model, new, str(column.verbose_name), *texts)


def _text(version: Any, column: Any, value: Any) -> str:
    if column.is_relation and value is not None:
        return str(getattr(version, column.name, "") or value)
    return text_of(column, value)


def _told(model: Any, version: Any, what: str, before: str = "", after: str = "") -> Told:
    record = version.instance
    return Told(
        at=version.history_date,
        by=str(version.history_user or ""),
        reason=version.history_change_reason or "",
        kind=str(model._meta.verbose_name),
        key=f"{model._meta.model_name}-{version.id}",
        name=str(record),
        what=what,
        before=before,
        after=after,
    )

"""A workbook read into the programme that it was taken from: looked at first, then all or nothing.

Its rows are made and checked by the Sections that load a file, as the programme would be with them;
what differs from what stands is saved by the services of the screens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from core.versions import atomic_change
from economy.forms.configuration import why_locked
from economy.models import BudgetLine
from exchange.rules.cells import in_cell
from exchange.rules.comparing import CellChange, Compared, FileRow, compared, flattened, unflattened
from exchange.rules.faults import FileFault, Place, shown
from exchange.rules.reading import ProgramFile
from exchange.rules.references import faults_of_references
from exchange.services.applying import Applying, Made, Why
from exchange.services.drafts import Draft
from exchange.services.loading import KEYS, program_of_head
from exchange.services.sections import SECTIONS
from exchange.services.workbooks.found import CELL, ReadWorkbook
from exchange.services.workbooks.plans import HEAD, plans
from exchange.services.workbooks.revision import revision_of
from exchange.services.written import Names, head_of, rows_of
from indicators.models import Criterion
from indicators.services.configuration import check_measurements
from programs.queries import lock_program
from programs.rules.period import period_checks
from programs.services.parts import check_may_configure

if TYPE_CHECKING:
    from programs.models import Program

CONFIGURED = tuple(section for section in SECTIONS if section.is_configured)
CALLED_BY = ("title", "wording", "name")
MOST_NAMED = 20  # so many rows of a kind are named, where all are refused for the same thing
# What is changed on its own page, where it is asked from when, why and by whom.
ELSEWHERE = ("assessed.status", "assessed.reason", "assessed.on", "assessed.by", "revisions")
LOCKED = ("amount", "source", "initiative", "activity")
REVISED = (
    "wording", "measure", "comparison", "target", "due_on", "pacing", "source", "planned",
    "denominator.value", "denominator.criteria",
)  # fmt: skip


@dataclass
class ImportPreview:
    """What would become of the programme. ``token`` tells this preview from any other."""

    program: Program
    read: ReadWorkbook
    revision: str
    kinds: list[Compared] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    needs_reason: bool = False
    is_saved: bool = False

    @property
    def changes(self) -> list[CellChange]:
        return [change for kind in self.kinds for change in kind.changes]

    @property
    def new(self) -> list[tuple[str, FileRow]]:
        return [(kind.kind, row) for kind in self.kinds for row in kind.new]

    @property
    def conflicts(self) -> list[CellChange]:
        return [change for change in self.changes if change.is_conflict]

    @property
    def meanwhile(self) -> list[CellChange]:
        return [change for kind in self.kinds for change in kind.meanwhile]

    @property
    def unchanged(self) -> int:
        return sum(kind.unchanged for kind in self.kinds)

    @property
    def absent(self) -> list[tuple[str, str]]:
        return [(kind.kind, name) for kind in self.kinds for name in kind.absent]

    @property
    def sorted_anew(self) -> list[str]:
        return [kind.kind for kind in self.kinds if kind.is_sorted_anew]

    @property
    def changes_anything(self) -> bool:
        return bool(self.changes or self.new or self.sorted_anew)

    @property
    def token(self) -> str:
        parts = (self.changes, self.new, self.meanwhile, self.absent, self.sorted_anew)
        return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@atomic_change()
def import_workbook(
    *,
    by: User,
    program: Program,
    read: ReadWorkbook,
    shown_token: str = "",
    reason: str = "",
    holds_from: date | None = None,
    replaces: bool = False,
) -> ImportPreview:
    """All of the workbook's changes, where they are those that ``shown_token`` says were seen;
    else what they would be, and nothing saved.
    """
    check_may_configure(by)
    program = lock_program(program.pk)
    preview = ImportPreview(program, read, revision_of(program))
    if fault := _fault_of_base(read, program):
        preview.faults = [fault]
        return preview
    names = Names(program, SECTIONS)
    _compare(preview, names, replaces=replaces)
    faults = [*read.file.faults, *_faults_of_kinds(preview), *_faults_of_facts(read)]
    draft, made = _made(preview)
    faults += draft.faults
    faults += _faults_of_what_stands(preview, draft, made, reason)
    preview.faults = [fault.text(read.where) for fault in read.file.in_order(faults)]
    preview.needs_reason |= program.adopted_on is not None and any(
        change.kind == "criteria" and change.key in REVISED for change in preview.changes
    )
    unexplained = preview.needs_reason and not reason
    if preview.faults or unexplained or shown_token != preview.token:
        return preview
    why = Why(by, reason, holds_from)
    Applying(why, program, {kind.kind: kind for kind in preview.kinds}).save(draft, made)
    preview.is_saved = True
    return preview


# What differs -----------------------------------------------------------------------------------
def _fault_of_base(read: ReadWorkbook, program: Program) -> str:
    base = read.base
    if base is None:
        return _(
            "The workbook has lost its hidden sheet «Grundlag», which says what it was taken from: "
            "download a new one, and copy the changes into it."
        )
    if base.slug != program.slug:
        words = {"own": shown(base.slug), "program": program.slug}
        return _("The workbook was taken from «%(own)s», and this is «%(program)s».") % words
    return ""


def _keys_by_kind() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for plan in plans():
        key = plan.key.partition(".")[0]
        if plan.inside:
            found[key].append(plan.inside)
        else:
            found[key] += [column.key for column in plan.columns if column.key[0] != "@"]
    return found


def _said(read: ReadWorkbook, plan_keys: Sequence[str], key: str) -> frozenset[str]:
    """The keys that the workbook's sheets have a column for."""
    sheet = read.sheets.get(key)
    said = set(sheet.letters) if sheet else set()
    inside = {name for name in plan_keys if f"{key}.{name}" in read.sheets}
    return frozenset(said | inside | {"ref", "number"})


def _compare(preview: ImportPreview, names: Names, *, replaces: bool) -> None:
    read, base, keys = preview.read, preview.read.base, _keys_by_kind()
    if base is None:
        return
    head = in_cell(head_of(preview.program))
    own = {HEAD: [(preview.program.slug, head)]}
    own |= {
        section.key: [(name, in_cell(row)) for name, row in rows_of(section, names)]
        for section in CONFIGURED
    }
    for key, rows in own.items():
        if key not in read.sheets:
            continue
        taken = {preview.program.slug: base.head} if key == HEAD else base.rows.get(key, {})
        said = _said(read, keys[key], key)
        file = [
            FileRow(
                preview.program.slug if key == HEAD else str(row.name or row.values.get("ref", "")),
                flattened(row.values, keys[key]),
                position,
                said,
            )
            for position, row in enumerate(read.rows(key))
        ]
        preview.kinds.append(
            compared(
                key,
                _without_doubles(file),
                {name: flattened(row, keys[key]) for name, row in taken.items()},
                {name: flattened(row, keys[key]) for name, row in rows},
                CALLED_BY,
                replaces=replaces,
            )
        )


def _without_doubles(rows: list[FileRow]) -> list[FileRow]:
    """A name given twice is told where references are."""
    first: dict[str, FileRow] = {}
    for row in rows:
        first.setdefault(row.name or f"@{row.position}", row)
    return list(first.values())


# What is refused --------------------------------------------------------------------------------
def _faults_of_kinds(preview: ImportPreview) -> Iterator[FileFault]:
    for kind in preview.kinds:
        for row in kind.gone:
            message = _("«%s» has been removed from the system since the workbook was taken")
            yield FileFault((kind.kind, row.position), message % shown(row.name))
        for row, like in kind.lost:
            message = _("seems to be «%s», whose reference is lost: write it here again")
            yield FileFault((kind.kind, row.position), message % shown(like))
        for change in kind.changes:
            place: Place = (kind.kind, change.position, *change.key.split("."))
            if kind.kind == HEAD:
                place = tuple(change.key.split("."))
            if change.key in ELSEWHERE:
                yield FileFault(place, _("is changed on its own page, and not in the workbook"))
            if kind.kind == HEAD and change.key in ("slug", "adopted.on", "adopted.reference"):
                yield FileFault(place, _("is changed on the programme's own pages"))


def _faults_of_facts(read: ReadWorkbook) -> Iterator[FileFault]:
    """What happened is corrected where it was logged, with a reason."""
    for section in SECTIONS:
        if section.is_configured:
            continue
        other = [
            (section.key, position)
            for position, _row in enumerate(read.rows(section.key))
            if (section.key, position) not in read.file.stood
        ]
        message = _("is new or changed here: what happened is logged and corrected on its own page")
        yield from (FileFault(at, message) for at in other[:MOST_NAMED])
        if len(other) > MOST_NAMED:
            title = read.sheets[section.key].plan.title
            more = _("and %s more rows like that") % (len(other) - MOST_NAMED)
            yield FileFault((CELL, title), more)


def _made(preview: ImportPreview) -> tuple[Draft, dict[str, list[tuple[str, Any]]]]:
    """The programme's rows as they would be, made and checked together."""
    data: dict[str, Any] = {}
    names: dict[str, list[str]] = {}
    for kind in preview.kinds:
        rows = [unflattened(cells) for _name, cells in kind.rows]
        if kind.kind == HEAD:
            data.update(rows[0] if rows else {})
            # Adopted on a page of its own, where the reference may come later.
            data.pop("adopted", None)
        else:
            data[kind.kind] = rows
            names[kind.kind] = [name for name, _cells in kind.rows]
    file = ProgramFile(data, [])
    file.read_head(CONFIGURED)
    users = {user.username: user for user in User.objects.all()}
    program, unknown = program_of_head(file.head)
    for name in ("pk", "closed_on", "adopted_on", "adoption_reference"):
        setattr(program, name, getattr(preview.program, name))
    draft = Draft(program, has_head=True, by_name=defaultdict(dict, users=users))
    draft.faults += faults_of_references(data, CONFIGURED, users.keys())
    draft.check(program, (), KEYS, unknown)
    made: dict[str, list[tuple[str, Any]]] = {}
    for section in CONFIGURED:
        found = list(section.make(draft, file.rows(section)))
        draft.check_constraints()
        draft.by_name[section.key].update(
            {name: section.kept(record) for name, record in found if name}
        )
        made[section.key] = [
            (name, record)
            for name, (_own, record) in zip(names.get(section.key, []), found, strict=False)
        ]
        while file.in_part:
            draft.check_part(section, file.in_part.pop())
        draft.check_constraints()
    draft.faults += file.faults
    return draft, made


def _faults_of_what_stands(
    preview: ImportPreview, draft: Draft, made: Made, reason: str
) -> Iterator[FileFault]:
    """What the screens refuse of a part that others hang on already."""
    program = preview.program
    changed = {(change.kind, change.key) for change in preview.changes}
    if {(HEAD, "starts_on"), (HEAD, "ends_on")} & changed and draft.program.starts_on:
        for check in period_checks:
            try:
                check(program, draft.program.starts_on, draft.program.ends_on)
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    yield from (FileFault((name,), message) for message in messages)
    yield from _faults_of_lines(preview)
    yield from _faults_of_measured(preview, made, reason)


def _faults_of_lines(preview: ImportPreview) -> Iterator[FileFault]:
    changes = [c for c in preview.changes if c.kind == "budget_lines" and c.key in LOCKED]
    lines = BudgetLine.objects.filter(source__program=preview.program) if changes else ()
    stored = {line.ref: line for line in lines}
    for change in changes:
        if why := why_locked(stored[change.name]):
            message = _("cannot be changed here. %s The amount is revised on the line's own page.")
            yield FileFault(("budget_lines", change.position, change.key), message % why)


def _faults_of_measured(preview: ImportPreview, made: Made, reason: str) -> Iterator[FileFault]:
    """Another measure or source than figures were reported by."""
    of_measure = ("measure", "source", "denominator.value", "denominator.criteria")
    positions = {
        change.name: change.position
        for change in preview.changes
        if change.kind == "criteria" and change.key in of_measure
    }
    rows = Criterion.objects.of_program(preview.program).filter(ref__in=positions)
    stored = {row.ref: row.pk for row in rows}
    for name, record in made.get("criteria", ()):
        if name not in stored:
            continue
        record.criterion.pk = stored[name]
        try:
            check_measurements(record.criterion, reason=reason)
        except ValidationError as error:
            found = error.message_dict
            preview.needs_reason |= bool(found.pop("change_reason", None))
            for field_name, messages in found.items():
                key = "denominator" if field_name == "base" else field_name
                at = ("criteria", positions[name], key)
                yield from (FileFault(at, message) for message in messages)
        record.criterion.pk = None

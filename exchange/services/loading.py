"""Loading a programme file: all or nothing, once, and never over what people have entered."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.versions import atomic_change, mark_scope_changed
from exchange.rules.faults import FileFault, ProgramFileError
from exchange.rules.reading import ProgramFile, ReadInPart
from exchange.rules.references import faults_of_references
from exchange.rules.shapes import Head, Staff
from exchange.services import traces
from exchange.services.drafts import Draft
from exchange.services.saving import create
from exchange.services.sections import SECTIONS
from exchange.services.workbooks.reading import is_workbook, read_workbook
from programs.models import Program
from programs.rules.fte import hours_of

# So many records are made, checked and saved at a time, so that a large file takes little memory.
BATCH = 1000
KEYS = {
    "adopted_on": "adopted.on",
    "adoption_reference": "adopted.reference",
    "hours_per_fte": "fte.hours",
    "program_starts_before_it_ends": "ends_on",
    "program_min_response_is_per_cent": "min_response",
    "program_thresholds_in_order": "at_risk_from",
    "program_fte_has_hours": "fte.hours",
    "program_fte_is_one_persons_year": "fte.hours",
}


@dataclass(frozen=True)
class Loaded:
    """What is in the database now; without counts it was there already."""

    program: Program
    counts: dict[str, int] = field(default_factory=dict)
    notices: Sequence[str] = ()


class ProgramInUse(ProgramFileError):
    """Another file with the same short name is loaded, and stays."""

    def __init__(self, message: str) -> None:
        super().__init__([FileFault(("slug",), message)])


def load_program(raw: bytes, *, replace: bool = False) -> Loaded:
    """Load the file's bytes; the very same bytes again change nothing.

    ``replace`` puts the file in the place of another one with the same slug, as long as nobody
    has entered anything by hand. ProgramFileError, with every fault, where it cannot be loaded.
    Nobody is named in the history: the loader is not a person.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    loaded = Program.objects.filter(file_sha256=sha256).first()
    if loaded:
        return Loaded(loaded)
    # The faults are read beside the file: JSON is English, and a workbook is Danish.
    with translation.override("da" if is_workbook(raw) else "en"), atomic_change():
        mark_scope_changed()
        file = read_workbook(raw).file if is_workbook(raw) else ProgramFile.read(raw, SECTIONS)
        del raw  # as large as the file, and not needed any more
        return load_file(file, sha256, replace=replace)


def load_file(
    file: ProgramFile, sha256: str = "", *, replace: bool = False, saves: bool = True
) -> Loaded:
    """Load a file that was read, in the transaction around it; or only check it.

    ProgramFileError, with every fault, where it cannot be loaded.
    """
    users = {user.username: user for user in User.objects.all()}
    program, unknown = program_of_head(file.head)
    program.file_sha256 = sha256
    has_head = not unknown & {"starts_on", "ends_on"} and program.starts_on <= program.ends_on
    draft = Draft(program, has_head=has_head, by_name=defaultdict(dict, users=users))
    draft.faults += faults_of_references(file.data, SECTIONS, users.keys())
    draft.check(program, (), KEYS, unknown)
    draft.check_constraints()
    in_use = ""
    if saves and not (file.faults or draft.faults):
        in_use = _make_room_for(program.slug, replace)
    _bring(file, draft, may_save=saves and not in_use)
    if file.faults or draft.faults:
        raise file.refused([*file.faults, *draft.faults])
    if in_use:
        raise ProgramInUse(in_use)
    if not saves:
        return Loaded(program, dict(draft.counts), file.notices)
    told = [fault for section in SECTIONS for fault in section.told_by_saved(draft)]
    if told:
        raise file.refused(told)
    return Loaded(program, dict(draft.counts), file.notices)


def _bring(file: ProgramFile, draft: Draft, *, may_save: bool) -> None:
    """Make and check every row, and save them as long as nothing is wrong."""

    def is_sound() -> bool:
        return may_save and not (file.faults or draft.faults)

    if is_sound():
        create([draft.program])
    for section in SECTIONS:
        draft.counts.update(dict.fromkeys(section.labels, 0))
        made = iter(section.make(draft, file.rows(section)))
        while batch := list(islice(made, None if section.whole else BATCH)):
            draft.check_constraints()
            if is_sound():
                section.save([record for _name, record in batch])
            draft.counts.update(dict.fromkeys(section.labels[:1], len(batch)))
            kept = {name: section.kept(record) for name, record in batch if name}
            draft.by_name[section.key].update(kept)
        while file.in_part:
            draft.check_part(section, file.in_part.pop())
        draft.check_constraints()


def save_program(program: Program, records: Mapping[str, Sequence[Any]]) -> None:
    """Write a programme that is made up, by section, as a file's is written but unchecked."""
    mark_scope_changed()
    create([program])
    for section in SECTIONS:
        section.save(records.get(section.key, ()))


def program_of_head(head: Head | ReadInPart) -> tuple[Program, Set[str]]:
    """The programme, and the fields of it that cannot be read."""
    keys = head.keys if isinstance(head, ReadInPart) else head
    wrong = head.refused if isinstance(head, ReadInPart) else frozenset[str]()
    own = {column.name for column in Program._meta.concrete_fields} & set(Head.model_fields)
    fields = {name: getattr(keys, name) for name in own - wrong - {"fte"}}
    unknown = set(wrong)
    if "adopted" in wrong:
        unknown |= {"adopted_on", "adoption_reference"}
    elif keys.adopted:
        fields |= {"adopted_on": keys.adopted.on, "adoption_reference": keys.adopted.reference}
    if "fte" in wrong:
        unknown |= {"fte_basis", "hours_per_fte"}
    elif keys.fte and keys.fte.hours is None and "starts_on" in wrong:
        unknown |= {"fte", "fte_basis", "hours_per_fte"}
    elif keys.fte:
        fields |= _staff_of(keys.fte, keys.starts_on)
    return Program(**fields), unknown


def _staff_of(given: Staff, starts_on: date) -> dict[str, Any]:
    """The programme's FTE; without hours, those of its basis in the year in which it starts."""
    hours = hours_of(given.basis, starts_on.year) if given.hours is None else given.hours
    return {"fte": given.total, "fte_basis": given.basis, "hours_per_fte": hours}


def _make_room_for(slug: str, replace: bool) -> str:
    """Why the programme of that name stays, or nothing where there is none any more."""
    program = Program.objects.select_for_update().filter(slug=slug).first()
    if program is None:
        return ""
    if not replace:
        message = _(
            "«%s» is loaded already from another file; --replace puts this one in its place"
        )
        return message % slug
    if traces.entered_by_hand(program):
        message = _(
            "«%s» stays as it is, because somebody has entered something by hand; give the file "
            "another slug"
        )
        return message % slug
    try:
        with transaction.atomic():
            traces.remove(program)
    except ProtectedError:
        message = _("«%s» stays as it is, because something outside the programme refers to it")
        return message % slug
    return ""

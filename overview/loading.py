"""Loading a programme file: all or nothing, once, and never over what people have entered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import translation

from accounts.models import User
from overview import program_traces as traces
from overview.program_file import FileFault, ProgramFile, ProgramFileError, read
from overview.program_file.references import faults_against
from overview.program_rows import Rows, rows_of
from overview.program_saving import save_rows
from programs.models import Program


@dataclass(frozen=True)
class Loaded:
    """What is in the database now; without counts it was there already."""

    program: Program
    counts: dict[str, int] = field(default_factory=dict)


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
    # The faults are read beside the file, whose words are English.
    with translation.override("en"), transaction.atomic():
        rows = _checked(read(raw))
        rows.program.file_sha256 = sha256
        _make_room_for(rows.program.slug, replace)
        return Loaded(rows.program, save_rows(rows))


def _checked(file: ProgramFile) -> Rows:
    users = {user.username: user for user in User.objects.all()}
    rows = rows_of(file, users)
    faults = [*file.faults, *faults_against({"users": users.keys()}, file.data), *rows.faults]
    if faults:
        raise ProgramFileError(file.in_order(faults))
    return rows


def _make_room_for(slug: str, replace: bool) -> None:
    program = Program.objects.select_for_update().filter(slug=slug).first()
    if program is None:
        return
    if not replace:
        raise ProgramInUse(
            f"«{slug}» is loaded already from another file; --replace puts this one in its place"
        )
    if traces.entered_by_hand(program):
        raise ProgramInUse(
            f"«{slug}» stays as it is, because somebody has entered something by hand; "
            "give the file another slug"
        )
    try:
        traces.remove(program)
    except ProtectedError:
        raise ProgramInUse(
            f"«{slug}» stays as it is, because something outside the programme refers to it"
        ) from None

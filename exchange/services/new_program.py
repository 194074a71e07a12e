"""A programme that is made of a workbook, as a programme file is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.records import save_with_history
from core.versions import atomic_change, mark_scope_changed
from exchange.rules.faults import FileFault, ProgramFileError, shown
from exchange.services.loading import load_file
from exchange.services.sections import SECTIONS
from programs.models import Program
from programs.services.parts import check_may_configure

if TYPE_CHECKING:
    from accounts.models import User
    from exchange.services.workbooks.found import ReadWorkbook


@dataclass(frozen=True)
class NewPreview:
    """What a workbook makes: the programme, and how many rows of each sheet."""

    program: Program
    counts: Mapping[str, int]


@atomic_change()
def create_program(*, by: User, read: ReadWorkbook, saves: bool = True) -> NewPreview:
    """All of it, or only checked; ProgramFileError, with every fault, where it cannot be made."""
    check_may_configure(by)
    slug = str(read.file.data.get("slug", ""))
    if Program.objects.filter(slug=slug).exists():
        message = _("«%s» is in the system: read the workbook into it, on its own page.")
        raise ProgramFileError([FileFault((), message % shown(slug))])
    counts = {
        read.sheets[section.key].plan.title: len(read.rows(section.key))
        for section in SECTIONS
        if read.rows(section.key)
    }
    mark_scope_changed()
    loaded = load_file(read.file, saves=saves)
    if saves:
        save_with_history(loaded.program, by=by, reason=_("Made of a workbook."))
    return NewPreview(loaded.program, counts)

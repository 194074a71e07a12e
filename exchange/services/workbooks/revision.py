"""The revision of a programme: what a workbook is marked with when it is taken."""

from hashlib import sha256

from core.versions import version_of
from programs.models import Program


def revision_of(program: Program) -> str:
    """What changes when anything of the programme changes; short enough to be read out."""
    return sha256(version_of(program.pk).encode()).hexdigest()[:12]

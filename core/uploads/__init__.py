"""What may be kept as a file beside a record, and how it is made safe; knows no database.

A file is what its bytes say, never what its name or the browser claims. Pictures are drawn anew,
so that neither position data nor anything hidden behind the picture survives. Archives are judged
by their listing; of what they hold only pictures are looked at.
"""

from core.uploads.kinds import CSV, KINDS, ODS, PDF, TXT, XLSX, FileKind
from core.uploads.preparing import Prepared, prepare, shown_name
from core.uploads.refusals import UNKNOWN, UNPACKS_TOO_LARGE

__all__ = [
    "CSV",
    "KINDS",
    "ODS",
    "PDF",
    "TXT",
    "UNKNOWN",
    "UNPACKS_TOO_LARGE",
    "XLSX",
    "FileKind",
    "Prepared",
    "prepare",
    "shown_name",
]

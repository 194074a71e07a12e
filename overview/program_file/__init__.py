"""The programme file: one JSON document that holds a programme. Pure, without a database."""

from overview.program_file.faults import FileFault, Place, ProgramFileError, place_text, shown
from overview.program_file.reading import MAX_BYTES, ROWS, ProgramFile, parse, read

__all__ = [
    "MAX_BYTES",
    "ROWS",
    "FileFault",
    "Place",
    "ProgramFile",
    "ProgramFileError",
    "parse",
    "place_text",
    "read",
    "shown",
]

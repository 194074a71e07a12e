"""A document as PDF for screen readers and archives: PDF/UA-1 and PDF/A-2a in one file."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.utils.translation import gettext as _

from core.dates import format_date_long
from reports.exports.letterhead import SIGNS, letterhead, mark_of
from reports.exports.pictures import usable, usable_pictures
from reports.exports.row_heads import with_row_heads
from reports.rules.document import Document, StatusMark, runs_of_part
from reports.rules.frozen import as_data
from reports.rules.letters import FONTS, drawable

TEMPLATE = Path(__file__).with_name("document.typ")
# In this order each letter is looked for.
FAMILIES = (
    "IBM Plex Sans",
    "Noto Sans Arabic",
    "Noto Sans Ethiopic",
    "Noto Sans Tamil",
    "Noto Sans Bengali",
    "Noto Sans Devanagari",
    "Noto Sans Gurmukhi",
    "Noto Sans Thai",
    "DejaVu Sans",
)


def render(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    # The compiler reads pictures from files only, all below one folder.
    with TemporaryDirectory(prefix="tfi-pdf-") as folder:
        given = _given(document, pictures, Path(folder))
        compiled = typst.compile(
            shutil.copy(TEMPLATE, folder),
            root=folder,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"given": json.dumps(_each_text(given, drawable))},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=_moment(document),
        )
    return with_row_heads(compiled, document)


def _given(document: Document, pictures: Mapping[str, bytes], folder: Path) -> dict[str, Any]:
    """All that the template asks for; pictures and logo are laid into the folder."""
    places = {}
    for sha256, (picture, ending) in usable_pictures(document, pictures).items():
        places[sha256] = f"/{sha256}.{ending}"
        (folder / f"{sha256}.{ending}").write_bytes(picture)
    head = letterhead()
    logo = usable(head.logo)
    if logo:
        (folder / f"logo.{logo[1]}").write_bytes(logo[0])
    return {
        "document": as_data(document),
        "pictures": places,
        "letterhead": {
            "name": head.name,
            "author": head.author,
            "colour": head.colour,
            "logo": f"/logo.{logo[1]}" if logo else "",
        },
        "marks": _marks(document),
        "fonts": FAMILIES,
        "words": {
            "dated": format_date_long(_day(document)),
            "page": _("Page {page} of {pages}"),
            "forecast": _("forecast"),
            "picture": _("Picture"),
        },
    }


def _marks(document: Document) -> dict[str, dict[str, str]]:
    marks = {"other": {"colour": "#4c5a68", "sign": SIGNS["circle"]}}
    for _level, part in document.all_parts():
        for run in runs_of_part(part):
            if isinstance(run, StatusMark):
                mark = mark_of(run.status)
                marks[run.status] = {"colour": mark.colour, "sign": mark.sign}
    return marks


def _each_text(given: Any, change: Callable[[str], str]) -> Any:
    if isinstance(given, str):
        return change(given)
    if isinstance(given, dict):
        return {key: _each_text(value, change) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return [_each_text(value, change) for value in given]
    return given


def _day(document: Document) -> datetime.date:
    return datetime.date.fromisoformat(document.dated)


def _moment(document: Document) -> datetime.datetime:
    return datetime.datetime.combine(_day(document), datetime.time(), datetime.UTC)

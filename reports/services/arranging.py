"""Arranging a draft: sections are moved, titled, cut, put back, and free ones put between."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.clock import now
from core.meanwhile import merge_into
from core.records import save_changes, save_with_history, update_with_history
from core.submissions import save_once
from core.versions import atomic_change
from reports.models import Content, Section
from reports.services.drafts import lock_draft
from reports.services.starting import STEP

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import StatusReport


@atomic_change()
def change_heading(
    *, by: User, section: Section, opened_with: str = "", **values: object
) -> Section:
    """Title, level, author, reviewer and guidance of a section."""
    lock_draft(by, section.report)
    section.refresh_from_db()
    save_changes(section, merge_into(section, opened_with, values), by=by)
    return section


@atomic_change()
def cut_section(*, by: User, section: Section) -> Section:
    """Leave it out of the report; it stays to be put back."""
    lock_draft(by, section.report)
    section.refresh_from_db()
    if section.removed_at is None:
        save_changes(section, {"removed_at": now()}, by=by)
    return section


@atomic_change()
def put_back_section(*, by: User, section: Section) -> Section:
    lock_draft(by, section.report)
    section.refresh_from_db()
    save_changes(section, {"removed_at": None}, by=by)
    return section


def add_section(
    *,
    by: User,
    report: StatusReport,
    title: str,
    level: int,
    after: Section | None,
    submission: uuid.UUID | None = None,
) -> Section:
    """A free section of text: after another and what is inside it, or first of all."""

    def find() -> Section | None:
        return report.sections.filter(submission=submission).first() if submission else None

    def save() -> Section:
        section = Section(
            report=report,
            title=title,
            level=level,
            content=Content.TEXT,
            author=by,
            reviewer=by,
            position=_room_after(after, list(report.sections.all()), by),
            submission=submission,
        )
        save_with_history(section, by=by)
        return section

    return save_once(find, save, partial(lock_draft, by, report))


def _room_after(after: Section | None, sections: list[Section], by: User) -> int:
    """A free place in the order; where there is none, all are set apart anew."""
    place = _end_of(sections, _index(sections, after)) if after else 0
    before = sections[place - 1].position if place else 0
    following = sections[place].position if place < len(sections) else before + 2 * STEP
    if following - before < 2:
        _number_anew(sections, by)
        return _room_after(after, sections, by)
    return (before + following) // 2


def _number_anew(sections: Sequence[Section], by: User) -> None:
    for number, section in enumerate(sections, start=1):
        section.position = STEP * number
    update_with_history(sections, ["position"], by=by)


@atomic_change()
def move_section(*, by: User, section: Section, up: bool, position: int | None = None) -> Section:
    """Past its neighbour of the same level, each with what is inside it; never out of its part.

    ``position`` is where it was seen: a press too many finds it elsewhere, and moves nothing.
    """
    lock_draft(by, section.report)
    section.refresh_from_db()
    if position not in (None, section.position):
        return section
    sections = [one for one in section.report.sections.all() if one.removed_at is None]
    start = _index(sections, section)
    end = _end_of(sections, start)
    other = _start_before(sections, start) if up else end
    if other is None or other >= len(sections) or sections[other].level < sections[start].level:
        where = _("It is the first of its part.") if up else _("It is the last of its part.")
        raise ValidationError(where)
    first, middle, last = (other, start, end) if up else (start, end, _end_of(sections, end))
    places = [one.position for one in sections[first:last]]
    turned = [*sections[middle:last], *sections[first:middle]]
    for one, place in zip(turned, places, strict=True):
        one.position = place
    update_with_history(turned, ["position"], by=by)
    return sections[start]


def _index(sections: Sequence[Section], section: Section) -> int:
    found = [place for place, one in enumerate(sections) if one.pk == section.pk]
    if not found:
        raise ValidationError(_("The section has been cut meanwhile."))
    return found[0]


def _end_of(sections: Sequence[Section], start: int) -> int:
    """Where what stands inside the section is over."""
    deeper = start + 1
    while deeper < len(sections) and sections[deeper].level > sections[start].level:
        deeper += 1
    return deeper


def _start_before(sections: Sequence[Section], start: int) -> int | None:
    """The section of the same level, or a higher one, that comes before."""
    for place in range(start - 1, -1, -1):
        if sections[place].level <= sections[start].level:
            return place
    return None

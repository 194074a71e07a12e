"""Writing a section: its text with what it cites, on to the next hands and back, and by whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models.roles import May
from activities.models import LogEntry
from core.meanwhile import merge_into
from core.records import (
    create_with_history,
    delete_with_history,
    save_changes,
    update_with_history,
)
from core.versions import atomic_change
from indicators.models import Measurement
from reports.models import Citation, SectionRead, SectionState
from reports.models.sections import MAX_TEXT
from reports.rules.citing import cited_in, with_sentence
from reports.rules.drafting import sentence_of_entry, sentence_of_measured
from reports.rules.evidence import happening_of, measured_of
from reports.rules.section_states import (
    MOVES,
    NEED_TEXT,
    Move,
    fills_itself,
    state_after_writing,
)
from reports.services.drafts import check_may_issue, lock_draft, lock_section

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import Section, StatusReport


@dataclass(frozen=True, slots=True)
class Press:
    """What is done beside saving: «ready», «approve», «cite-entry» of 12 …; or nothing."""

    what: str = ""
    of: int = 0


@atomic_change()
def write_section(
    *, by: User, section: Section, opened_with: str = "", press: Press | None = None, **values: Any
) -> Section:
    """Save what was typed, and then what was pressed. A piece of evidence whose figures stand in
    the text is cited by itself. With a form's ``opened_with`` ChangedMeanwhile, as usual.
    """
    lock_section(by, section)
    press = press or Press()
    merged = merge_into(section, opened_with, values)
    if press.what in ("cite-entry", "cite-measurement"):
        merged["text"] = _with_evidence(section, merged["text"], press)
    # To return it takes a comment, which is asked for once this is saved.
    move = None if press.what == "return" else MOVES.get(press.what)
    state = _state_after(by, section, merged, move)
    comment = "" if state == SectionState.APPROVED else section.comment
    save_changes(section, {**merged, "state": state, "comment": comment}, by=by)
    _cite_what_is_named(by, section)
    _take_away(by, section, press)
    mark_read(by, section)
    return section


def _state_after(by: User, section: Section, merged: dict[str, Any], move: Move | None) -> str:
    changed = any(getattr(section, name) != value for name, value in merged.items())
    state = state_after_writing(section.state, merged["text"]) if changed else section.state
    if move is None or state == move.target:
        return state
    if move.approves:
        check_may_issue(by)
    if state not in move.sources:
        raise ValidationError(_("Somebody has moved the section on meanwhile: see how it stands."))
    if section.content in NEED_TEXT and not merged["text"].strip():
        raise ValidationError({"text": _("Write the text first.")})
    return move.target


def _with_evidence(section: Section, text: str, press: Press) -> str:
    """The text with a sentence about a piece of evidence at its end."""
    if press.what == "cite-entry":
        entry = _entries(section, [press.of]).first()
        sentence = sentence_of_entry(happening_of(entry)) if entry else ""
    else:
        measurement = _measurements(section, [press.of]).first()
        sentence = sentence_of_measured(measured_of(measurement)) if measurement else ""
    if not sentence:
        raise ValidationError(_("It has been taken back meanwhile, so it cannot be cited."))
    longer = with_sentence(text, sentence)
    if len(longer) > MAX_TEXT:
        raise ValidationError({"text": _("The text is too long for one more sentence.")})
    return longer


def _entries(section: Section, pks: Collection[int]) -> Any:
    found = LogEntry.objects.active().of_program(section.report.program).filter(pk__in=pks)
    return found.with_subject().select_related("activity__place")


def _measurements(section: Section, pks: Collection[int]) -> Any:
    return Measurement.objects.active().filter(
        criterion__main_area__program=section.report.program_id, pk__in=pks
    )


def _cite_what_is_named(by: User, section: Section) -> None:
    """A figure of an entry has no meaning in a text before the entry is cited."""
    named = cited_in(section.text)
    rows = list(section.citations.all())
    entries = named.entries - {row.log_entry_id for row in rows}
    measurements = named.measurements - {row.measurement_id for row in rows}
    new = [Citation(section=section, log_entry=one) for one in _entries(section, entries)]
    new += [Citation(section=section, measurement=m) for m in _measurements(section, measurements)]
    if new:
        create_with_history(new, by=by)


def _take_away(by: User, section: Section, press: Press) -> None:
    """A citation that the text does not need, or a picture."""
    if press.what == "uncite":
        for row in section.citations.filter(pk=press.of):
            named = cited_in(section.text)
            if row.log_entry_id in named.entries or row.measurement_id in named.measurements:
                raise ValidationError(
                    {"text": _("The text still has a figure of it: take that out first.")}
                )
            delete_with_history(row, by=by)
    if press.what == "unpicture":
        for picture in section.pictures.filter(pk=press.of):
            delete_with_history(picture, by=by)


@atomic_change()
def approve_filled(*, by: User, report: StatusReport) -> StatusReport:
    """Approve at once the sections that fill themselves and that nobody has written in."""
    lock_draft(by, report)
    filled = [one for one in report.sections.filter(removed_at=None) if fills_itself(one)]
    for section in filled:
        section.state = SectionState.APPROVED
    if filled:
        update_with_history(filled, ["state"], by=by)
    return report


@atomic_change()
def return_section(*, by: User, section: Section, comment: str) -> Section:
    """Give it back to its author, who is told what is to be done about it."""
    check_may_issue(by)
    lock_section(by, section)
    move = MOVES["return"]
    if section.state not in move.sources | {move.target}:
        raise ValidationError(_("There is nothing to return: the section is empty."))
    save_changes(section, {"state": move.target, "comment": comment}, by=by)
    mark_read(by, section)
    return section


@atomic_change()
def hand_over(*, by: User, section: Section, author: User, opened_with: str = "") -> Section:
    """Give a section to another author; whoever had it may write it no more."""
    lock_section(by, section)
    merged = merge_into(section, opened_with, {"author": author})
    if not merged["author"] or not merged["author"].may(May.WRITE_SECTIONS):
        raise ValidationError({"author": _("Choose somebody who may write reports.")})
    save_changes(section, merged, by=by)
    return section


def mark_read(by: User, section: Section) -> None:
    """Remember how far somebody has read, so that what comes after is marked for them."""
    newest = section.history.values_list("history_id", flat=True).first()
    if newest:
        SectionRead.objects.update_or_create(section=section, user=by, defaults={"version": newest})

"""The sheets of a programme's workbook: one for each kind of row, and for each list inside one.

What a sheet and its columns are called is what the models call them, so that a workbook speaks as
the screens do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from core.plausibility import QuestionCode
from core.spreadsheets import sheet_title
from directory.models import ROSTER_KINDS
from exchange.rules.columns import CHOICE, LIST, NUMBER, TEXT, YES_NO, ChildList, Leaf, leaves_of
from exchange.rules.shapes import Head
from exchange.services.drafts import fields_given, has_position
from exchange.services.section import Section
from exchange.services.sections import SECTIONS
from indicators.rules import sources
from programs.models import Program

# Columns that no file has: a row's name where the file knows none, its place in the order, the row
# that a row of a list belongs to, and its place there.
REF, ORDER, OF, PLACE = "@ref", "@order", "@of", "@place"
HEAD = "program"
# The sheets beside those of the rows, by the names that they have in any language.
EXPLANATION, LISTS, BASE = "Forklaring", "Lister", "Grundlag"
HEAD_KEYS = {
    "fte.total": "fte",
    "fte.basis": "fte_basis",
    "fte.hours": "hours_per_fte",
    "adopted.on": "adopted_on",
    "adopted.reference": "adoption_reference",
}
# What stands in no field of the row's own model.
WORDS: Mapping[str, Any] = {
    "ref": gettext_lazy("reference"),
    "by": gettext_lazy("recorded by"),
    "main_area": gettext_lazy("main area"),
    "school": gettext_lazy("school"),
    "classes": gettext_lazy("school classes"),
    "denominator.criteria": gettext_lazy("linked denominator"),
    "subject": gettext_lazy("subject"),
    "requesters": gettext_lazy("requesters"),
    "partners": gettext_lazy("partners"),
    "responsible": gettext_lazy("responsible"),
    "place": gettext_lazy("place"),
    "requisition": gettext_lazy("requisition"),
    "hours": gettext_lazy("hours"),
    "retracted.on": gettext_lazy("retracted at"),
    ORDER: gettext_lazy("order"),
    REF: gettext_lazy("reference"),
    PLACE: gettext_lazy("no."),
}
YES, NO = gettext_lazy("yes"), gettext_lazy("no")


@dataclass(frozen=True)
class SheetColumn:
    """A column: the key of its values in a row of the file, and what people read above them."""

    key: str
    heading: str
    kind: str = TEXT
    about: str = ""
    required: bool = False
    is_grey: bool = False
    # The words that people choose, each with its code in the file.
    choices: Mapping[str, str] = field(default_factory=dict)
    # The sheet in which what is written here has its name.
    refers: str = ""
    # Where «no» is what an empty cell says.
    is_flag: bool = False

    @cached_property
    def way(self) -> tuple[str, ...]:
        return tuple(self.key.split("."))

    @cached_property
    def code_of(self) -> Mapping[str, str]:
        return {label.casefold(): code for label, code in self.choices.items()}

    @cached_property
    def label_of(self) -> Mapping[str, str]:
        return {code: label for label, code in self.choices.items()}


@dataclass(frozen=True)
class SheetPlan:
    """A sheet: the rows of a section, or those of the list ``inside`` them."""

    key: str
    title: str
    columns: tuple[SheetColumn, ...]
    section: Section | None = None
    inside: str = ""

    @property
    def name_key(self) -> str:
        """The column that holds a row's own name."""
        if self.section is None:
            return "slug"
        return self.section.named_by if self.section.word else REF

    def by_key(self) -> dict[str, SheetColumn]:
        return {column.key: column for column in self.columns}


def plans() -> list[SheetPlan]:
    """The sheets in their order; the words are those of the language that is active."""
    found = [_head()]
    for section in SECTIONS:
        found.append(_of_section(section))
        found += _inside(section)
    return found


def _head() -> SheetPlan:
    columns = tuple(
        _column(leaf, Program, HEAD_KEYS, {}, is_grey=leaf.key == "slug")
        for leaf in leaves_of(Head)
        if isinstance(leaf, Leaf)
    )
    return SheetPlan(HEAD, capfirst(str(Program._meta.verbose_name)), columns)


def _of_section(section: Section) -> SheetPlan:
    own_name = section.named_by if section.word else REF
    columns = [] if section.word else [SheetColumn(REF, _word(REF), is_grey=True)]
    keys = {".".join(way): name for name, way in fields_given(section)}
    for leaf in leaves_of(section.shape):
        if isinstance(leaf, Leaf) and leaf.key not in ("denominator.mode", *section.left_out):
            is_name = leaf.key == own_name
            column = _column(
                leaf, section.model, keys, section.parts, is_grey=is_name, refers=section.refers
            )
            columns.insert(0 if is_name else len(columns), column)
    if has_position(section.model):
        columns.insert(1, SheetColumn(ORDER, _word(ORDER), NUMBER))
    title = sheet_title(capfirst(section.model._meta.verbose_name_plural))
    return SheetPlan(section.key, title, tuple(columns), section)


def _inside(section: Section) -> Iterator[SheetPlan]:
    for listed in leaves_of(section.shape):
        if not isinstance(listed, ChildList):
            continue
        model = section.parts[listed.key]
        of = capfirst(section.model._meta.verbose_name)
        refers = {
            key.partition(".")[2]: target
            for key, target in section.refers.items()
            if key.startswith(f"{listed.key}.")
        }
        keys = {"decision": "decision_reference"}
        columns = (
            SheetColumn(OF, of, required=True, is_grey=True, refers=section.key),
            SheetColumn(PLACE, _word(PLACE), NUMBER, is_grey=True),
            *(
                _column(leaf, model, keys, {}, refers=refers)
                for leaf in leaves_of(listed.shape)
                if isinstance(leaf, Leaf)
            ),
        )
        title = sheet_title(capfirst(model._meta.verbose_name_plural))
        yield SheetPlan(f"{section.key}.{listed.key}", title, columns, section, listed.key)


def _column(
    leaf: Leaf,
    model: Any,
    keys: Mapping[str, str],
    parts: Mapping[str, Any],
    *,
    is_grey: bool = False,
    refers: Mapping[str, str] | None = None,
) -> SheetColumn:
    heading, about = _words_of(leaf.key, model, keys, parts)
    choices = _choices(leaf)
    kind = leaf.kind
    if choices:
        kind = LIST if kind == LIST or leaf.key == "confirmed" else CHOICE
    target = (refers or {}).get(leaf.key, "")
    is_flag = leaf.default is False and "." not in leaf.key
    return SheetColumn(
        leaf.key, heading, kind, about, leaf.required, is_grey, choices, target, is_flag
    )


def _words_of(
    key: str, model: Any, keys: Mapping[str, str], parts: Mapping[str, Any]
) -> tuple[str, str]:
    """The heading, and what the screens say beside it."""
    part, _point, inner = key.partition(".")
    if inner and part in parts:
        heading, about = _words_of(inner, parts[part], {}, {})
        return f"{capfirst(parts[part]._meta.verbose_name)}: {heading.lower()}", about
    if key in parts:
        key, model = "name", parts[key]
    try:
        known = model._meta.get_field(keys.get(key, key))
    except FieldDoesNotExist:
        return _word(key), ""
    if key in WORDS and not hasattr(known, "help_text"):
        return _word(key), ""
    return capfirst(str(known.verbose_name)), str(known.help_text)


def _word(key: str) -> str:
    return capfirst(str(WORDS[key]))


def _choices(leaf: Leaf) -> dict[str, str]:
    listed: Any = ()
    match leaf.key:
        case "confirmed":
            listed = QuestionCode.choices
        case "roster.kind":
            listed = ROSTER_KINDS
        case "source" if leaf.default is not None:
            listed = sources.choices()
        case _ if leaf.choices:
            listed = leaf.choices.choices
        case _ if leaf.kind == YES_NO:
            listed = [(True, YES), (False, NO)]
    return {str(label): code for code, label in listed}

"""What the addresses of the register ask for. An unreadable part is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.clock import today
from core.forms.fields import DanishDateField, DanishIntegerField, SafeCharField
from requisitions.models import Requisition
from requisitions.models.choices import Scope, State
from requisitions.queries.register import (
    SHOW_ALL,
    SHOW_CLOSED,
    SHOW_DUE,
    SHOW_LACKING,
    SHOW_OPEN,
    CaseFilter,
)

if TYPE_CHECKING:
    from directory.models import Organisation
    from programs.models import Program

ALL_PROGRAMS = "all"


class RegisterFilterForm(forms.Form):
    """Every filter stands in the address, so that a view can be shared."""

    program = forms.ChoiceField(label=_("Programme"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (SHOW_OPEN, _("Open cases")),
            (SHOW_CLOSED, _("Closed cases")),
            (SHOW_DUE, _("Follow-up due")),
            (SHOW_LACKING, _("Lacking something")),
            (SHOW_ALL, _("All cases")),
        ],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *State.choices]
    )
    administration = forms.TypedChoiceField(
        label=_("Administration"), required=False, coerce=int, empty_value=None
    )
    responsible = forms.ModelChoiceField(
        label=_("Responsible"),
        required=False,
        # Asked of each person, who are few, and not of all cases.
        queryset=User.objects.filter(
            Exists(Requisition.objects.filter(activity__responsible=OuterRef("pk")))
        ).order_by("full_name"),
        empty_label=_("All"),
    )
    scope = forms.ChoiceField(
        label=_("Internal or external"), required=False, choices=[("", _("All")), *Scope.choices]
    )
    since = DanishDateField(label=_("Not closed before"), required=False)
    as_of = DanishDateField(label=_("As of"), required=False)
    q = SafeCharField(label=_("Words"), required=False, max_length=100)

    def __init__(
        self,
        *args: Any,
        programs: Sequence[Program],
        current: Program | None,
        administrations: Sequence[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programs: dict[str | None, Program | None] = {
            program.slug: program for program in programs
        }
        self.current = current
        fields: dict[str, Any] = self.fields
        named = [(program.slug, program.title) for program in programs]
        fields["program"].choices = [*named, (ALL_PROGRAMS, _("All programmes"))]
        fields["program"].initial = current.slug if current else ALL_PROGRAMS
        fields["administration"].choices = [
            ("", _("All")),
            *((one.pk, one.name_on(today())) for one in administrations),
        ]

    def chosen(self, sort: str = "") -> CaseFilter:
        """What can be read of the address; the rest is left out."""
        self.is_valid()
        cleaned = self.cleaned_data
        slug = cleaned.get("program")
        program = None if slug == ALL_PROGRAMS else self.programs.get(slug, self.current)
        responsible = cleaned.get("responsible")
        return CaseFilter(
            program=program,
            show=cleaned.get("show") or SHOW_OPEN,
            state=cleaned.get("state", ""),
            scope=cleaned.get("scope", ""),
            administration=cleaned.get("administration"),
            responsible=responsible.pk if responsible else None,
            since=cleaned.get("since"),
            as_of=cleaned.get("as_of"),
            q=cleaned.get("q", ""),
            sort=sort,
        )


class FiguresForm(forms.Form):
    year = DanishIntegerField(label=_("Year"), required=False, min_value=1990, max_value=2200)
    scope = forms.ChoiceField(
        label=_("Internal or external"), required=False, choices=[("", _("All")), *Scope.choices]
    )

    def chosen(self) -> tuple[int, str]:
        self.is_valid()
        cleaned = self.cleaned_data
        return cleaned.get("year") or today().year, cleaned.get("scope", "")


class FindDocumentationForm(forms.Form):
    q = SafeCharField(label=_("Words of an entry, an activity or a name"), max_length=100)

"""The forms of a report's own facts, of its sections' headings, and of issuing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.choosing import PersonField
from accounts.models.roles import May
from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.confirmation import ConfirmingForm
from core.forms.fields import DanishDateField, SafeCharField, SubmissionField
from programs.models import Program
from reports.models import Section, StatusReport
from reports.models.sections import LEVELS
from reports.services.starting import REPORT_FIELDS, ReportInput
from reports.services.workflow import JOURNAL_FIELDS

_LEVELS = {
    1: gettext_lazy("Chapter"),
    2: gettext_lazy("Section in a chapter"),
    3: gettext_lazy("Section in a section"),
}


class ReportForm(ConcurrentEditForm):
    """Of a new report, or of one that is a draft."""

    title = SafeCharField(label=gettext_lazy("Title"), max_length=200)
    period_start = DanishDateField(label=gettext_lazy("The period begins on"))
    period_end = DanishDateField(label=gettext_lazy("The period ends on"))
    cut_off = DanishDateField(
        label=gettext_lazy("Cut-off date"),
        help_text=gettext_lazy("All figures are as of this day."),
    )
    dated = DanishDateField(label=gettext_lazy("Date of the report"))
    addressee = SafeCharField(label=gettext_lazy("To"), max_length=200, required=False)
    case_number = SafeCharField(label=gettext_lazy("Case no."), max_length=60, required=False)
    document_number = SafeCharField(
        label=gettext_lazy("Document no."), max_length=60, required=False
    )
    previous = forms.ModelChoiceField(
        StatusReport.objects.none(),
        label=gettext_lazy("Compared with"),
        required=False,
        empty_label=gettext_lazy("No earlier report"),
        help_text=gettext_lazy("«Since last time» shows what has moved since that report."),
    )
    submission = SubmissionField()

    def __init__(
        self, *args: Any, program: Program, report: StatusReport | None = None, **kwargs: Any
    ) -> None:
        values = {name: getattr(report, name) for name in REPORT_FIELDS} if report else {}
        if not report:
            kwargs["initial"] = _proposed(program)
        super().__init__(*args, values=values, **kwargs)
        earlier: Any = self.fields["previous"]
        issued = StatusReport.objects.issued().filter(program=program)
        earlier.queryset = issued.exclude(pk=report.pk) if report else issued

    def clean(self) -> dict[str, Any]:
        """What the database would refuse, said beside the date that is wrong."""
        given = super().clean() or {}
        start, end, cut_off = (
            given.get(name) for name in ("period_start", "period_end", "cut_off")
        )
        if start and end and end < start:
            self.add_error("period_end", _("The period ends before it begins."))
        if start and cut_off and cut_off < start:
            self.add_error("cut_off", _("The cut-off date lies before the period."))
        return given

    def report_input(self) -> ReportInput:
        return ReportInput(**{name: self.cleaned_data[name] for name in REPORT_FIELDS})


def _proposed(program: Program) -> dict[str, Any]:
    """The programme's own period, cut off today or at its end; compared with the newest issued."""
    day = min(today(), program.ends_on)
    cut_off = max(day, program.starts_on)
    newest = program.reports.issued().filter(cut_off__lt=cut_off).first()
    return {
        "title": _("Status of %s") % program.title,
        "period_start": program.starts_on,
        "period_end": program.ends_on,
        "cut_off": cut_off,
        "dated": today(),
        "previous": newest,
    }


class JournalForm(ConcurrentEditForm):
    """The two numbers that the journal gives, also after the report was issued."""

    case_number = SafeCharField(label=gettext_lazy("Case no."), max_length=60, required=False)
    document_number = SafeCharField(
        label=gettext_lazy("Document no."), max_length=60, required=False
    )

    def __init__(self, *args: Any, report: StatusReport, **kwargs: Any) -> None:
        values = {name: getattr(report, name) for name in JOURNAL_FIELDS}
        super().__init__(*args, values=values, **kwargs)


class IssueForm(ConfirmingForm):
    """Nothing is typed: what the report lacks is confirmed."""


class HeadingForm(ConcurrentEditForm):
    """Title, level and people of a section."""

    title = SafeCharField(label=gettext_lazy("Title"), max_length=200)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), coerce=int, choices=[(one, _LEVELS[one]) for one in LEVELS]
    )
    author = PersonField(May.WRITE_SECTIONS, label=gettext_lazy("Author"))
    reviewer = PersonField(May.ISSUE_REPORTS, label=gettext_lazy("Reviewer"))
    guidance = SafeCharField(
        label=gettext_lazy("Guidance"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        names = ("title", "level", "author", "reviewer", "guidance")
        values = {name: getattr(section, name) for name in names}
        super().__init__(*args, values=values, **kwargs)
        people: Any = self.fields
        people["author"].keep(section.author_id)
        people["reviewer"].keep(section.reviewer_id)


class FreeSectionForm(forms.Form):
    """A section of text beside those that the product knows."""

    title = SafeCharField(label=gettext_lazy("Title"), max_length=200)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"),
        coerce=int,
        initial=1,
        choices=[(one, _LEVELS[one]) for one in LEVELS],
    )
    after = forms.ModelChoiceField(
        Section.objects.none(),
        label=gettext_lazy("After"),
        required=False,
        empty_label=gettext_lazy("First of all"),
    )
    submission = SubmissionField()

    def __init__(self, *args: Any, report: StatusReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["after"]
        places.queryset = report.sections.filter(removed_at__isnull=True)
        self.initial["after"] = places.queryset.last()

"""The forms of the room. Every number goes through the one strict Danish field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from activities.forms.hours import HoursField
from activities.models import Activity, LogEntry
from activities.services.log import LogEntryInput, values_of
from core.clock import today
from core.forms.concurrent import ConcurrentEditForm
from core.forms.confirmation import ConfirmingForm
from core.forms.fields import (
    DanishDecimalField,
    DanishIntegerField,
    PastDateField,
    RoughInput,
    SafeCharField,
    SubmissionField,
    YesNoField,
)
from core.forms.files import FilesField
from core.forms.reason import ReasonField
from indicators.models import DECIMAL_PLACES, MAX_DIGITS, Criterion, Measurement
from indicators.models.choices import ATTENDANCE, Measure, Status, figures_asked_for
from indicators.queries.standings import ValueSoFar
from indicators.rules import sources
from indicators.rules.results import EXCEEDS_WHOLE, Result
from indicators.services.results import figures_of, judgement_of, newest_judgement

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from core.plausibility import Question
    from indicators.rules.sources import MeasureLink


def figure_field(label: StrOrPromise, *, rough: bool = False) -> DanishDecimalField:
    return DanishDecimalField(
        label=label,
        widget=(RoughInput if rough else forms.TextInput)(attrs={"class": "form-control"}),
        required=False,
        min_value=0,
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
        rough=rough,
    )


def whole_field(label: StrOrPromise) -> DanishIntegerField:
    """How many said yes, or answered: people, classes and schools are whole."""
    return DanishIntegerField(
        label=label,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        required=False,
        min_value=0,
        max_digits=MAX_DIGITS - DECIMAL_PLACES,
    )


def done_field(label: StrOrPromise) -> YesNoField:
    return YesNoField(
        label=label,
        required=False,
        choices=[("", _("Nothing to report")), ("yes", _("Done")), ("no", _("Not done"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


RESULT_FIELDS: dict[str, Callable[[], forms.Field]] = {
    "value": lambda: figure_field(_("Value"), rough=True),
    "numerator": lambda: whole_field(_("How many did")),
    "denominator": lambda: whole_field(_("Of how many")),
    "done": lambda: done_field(_("Done?")),
}


def add_result_fields(form: forms.Form, criterion: Criterion, prefix: str, label: str = "") -> None:
    """The fields with which a criterion asks for its result: a value, a pair, or done."""
    for name in figures_asked_for(criterion.measure, criterion.base):
        field = form.fields[f"{prefix}{name}"] = RESULT_FIELDS[name]()
        field.label = label or field.label


def clean_result(form: forms.Form, criterion: Criterion, prefix: str) -> Result | None:
    """The result typed for a criterion, None where nothing was; errors land on its fields."""
    asked = figures_asked_for(criterion.measure, criterion.base)
    given: dict[str, Any] = {name: form.cleaned_data.get(f"{prefix}{name}") for name in asked}
    missing = [name for name in asked if given[name] is None]
    if len(missing) == len(asked):
        return None
    if missing:
        if f"{prefix}{missing[0]}" not in form.errors:
            message = _("Give both numbers: how many, of how many.")
            form.add_error(f"{prefix}{missing[0]}", message)
        return None
    if "value" in given:
        return Result(criterion, value=given["value"].value, approximate=given["value"].approximate)
    result = Result(criterion, **given)
    if result.exceeds_whole():
        form.add_error(f"{prefix}numerator", EXCEEDS_WHOLE)
        return None
    return result


@dataclass(frozen=True)
class ResultGroup:
    """A criterion's place in the form: how it stands, and its fields, none where it is derived."""

    so_far: ValueSoFar
    fields: Sequence[BoundField]
    activities: Sequence[Activity] = ()

    @property
    def criterion(self) -> Criterion:
        return self.so_far.criterion

    @property
    def hint(self) -> str:
        """Where the figure comes from, when there is nothing to type."""
        return str(sources.of(self.criterion).hint)

    @property
    def measure_link(self) -> MeasureLink | None:
        """Where its figure is brought about, when that is not in this form."""
        source = sources.of(self.criterion)
        return None if source.logged else source.measure_link(self.criterion, self.activities)

    @property
    def errors(self) -> list[str]:
        return [str(error) for field in self.fields for error in field.errors]


def largest_typed(groups: Sequence[ResultGroup]) -> ResultGroup | None:
    """The count with the largest target, which is asked for before all else.

    None where it is the attendance, or nothing is counted: then the attendance stands first.
    """
    counts = [
        group
        for group in groups
        if group.criterion.measure == Measure.COUNT
        and (group.fields or group.criterion.source == ATTENDANCE)
    ]
    largest = max(counts, key=lambda group: group.criterion.target or 0, default=None)
    return largest if largest and largest.fields else None


class LogEntryInputForm(forms.Form):
    """The fields that a new log entry and its correction share."""

    on = PastDateField(label=_("Date"), initial=today)
    text = SafeCharField(
        label=_("What happened?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write no private person's name, and nothing of anybody's faith or origin."),
    )
    hours = HoursField(label=_("Your hours"), required=False)
    attendance = DanishIntegerField(
        label=_("Attendance"),
        widget=RoughInput,
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        rough=True,
    )
    # Django takes the field off the class, so the form's own ``files`` is not shadowed.
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]

    def clean_hours(self) -> Decimal | None:
        # No hours and nought hours are the same to those who type them.
        return self.cleaned_data["hours"] or None

    def entry_input(self) -> LogEntryInput:
        """What was typed; of a form with errors, what was typed rightly, for the preview."""
        cleaned = self.cleaned_data
        attendance = cleaned.get("attendance")
        return LogEntryInput(
            on=cleaned.get("on") or today(),
            text=cleaned.get("text", ""),
            attendance=int(attendance.value) if attendance else None,
            approximate=attendance.approximate if attendance else False,
            hours=cleaned.get("hours"),
            files=cleaned.get("files", ()),
        )


def prefix_of(criterion: Criterion) -> str:
    """What the names of a criterion's fields begin with."""
    return f"c{criterion.pk}-"


class LogForm(ConfirmingForm, LogEntryInputForm):
    """A new entry and below it one group of fields per criterion that the subject feeds."""

    submission = SubmissionField()

    def __init__(self, *args, criteria: Sequence[Criterion], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("on", "text", "hours", "attendance", "files"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.asked = [row for row in criteria if not sources.of(row).derived]
        for criterion in self.asked:
            # With the wording the list of errors tells which criterion is meant.
            wording = criterion.wording.removesuffix(".")
            add_result_fields(self, criterion, prefix_of(criterion), wording)

    def place_of(self, question: Question) -> str:
        name = f"c{question.of}-{question.field}"
        return name if name in self.fields else question.field

    def groups(
        self, values: Iterable[ValueSoFar], activities: Sequence[Activity]
    ) -> list[ResultGroup]:
        """What stands below the entry: one group for each of the values."""
        return [
            ResultGroup(so_far, self._fields_of(so_far.criterion), activities) for so_far in values
        ]

    def _fields_of(self, criterion: Criterion) -> list[BoundField]:
        prefix = prefix_of(criterion)
        return [self[name] for name in self.fields if name.startswith(prefix)]

    def clean(self) -> dict:
        self.results = [
            result
            for criterion in self.asked
            if (result := clean_result(self, criterion, prefix_of(criterion)))
        ]
        return self.cleaned_data


class CorrectEntryForm(ConfirmingForm, ConcurrentEditForm, LogEntryInputForm):
    reason = ReasonField(
        _("Why is it corrected?"),
        missing=_("Say why you correct it."),
        help_text=_("What was wrong, in a few words."),
    )
    field_order = ["on", "text", "hours", "attendance", "files", "reason"]

    def __init__(self, *args: Any, entry: LogEntry, **kwargs: Any) -> None:
        row = getattr(entry, "time_entry", None)
        super().__init__(*args, values=values_of(entry, row.hours if row else None), **kwargs)


class CorrectMeasurementForm(ConfirmingForm, ConcurrentEditForm):
    on = PastDateField(label=_("Measured on"))

    def __init__(self, *args, measurement: Measurement, **kwargs) -> None:
        self.criterion = measurement.criterion
        super().__init__(*args, values=figures_of(measurement, measurement.measured_on), **kwargs)
        if measurement.log_entry_id or measurement.is_forecast:
            # Counted at an entry, its day is the entry's, and is corrected there; a forecast for
            # another day is another forecast.
            del self.fields["on"]
        add_result_fields(self, self.criterion, "")
        self.fields["reason"] = ReasonField(
            _("Why is it corrected?"),
            missing=_("Say why you correct it."),
            help_text=_("The old figure stays in the history with your reason."),
        )

    def clean(self) -> dict:
        self.result = clean_result(self, self.criterion, "")
        if self.result is None and not self.errors:
            raise ValidationError(_("Give the right figure, or retract the measurement instead."))
        return self.cleaned_data


class JudgeForm(ConcurrentEditForm):
    """Opened beside the newest judgement, which stays."""

    begins_empty = True
    status = forms.ChoiceField(
        label=_("Your judgement"), choices=[("", _("Choose …")), *Status.choices]
    )
    reason = ReasonField(
        _("Reason"),
        missing=_("Say why you judge so."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, values=judgement_of(newest_judgement(criterion)), **kwargs)

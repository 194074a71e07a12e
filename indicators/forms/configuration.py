"""The form that configures a success criterion: it asks what its measure needs, and no more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from core.forms.concurrent import fill_in
from core.forms.fields import DanishDateField
from core.forms.opened import fill
from core.forms.records import Group, danish_formfield
from core.meanwhile import LastChange, is_same, last_change
from indicators.forms.planned_points import PlannedPointsField
from indicators.forms.reading import Said, read_now, said_by_wording, verdict_in
from indicators.models import Criterion
from indicators.models.choices import MANUAL, USUAL_AGGREGATION, Base, Comparison, Measure, Pacing
from indicators.rules import sources
from indicators.rules.revisions import REVISED
from indicators.rules.verdicts import Verdict
from indicators.rules.wording.values import values_of
from indicators.services.configuration import (
    check_dependents,
    check_measurements,
    check_options_of,
    check_points,
    check_ties,
)
from programs.forms.parts import InMainAreaForm

OPTIONS = "options"
OF_FIGURES = ("comparison", "target", "unit", "source", "aggregation")
NEEDED: dict[str, tuple[str, ...]] = {
    Measure.COUNT: (*OF_FIGURES, "pacing"),
    Measure.SHARE: (*OF_FIGURES, "base"),
}
# What is asked where one of these is chosen, by the field in which it is.
NEEDED_BY: dict[str, dict[str, tuple[str, ...]]] = {
    "pacing": {Pacing.PLANNED: ("planned_points",)},
    "base": {Base.FIXED: ("base_value",), Base.LINKED: ("base_criteria",)},
}
# What decides which fields there are, and what only decides how it will be judged.
CHOOSING = ("measure", "source", "base", "pacing")
JUDGING = ("comparison", "target", "unit", "base_value", "due_on", "planned_points", "wording")
# What a field says that the measure does not need.
BLANK: dict[str, Any] = {
    "comparison": Comparison.AT_LEAST,
    "target": None,
    "unit": "",
    "source": MANUAL,
    "aggregation": "",
    "pacing": Pacing.AT_DUE,
    "planned_points": [],
    "base": "",
    "base_value": None,
    "base_criteria": [],
}


class CriterionForm(InMainAreaForm):
    """One criterion with its planned points and what it has chosen for its source.

    Fields that the measure does not need are left out, unless something is typed in them: that is
    refused where it stands. After adoption a change of what was adopted says why, and from when.
    """

    named_by = "wording"

    source = forms.ChoiceField(
        label=_("Source"),
        choices=sources.choices,
        initial=MANUAL,
        help_text=_("Where the figures come from."),
    )
    planned_points = PlannedPointsField(
        label=_("planned points"),
        required=False,
        help_text=_("One a line, as 01-06-2011: 10.000; the last is the target."),
    )
    holds_from = DanishDateField(
        label=_("From when does it hold?"),
        required=False,
        help_text=_("As of earlier days the programme is shown as it was. Left empty: from today."),
    )

    class Meta:
        model = Criterion
        fields = (
            "main_area",
            "initiative",
            "wording",
            "measure",
            "comparison",
            "target",
            "unit",
            "source",
            "aggregation",
            "base",
            "base_value",
            "base_criteria",
            "activities",
            "responsible",
            "due_on",
            "pacing",
            "measured_from",
            "heading",
            "parent",
            "baseline_value",
            "baseline_on",
            "carried_over_from",
            "ref",
        )
        formfield_callback = danish_formfield

    more = (
        "heading",
        "parent",
        "aggregation",
        "measured_from",
        "baseline_value",
        "baseline_on",
        "carried_over_from",
        "ref",
    )

    def __init__(self, *args: Any, instance: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        if self.is_new:
            self.initial["measure"] = self.initial.get("measure") or Measure.COUNT
        others = Criterion.objects.filter(main_area__program=self.program).exclude(pk=instance.pk)
        others = others.in_order()
        self.offer("parent", others)
        self.offer("base_criteria", others.filter(measure=Measure.COUNT))
        planned = Activity.objects.planned().filter(main_area__program=self.program)
        self.offer("activities", planned.order_by("main_area__number", "position", "pk"))
        self.fields["due_on"].required = False
        if self.is_new or not self.program.adopted_on:
            del self.fields["holds_from"]
        for name in (*CHOOSING, *JUDGING):
            self.fields[name].widget.attrs |= _asking_again(name)
        self.every_field = dict(self.fields)
        self.names_of_options: dict[str, str] = {}
        self.arrange()

    def values_of(self, record: Any) -> dict[str, Any]:
        points = [(point.on, point.value) for point in record.planned_points.order_by("on")]
        return {
            **super().values_of(record),
            "planned_points": points,
            **_values_of_options(record),
        }

    @property
    def groups(self) -> list[Group]:  # type: ignore[override]
        return [
            Group(
                ("main_area", "initiative", "wording"),
                _("What is demanded"),
                below="indicators/criterion_proposal.html",
            ),
            Group(
                ("measure", "comparison", "target", "unit", "source", *self.names_of_options),
                _("How it is measured"),
            ),
            Group(("base", "base_value", "base_criteria"), _("The denominator of a share")),
            Group(("activities", "responsible"), _("Who logs it")),
            Group(("due_on", "pacing", "planned_points"), _("When")),
            Group(self.more, _("More"), is_folded=True),
            Group(("holds_from", "reason"), _("Why, and from when")),
        ]

    def begin_with(self, posted: QueryDict) -> None:
        """What was typed before, and with ``propose`` what its wording says instead."""
        for name in ("wording", *CHOOSING):
            if name in posted:
                self.initial[name] = posted[name]
        self.arrange()
        fill(self, posted)
        if "propose" in posted:
            self._take_proposal()

    def _take_proposal(self) -> None:
        proposal = read_now(self)
        days = (self.program.starts_on, self.program.ends_on)
        values = {name: read.value for name, read in values_of(proposal, *days).items()}
        if values.get("measure", self.chosen("measure")) != self.chosen("measure"):
            self.initial.update(BLANK)
        self.initial.update(values)
        self.arrange()

    def arrange(self) -> None:
        """Leave out what is not needed by what is chosen, and ask what the source wants to know."""
        others = set(self.fields) - set(self.every_field) - set(self.names_of_options)
        self.fields = {**self.every_field, **{name: self.fields[name] for name in others}}
        needed = list(NEEDED.get(self.chosen("measure"), ()))
        for name, more in NEEDED_BY.items():
            if name in needed:
                needed += more.get(self.chosen(name), ())
        self.left_out = [name for name in BLANK if name not in needed and not self._says(name)]
        for name in self.left_out:
            del self.fields[name]
        self._add_options()

    def chosen(self, name: str) -> str:
        """What a choice says by now: as sent, as it was typed before, or as it stands."""
        return str(self.raw(name) or "") if name in self.fields else ""

    def raw(self, name: str) -> Any:
        """What a field says, uncleaned; not by its BoundField, which keeps what it said first."""
        field = self.fields[name]
        if self.is_bound:
            return field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return self.initial.get(name, field.initial)

    def _says(self, name: str) -> bool:
        """Whether something is typed in a field, so that it may not be passed over."""
        if not self.is_bound:
            return False
        field, raw = self.fields[name], self.raw(name)
        unsaid = [BLANK[name], field.initial, self.stored.get(name)]
        return bool(raw) and _sent(raw) not in [_sent(field.prepare_value(one)) for one in unsaid]

    def blank(self, name: str) -> Any:
        return BLANK.get(name)

    @property
    def verdict(self) -> Verdict | None:
        return verdict_in(self, self.program)

    @property
    def said(self) -> Said | None:
        return said_by_wording(self, self.program)

    def _add_options(self) -> None:
        """The fields of what it chooses for its source, under a prefix of their own."""
        code = self.chosen("source") or MANUAL
        self.options_form: Any = _options_form(code)
        shown = self._options() if self.options_form else None
        self.names_of_options = {}
        for name, field in shown.fields.items() if shown else ():
            self.names_of_options[f"{OPTIONS}-{name}"] = name
            self.fields[f"{OPTIONS}-{name}"] = field
            stands = shown.get_initial_for_field(field, name) if shown else None
            self.initial.setdefault(f"{OPTIONS}-{name}", stands)

    def _options(self, data: Any = None) -> Any:
        stored = _options_of(self.options_form, self.instance)
        return self.options_form(data, instance=stored, prefix=OPTIONS)

    def changed_by(self, name: str) -> LastChange:
        if name == "planned_points" or name.startswith(OPTIONS):
            return last_change(self.instance)
        return super().changed_by(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("due_on") and "due_on" not in self.errors:
            cleaned["due_on"] = self.program.ends_on
        if "aggregation" in self.fields and not cleaned.get("aggregation"):
            cleaned["aggregation"] = USUAL_AGGREGATION.get(cleaned.get("measure"), "")
        if "unit" in self.fields and not cleaned.get("unit"):
            known = cleaned.get("source") in sources.sources
            cleaned["unit"] = str(sources.get(cleaned["source"]).unit) if known else ""
        self._check_revision(cleaned)
        return cleaned

    def _check_revision(self, cleaned: dict[str, Any]) -> None:
        """What was adopted is changed with a reason."""
        if "holds_from" in self.fields and self.revised() and not cleaned.get("reason"):
            message = _("The programme is adopted: say why what was adopted is changed.")
            self.add_error("reason", message)

    def revised(self) -> list[str]:
        """The names of what was adopted and is changed here."""
        typed = {name: self.typed(name) for name in REVISED if name in self.stored}
        return [name for name, value in typed.items() if not is_same(value, self.stored[name])]

    def typed(self, name: str) -> Any:
        """What a field will hold; what its measure does not need is blank."""
        if name in self.left_out:
            return BLANK[name]
        return self.cleaned_data.get(name, self.stored.get(name))

    def ties(self) -> dict[str, list[Any]]:
        found = {"activities": list(self.cleaned_data.get("activities") or [])}
        return {**found, "base_criteria": list(self.typed("base_criteria") or [])}

    def _post_clean(self) -> None:
        for name in set(self.left_out) & set(self._meta.fields or ()) - {"base_criteria"}:
            setattr(self.instance, name, BLANK[name])
        super()._post_clean()
        if not self.errors:
            self._check_together()

    def _check_together(self) -> None:
        """Only now does the instance hold what was typed, and has passed the constraints."""
        reason = self.cleaned_data.get("reason", "")
        checks = [
            lambda: check_ties(self.instance, **self.ties()),
            lambda: check_dependents(self.instance),
            lambda: check_measurements(self.instance, reason=reason),
            lambda: check_points(self.instance, self.typed("planned_points") or []),
            self._check_options,
        ]
        for check in checks:
            try:
                check()
            except ValidationError as error:
                self._show(error)

    def _show(self, error: ValidationError, prefix: str = "") -> None:
        """Each fault beside its field, or above where its field is left out."""
        found = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
        for name, errors in found.items():
            place = f"{prefix}{name}"
            self.add_error(place if place in self.fields else None, errors)

    def _check_options(self) -> None:
        """The options against the criterion as it is about to be saved."""
        self.chosen_options: Model | None = None
        if not self.options_form or self.instance.source == MANUAL:
            return
        data = self.data.copy()  # type: ignore[attr-defined]
        for name in self.names_of_options:
            # As it was merged with what somebody else has saved meanwhile.
            if name in self.cleaned_data:
                fill_in(data, name, self.fields[name], self.cleaned_data[name])
        options = self._options(data)
        if not options.is_valid():
            self._show(ValidationError(options.errors.as_data()), prefix=f"{OPTIONS}-")
            return
        if options.has_changed() or options.instance.pk:
            self.chosen_options = options.instance
        try:
            check_options_of(self.instance, sources.of(self.instance), self.chosen_options)
        except ValidationError as error:
            self._show(error, prefix=f"{OPTIONS}-")


def _sent(value: Any) -> list[str]:
    """What a box sends of a value, by lines and ticks."""
    parts = value if isinstance(value, list) else str(value or "").splitlines()
    return sorted(map(str, parts))


def _asking_again(name: str) -> dict[str, str]:
    """What the browser does where a field is left that decides what else is asked or said."""
    part = "#criterion-fields" if name in CHOOSING else "#criterion-verdict"
    return {
        "hx-post": "",
        "hx-trigger": "change",
        "hx-vals": '{"refresh": "1"}',
        "hx-include": "closest form",
        "hx-target": part,
        "hx-select": part,
        "hx-select-oob": "" if name in CHOOSING else "#criterion-proposal",
        "hx-swap": "outerHTML",
    }


def _options_form(code: str) -> Any:
    """The form of what is chosen for a source; None where it asks nothing, or is unknown."""
    return sources.get(code).options_form if code in sources.sources else None


def _options_of(form: Any, criterion: Criterion) -> Model:
    """What the criterion has chosen for the form's source, or a blank one."""
    model = form._meta.model
    stored = model.objects.filter(criterion=criterion.pk).first() if criterion.pk else None
    return stored or model()


def _values_of_options(criterion: Criterion) -> dict[str, Any]:
    """What it has chosen for the source that it has, by the names of the fields."""
    options_form = _options_form(criterion.source)
    if options_form is None:
        return {}
    form = options_form(instance=_options_of(options_form, criterion))
    return {
        f"{OPTIONS}-{name}": form.get_initial_for_field(field, name)
        for name, field in form.fields.items()
    }

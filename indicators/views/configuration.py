"""Success criteria as a kind of what a programme is made of."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from indicators.forms.configuration import CriterionForm
from indicators.models import Criterion
from indicators.queries.reported import derived_results
from indicators.rules import sources
from indicators.services.configuring import Changed, save_criterion
from programs.views.parts import Kind


def _save(by: User, form: Any) -> Criterion:
    given = form.cleaned_data
    names = [] if form.is_new else form.revised()
    return save_criterion(
        by=by,
        criterion=form.instance,
        ties=form.ties(),
        points=form.typed("planned_points") or [],
        options=form.chosen_options,
        reason=given.get("reason", ""),
        changed=Changed(
            {name: form.stored[name] for name in names},
            {name: form.typed(name) for name in names},
            given.get("holds_from"),
        ),
    )


def _goes_along() -> tuple[str, ...]:
    """Its planned points, and what it has chosen for any source."""
    return ("planned_points", *sources.names_of_options())


def _kept(criterion: Criterion) -> str:
    if not criterion.main_area.program.adopted_on:
        return ""
    message = _(
        "«%(record)s» is kept, as its programme is adopted: correct it here instead, and say why."
    )
    return message % {"record": criterion}


CRITERION = Kind(
    CriterionForm,
    gettext_lazy("New success criterion"),
    gettext_lazy("Change the success criterion"),
    save=_save,
    template="indicators/criterion_form.html",
    goes_along=_goes_along,
    also=derived_results,
    kept=_kept,
)

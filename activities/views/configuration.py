"""Activities as a kind of what a programme is made of."""

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import User
from activities.forms.configuration import ActivityForm
from activities.models import Activity
from activities.services.configuration import save_activity
from programs.views.parts import Kind


def _save(by: User, form: Any) -> Activity:
    given = form.cleaned_data
    return save_activity(
        by=by,
        activity=form.instance,
        new_place=given["new_place"],
        reason=given.get("reason", ""),
    )


ACTIVITY = Kind(
    ActivityForm, gettext_lazy("New activity"), gettext_lazy("Change the activity"), save=_save
)

"""What of success criteria, and of what is done about them, is searched."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.search import Searched
from indicators.models import Action, Criterion

KINDS = (
    Searched(
        code="criteria",
        label=_("Success criteria"),
        records=lambda: Criterion.objects.select_related("main_area__program").only(
            "wording", "heading", "main_area__program__title"
        ),
        texts=lambda one: [one.wording, one.heading],
        title=lambda one: one.wording,
        note=lambda one: one.main_area.program,
    ),
    Searched(
        code="actions",
        label=_("Actions"),
        records=lambda: Action.objects.select_related("criterion", "owner"),
        texts=lambda one: [one.text, one.cause, str(one.owner)],
        note=lambda one: one.criterion,
        address=lambda one: f"{one.criterion.get_absolute_url()}#actions",
        follows=[(User, "owner")],
    ),
)

"""What of success criteria is searched."""

from django.utils.translation import gettext_lazy as _

from core.search import Searched
from indicators.models import Criterion

KINDS = (
    Searched(
        code="criteria",
        label=_("Success criteria"),
        records=lambda: Criterion.objects.select_related("main_area__program"),
        texts=lambda one: [one.wording, one.heading],
        title=lambda one: one.wording,
        note=lambda one: one.main_area.program,
    ),
)

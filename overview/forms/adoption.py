"""The form of the committee's decision."""

from django.utils.translation import gettext_lazy as _

from core.forms.concurrent import ConcurrentEditForm
from core.forms.fields import PastDateField, SafeCharField
from programs.models import Program


class AdoptionForm(ConcurrentEditForm):
    adopted_on = PastDateField(label=_("Date of the decision"))
    adoption_reference = SafeCharField(
        label=_("Reference of the decision"),
        max_length=Program._meta.get_field("adoption_reference").max_length,
        help_text=_("The committee, the meeting and the item, or the number of the case."),
    )

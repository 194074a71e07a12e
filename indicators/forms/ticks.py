"""The form that ticks several of a criterion's roster at once."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.forms.fields import PastDateField
from indicators.models.choices import Answer


class TickForm(forms.Form):
    """``chosen`` are lines of the roster, by the keys that the page shows."""

    on = PastDateField(label=_("Date"), initial=today)
    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, initial=Answer.YES)
    chosen = forms.MultipleChoiceField(
        label=_("Who it is about"),
        error_messages={
            "required": _("Choose those whom it is about in the list first."),
            "invalid_choice": _(
                "Somebody has been taken off the roster meanwhile: open the page anew."
            ),
        },
    )

    def __init__(self, *args, offered: Iterable[int] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(pk, pk) for pk in offered]  # type: ignore[attr-defined]
        self.fields["on"].widget.attrs["class"] = "form-control"
        self.fields["answer"].widget.attrs["class"] = "form-select"

"""The form that deletes a draft: by its name, so that it is not another."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.fields import SafeCharField
from programs.models import Program


class RemoveDraftForm(forms.Form):
    slug = SafeCharField(label=_("Type the programme's short name"), max_length=40)

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        self.fields["slug"].help_text = program.slug

    def clean_slug(self) -> str:
        if self.cleaned_data["slug"] != self.program.slug:
            raise ValidationError(_("That is not its short name: %s.") % self.program.slug)
        return self.program.slug

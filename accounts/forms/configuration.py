"""What the forms of the configuration share."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.forms.fields import SafeCharField


class ConfigurationForm(forms.ModelForm):
    """A record of the configuration; why it is changed goes into its history."""

    change_reason = SafeCharField(
        label=_("Why is it changed?"),
        max_length=200,
        required=False,
        help_text=_("Is kept in the history, beside your name."),
    )

    def _post_clean(self) -> None:
        """What stands once together with a field that the page does not let be changed, too.

        Django leaves out a constraint of which the form lacks a field, and the database refuses it.
        """
        super()._post_clean()  # type: ignore[misc]
        for constraint in self.instance._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            together = set(constraint.fields)
            if together & set(self.changed_data) and together - self.fields.keys():
                try:
                    constraint.validate(type(self.instance), self.instance)
                except ValidationError as error:
                    self.add_error(None, error.messages)

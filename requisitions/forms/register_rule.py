"""The form of what a criterion looks for in the register."""

from django import forms

from core.forms.records import danish_formfield
from requisitions.models import RegisterRule
from requisitions.models.choices import State


class RegisterRuleForm(forms.ModelForm):
    states = forms.MultipleChoiceField(
        label=RegisterRule._meta.get_field("states").verbose_name,
        choices=State.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=RegisterRule._meta.get_field("states").help_text,
    )

    class Meta:
        model = RegisterRule
        fields = ["states", "scope", "question"]
        formfield_callback = danish_formfield

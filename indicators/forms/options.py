"""The forms of what a criterion chooses for its source."""

from django import forms

from core.forms.records import danish_formfield
from indicators.models import HoursRule, RosterRule


class HoursRuleForm(forms.ModelForm):
    """How it reads the hours of its activities."""

    class Meta:
        model = HoursRule
        fields = ["per_week"]
        formfield_callback = danish_formfield


class RosterRuleForm(forms.ModelForm):
    """What it looks for on its activities' rosters."""

    class Meta:
        model = RosterRule
        fields = ["kind", "bilingual_over", "follow_up_months"]
        formfield_callback = danish_formfield

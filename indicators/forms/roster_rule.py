"""The form of what a criterion looks for on its activities' rosters."""

from __future__ import annotations

from django import forms

from indicators.models import RosterRule


class RosterRuleForm(forms.ModelForm):
    class Meta:
        model = RosterRule
        fields = ["kind", "bilingual_over", "follow_up_months"]

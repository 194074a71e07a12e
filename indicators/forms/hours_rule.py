"""The form of how a criterion reads the hours of its activities."""

from __future__ import annotations

from django import forms

from indicators.models import HoursRule


class HoursRuleForm(forms.ModelForm):
    class Meta:
        model = HoursRule
        fields = ["per_week"]

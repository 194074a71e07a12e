"""``{{ filters|in_use }}``: for the line that a list's filters fold behind on a phone."""

from django import template

from core.forms.filters import in_use

register = template.Library()
register.filter(in_use)

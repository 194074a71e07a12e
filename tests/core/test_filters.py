"""How many filters of a list are in use."""

import pytest
from django import forms

from core.forms.filters import in_use


class Filters(forms.Form):
    state = forms.ChoiceField(choices=[("open", "Open"), ("all", "All")])
    program = forms.ChoiceField(choices=[("2010", "2010"), ("2011", "2011")], initial="2011")
    area = forms.ChoiceField(choices=[("", "All"), ("1", "One")])
    q = forms.CharField()
    sort = forms.CharField()


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ({}, 0),
        ({"state": "open", "program": "2011", "area": "", "q": " "}, 0),
        ({"state": "all", "program": "2010"}, 2),
        ({"area": "1", "q": "eid", "sort": "due"}, 2),
    ],
)
def test_those_that_ask_for_something_else_than_usual(data, number):
    assert in_use(Filters(data)) == number

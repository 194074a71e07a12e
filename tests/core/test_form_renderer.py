"""Plain inputs are written without a template, and read the same as with one."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from core.fields import DateInput
from core.form_renderer import FormRenderer


class Inputs(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs, key=str)))


@pytest.mark.parametrize(
    "widget", [forms.TextInput, forms.HiddenInput, forms.NumberInput, forms.EmailInput, DateInput]
)
@pytest.mark.parametrize("value", [None, "", "30.000", '"><script>', 0])
@pytest.mark.parametrize("attrs", [{}, {"required": True, "disabled": False, "class": 'a"b'}])
def test_an_input_has_the_same_attributes(widget, value, attrs):
    ours = widget().render("na<me", value, attrs, FormRenderer())
    theirs = widget().render("na<me", value, attrs, TemplatesSetting())

    assert Inputs(ours).found == Inputs(theirs).found
    assert len(Inputs(ours).found) == 1


def test_other_widgets_keep_their_templates():
    markup = forms.Textarea().render("text", "Hej", {}, FormRenderer())

    assert "<textarea" in markup

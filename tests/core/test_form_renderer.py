"""Plain inputs and selects are written without a template, and read the same as with one."""

import datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.forms.fields import DateInput
from core.forms.renderer import FormRenderer


class Markup(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


DAY_BESIDE = [("class", "date-words"), ("data-date-words", None)]


@pytest.mark.parametrize(
    "widget", [forms.TextInput, forms.HiddenInput, forms.NumberInput, forms.EmailInput, DateInput]
)
@pytest.mark.parametrize("value", [None, "", "30.000", '"><script>', 0])
@pytest.mark.parametrize("attrs", [{}, {"required": True, "disabled": False, "class": 'a"b'}])
def test_an_input_has_the_same_attributes(widget, value, attrs):
    ours = widget().render("na<me", value, attrs, FormRenderer())
    theirs = widget().render("na<me", value, attrs, TemplatesSetting())

    # Beside a date box stands its day in words.
    beside = [("span", DAY_BESIDE), "/span"] if widget is DateInput else []
    assert Markup(ours).found == [*Markup(theirs).found, *beside]
    assert len(Markup(theirs).found) == 1


def test_a_date_box_has_its_day_in_danish_beside_it():
    with override("da"):
        box = DateInput().render("on", datetime.date(2011, 8, 20), {}, FormRenderer())

    assert Markup(box).found[-2:] == ["lørdag 20. august 2011", "/span"]


CHOICES = [
    ("", "–"),
    (1, 'A "quoted" <b>word</b>'),
    ('"><script>', mark_safe("<i>known to be safe</i>")),
    (_("a word"), _("a label")),
    ("A group & <more>", [("a", "First"), (0, "Second")]),
    (Decimal("1234.5"), Decimal("1234.5")),
    ("day", datetime.date(2011, 2, 1)),
]


@pytest.mark.parametrize("widget", [forms.Select, forms.NullBooleanSelect, forms.SelectMultiple])
@pytest.mark.parametrize("value", [None, "", "0", 1, '"><script>', "of another kind"])
@pytest.mark.parametrize("attrs", [{}, {"required": True, "disabled": False, "class": 'a"b'}])
def test_a_select_has_the_same_options(widget, value, attrs):
    choices = {} if widget is forms.NullBooleanSelect else {"choices": CHOICES}
    ours = widget(**choices).render("na<me", value, attrs, FormRenderer())
    theirs = widget(**choices).render("na<me", value, attrs, TemplatesSetting())

    assert Markup(ours).found == Markup(theirs).found
    assert len(Markup(ours).found) > 3


def test_several_can_be_selected():
    chosen = forms.SelectMultiple(choices=CHOICES).render("kind", ["a", "1"], {}, FormRenderer())

    assert chosen.count(" selected") == 2


class Coloured(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


def test_options_with_a_template_of_their_own_keep_it():
    markup = Coloured(choices=CHOICES).render("kind", "a", {}, FormRenderer())

    assert 'type="select"' in markup


def test_other_widgets_keep_their_templates():
    markup = forms.Textarea().render("text", "Hej", {}, FormRenderer())

    assert "<textarea" in markup

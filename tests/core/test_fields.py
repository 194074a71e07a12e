"""The strict fields, as a form uses them."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from core.forms.fields import (
    DanishDateField,
    DanishDecimalField,
    DanishIntegerField,
    DateInput,
    RoughInput,
    SafeCharField,
    validate_no_cpr,
)
from core.forms.records import danish_formfield
from core.numbers import ParsedNumber
from programs.models import Program


@pytest.fixture(autouse=True)
def _english_msgids():
    with translation.override("en"):
        yield


class ResultForm(forms.Form):
    attendance = DanishIntegerField(min_value=0, required=False)
    hours = DanishDecimalField(
        min_value=0, max_value=24, decimal_places=2, max_digits=4, required=False
    )
    estimate = DanishIntegerField(rough=True, required=False)
    held_on = DanishDateField(required=False)
    text = SafeCharField(required=False, widget=forms.Textarea)


def errors_of(field, text):
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("field", "text", "cleaned"),
    [
        (DanishDecimalField(), "30.000", Decimal(30000)),
        (DanishDecimalField(decimal_places=2), "1,50", Decimal("1.5")),
        (DanishDecimalField(decimal_places=1), "1,500000", Decimal("1.5")),
        (DanishDecimalField(decimal_places=0), "1 mio. kr.", Decimal(1000000)),
        (DanishIntegerField(), "30.000", 30000),
        (DanishIntegerField(), "30,0", 30),
        (DanishIntegerField(min_value=0), "0", 0),
        (DanishIntegerField(required=False), " ", None),
        (DanishIntegerField(rough=True), "ca. 3000", ParsedNumber(Decimal(3000), approximate=True)),
        (DanishDecimalField(rough=True), "1,5", ParsedNumber(Decimal("1.5"))),
    ],
)
def test_numbers_are_cleaned(field, text, cleaned):
    assert field.clean(text) == cleaned
    assert type(field.clean(text)) is type(cleaned)


def test_zero_fills_a_required_field_and_nothing_does_not():
    assert DanishIntegerField().clean("0") == 0
    assert errors_of(DanishIntegerField(), "") == "This field is required."


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (DanishIntegerField(), "30,000", "Did you mean 30.000?"),
        (DanishDecimalField(), "1.5", "Did you mean 1,5?"),
        (DanishIntegerField(), "1e5", "Did you mean 100.000?"),
        (DanishIntegerField(), "ca. 3000", "Did you mean 3.000?"),
        (DanishIntegerField(), "1.2345", "Did you mean 12.345?"),  # 1,2345 is no whole number
        (DanishDecimalField(max_value=100), "30,000", "Did you mean 30?"),
        (DanishIntegerField(), "1,5", "Enter a whole number, without decimals."),
        (DanishDecimalField(decimal_places=2), "1,2345", "Enter at most 2 decimals."),
        (DanishDecimalField(decimal_places=1), "1,25", "Enter at most 1 decimal."),
        (DanishDecimalField(max_digits=7, decimal_places=2), "100.000", "below 100.000."),
        (DanishDecimalField(min_value=1000), "999", "Enter 1.000 or more."),
        (DanishDecimalField(max_value=30000), "30.001", "Enter 30.000 or less."),
        (DanishIntegerField(), "mange", "Enter a number, for example 30.000 or 1,5."),
        (DanishIntegerField(), "3\x000", "Enter a number"),
    ],
)
def test_errors_say_what_to_do(field, text, expected):
    assert expected in errors_of(field, text)


def test_no_suggestion_is_made_that_the_field_would_refuse():
    assert "Did you mean" not in errors_of(DanishIntegerField(), "1.5")


def test_initial_values_are_shown_in_danish():
    form = ResultForm(
        initial={
            "attendance": 30000,
            "hours": Decimal("6.50"),
            "estimate": ParsedNumber(Decimal(3000), approximate=True),
            "held_on": date(2011, 8, 20),
        }
    )
    assert 'value="30.000"' in str(form["attendance"])
    assert 'value="6,5"' in str(form["hours"])
    assert 'value="ca. 3.000"' in str(form["estimate"])
    assert 'value="2011-08-20"' in str(form["held_on"])


def test_what_was_typed_is_kept_after_an_error():
    form = ResultForm({"attendance": "30,000", "hours": "99", "held_on": "31-02-2011"})
    assert not form.is_valid()
    assert 'value="30,000"' in str(form["attendance"])
    assert 'value="99"' in str(form["hours"])
    assert 'value="31-02-2011"' in str(form["held_on"])
    assert 'type="text"' in str(form["held_on"]), "a date box would show it empty"


def test_a_danish_date_that_was_typed_fills_the_date_box_again():
    form = ResultForm({"attendance": "x", "held_on": "20.08.2011"})
    assert 'type="date"' in str(form["held_on"])
    assert 'value="2011-08-20"' in str(form["held_on"])


@pytest.mark.parametrize(
    ("field", "inputmode"),
    [("attendance", 'inputmode="numeric"'), ("hours", 'inputmode="decimal"')],
)
def test_phones_show_their_number_pad(field, inputmode):
    html = str(ResultForm()[field])
    assert inputmode in html
    assert 'autocomplete="off"' in html
    assert 'type="text"' in html


def test_a_rough_number_gets_letters_to_type_it_with():
    assert "inputmode" not in str(ResultForm()["estimate"])


def test_a_forms_own_attributes_win():
    field = DanishIntegerField(widget=forms.TextInput({"inputmode": "text"}))
    assert field.widget.attrs["inputmode"] == "text"


def test_a_number_box_is_refused_because_it_reads_30_000_as_30():
    with pytest.raises(TypeError, match="use a text widget"):
        DanishIntegerField(widget=forms.NumberInput)


@pytest.mark.parametrize(
    ("data", "changed"),
    [
        ({"attendance": "30.000"}, []),
        ({"attendance": "30000"}, []),
        ({"attendance": "30.001"}, ["attendance"]),
        ({"attendance": "30,000"}, ["attendance"]),
        ({"attendance": ""}, ["attendance"]),
        ({"attendance": "30000", "hours": "6,50", "held_on": "20-08-2011"}, ["hours", "held_on"]),
        ({"attendance": "30000", "text": "to\r\nlinjer"}, ["text"]),
    ],
)
def test_only_another_value_is_a_change(data, changed):
    assert ResultForm(data, initial={"attendance": 30000}).changed_data == changed


def test_another_way_of_writing_the_same_is_no_change():
    initial = {
        "hours": Decimal("6.50"),
        "estimate": ParsedNumber(Decimal(400), approximate=True),
        "held_on": date(2011, 8, 20),
        "text": "to\nlinjer",
    }
    data = {
        "hours": "6,5",
        "estimate": "ca 400",
        "held_on": "20/08/2011",
        "text": "to\r\nlinjer",
    }
    assert ResultForm(data, initial=initial).changed_data == []


@pytest.mark.parametrize("text", ["20-11-2007", "20.11.2007", "20/11/2007", "2007-11-20"])
def test_dates_are_cleaned(text):
    assert DanishDateField().clean(text) == date(2007, 11, 20)


@pytest.mark.parametrize("text", ["31-02-2011", "20-11-07", "11/20/2007", "1899-12-31", "\x00"])
def test_wrong_dates_are_refused_with_an_example(text):
    assert "such as 20-11-2007" in errors_of(DanishDateField(), text)


def test_text_keeps_case_numbers_and_counts_line_breaks_as_browsers_do():
    text = "Sagsnr. 2007-50025\r\nTlf. 33 66 33 66"
    field = SafeCharField(max_length=len(text) - 1, widget=forms.Textarea)
    assert field.clean(text) == text.replace("\r\n", "\n")
    # A box of one line holds one line.
    assert SafeCharField().clean(text) == text.replace("\r\n", " ")


@pytest.mark.parametrize("text", ["Borger 010180-1234 mødte op", "0101801234"])
def test_a_cpr_number_is_refused(text):
    assert "Remove the CPR number" in errors_of(SafeCharField(), text)


def test_nul_is_refused_once_and_with_advice():
    assert errors_of(SafeCharField(), "a\x00b").count("invisible") == 1


def test_model_fields_can_refuse_cpr_numbers_too():
    with pytest.raises(ValidationError, match="CPR"):
        validate_no_cpr("010180-1234")


def test_a_model_s_columns_get_the_strict_fields():
    for kind, column in ((DanishDecimalField, "fte"), (DanishDateField, "starts_on")):
        assert isinstance(danish_formfield(Program._meta.get_field(column)), kind)
    assert DateInput().format_value(date(2011, 8, 20)) == "2011-08-20"


@pytest.mark.parametrize(
    ("typed", "ticked", "approximate"),
    [
        ("3000", False, False),
        ("3000", True, True),
        ("ca. 3000", False, True),
        ("ca. 3000", True, True),
    ],
)
def test_a_tick_says_what_ca_says(typed, ticked, approximate):
    class Form(forms.Form):
        estimate = DanishIntegerField(rough=True, widget=RoughInput)

    form = Form({"estimate": typed, **({"estimate-about": "on"} if ticked else {})})

    assert form.is_valid()
    assert form.cleaned_data["estimate"] == ParsedNumber(Decimal(3000), approximate)
    html = str(form["estimate"])
    assert 'inputmode="numeric"' in html
    assert ("checked" in html) == approximate


def test_a_tick_alone_says_nothing():
    class Form(forms.Form):
        estimate = DanishIntegerField(rough=True, widget=RoughInput, required=False)

    form = Form({"estimate": " ", "estimate-about": "on"})

    assert form.is_valid()
    assert form.cleaned_data["estimate"] is None

"""Form fields that read what Danes type, strictly, and refuse what must not be stored.

Django's localized number fields read «30.000» as 30; these are used everywhere instead.
"""

import datetime
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.cpr import certain, place_of
from core.dates import format_date_words, parse_date
from core.numbers import ROUGH, NotANumber, ParsedNumber, format_number, parse_number
from core.records import check_date
from core.text import clean_text


def validate_no_cpr(text: str) -> None:
    """For model fields and form fields alike: no civil registration number in free text."""
    if number := certain(text):
        message = _(
            "Remove the CPR number %(place)s: civil registration numbers must not be stored here."
        )
        raise ValidationError(message, code="cpr", params={"place": place_of(number, text)})


_ONE_LINE = str.maketrans("\n\t", "  ")


class SafeCharField(forms.CharField):
    """Text as ``core.text`` cleans it, without NUL and without CPR numbers.

    Line breaks are one character, as browsers count, and only where the box has several lines.
    """

    default_validators = [validate_no_cpr]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        if "\x00" in text:
            raise ValidationError(
                _("The text holds an invisible character (NUL). Paste it as plain text."),
                code="nul",
            )
        cleaned = clean_text(text)
        if not isinstance(self.widget, forms.Textarea | forms.HiddenInput):
            cleaned = cleaned.translate(_ONE_LINE)
        return cleaned.strip() if self.strip else cleaned


class RoughInput(forms.TextInput):
    """A box for a figure, and beside it a tick that says what «ca.» before the figure says."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        ticked = data.get(f"{name}-about") and typed and typed.strip() and not ROUGH.match(typed)
        return f"ca. {typed.strip()}" if ticked else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        is_rough = isinstance(value, str) and ROUGH.match(value)
        context["widget"]["tick"] = {"name": f"{name}-about", "checked": bool(is_rough)}
        return context


class DanishDecimalField(forms.Field):
    """A number, cleaned to Decimal; with `rough`, to ParsedNumber, and «ca. 3000» is allowed.

    Initial values are shown as «30.000», a rejected one as it was typed. A suggestion
    («Mente du 30.000?») is made only where the field would accept it.
    """

    widget = forms.TextInput
    inputmode = "decimal"
    default_error_messages = {
        "min_value": gettext_lazy("Enter %(limit_value)s or more."),
        "max_value": gettext_lazy("Enter %(limit_value)s or less."),
        "too_large": gettext_lazy("Enter a number below %(limit_value)s."),
        "whole": gettext_lazy("Enter a whole number, without decimals."),
    }

    def __init__(
        self,
        *,
        min_value: int | Decimal | None = None,
        max_value: int | Decimal | None = None,
        decimal_places: int | None = None,
        max_digits: int | None = None,
        rough: bool = False,
        **kwargs: Any,
    ) -> None:
        self.min_value, self.max_value = min_value, max_value
        self.decimal_places, self.max_digits = decimal_places, max_digits
        self.rough = rough
        super().__init__(**kwargs)
        if getattr(self.widget, "input_type", "") == "number":
            raise TypeError("A browser's number box reads 30.000 as 30: use a text widget.")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {"autocomplete": "off"}
        # A phone's number pad has no letters for «ca.»: where there is no tick, they are needed.
        if not self.rough or isinstance(widget, RoughInput):
            attrs["inputmode"] = self.inputmode
        return {name: value for name, value in attrs.items() if name not in widget.attrs}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, ParsedNumber):
            return f"{'ca. ' if value.approximate else ''}{self.written(value.value)}"
        return self.written(value) if isinstance(value, int | Decimal) else value

    def to_python(self, value: Any) -> Any:
        """Decimal, int or ParsedNumber as the field promises, None for nothing typed."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, str):
            parsed = self._parse(value)
        else:
            parsed = value if isinstance(value, ParsedNumber) else ParsedNumber(Decimal(value))
        for code, message in self._problems(parsed.value):
            raise ValidationError(message, code=code)
        return parsed if self.rough else self._plain(parsed.value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """30.000 over an initial 30000 changes nothing; what cannot be read has changed."""
        try:
            return not self.disabled and self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def written(self, value: int | Decimal) -> str:
        """The value as text that the field reads back."""
        return format_number(value)

    def _plain(self, value: Decimal) -> Decimal | int:
        return value

    def _parse(self, text: str) -> ParsedNumber:
        try:
            return parse_number(text, rough=self.rough)
        except NotANumber as error:
            message = str(error.message)
            acceptable = (r for r in error.readings if not any(self._problems(r)))
            reading = next(acceptable, None)
            if reading is not None:
                suggestion = self.written(reading)
                question = _("Did you mean %(suggestion)s?") % {"suggestion": suggestion}
                message = f"{message} {question}"
            raise ValidationError(message, code="invalid") from error

    def _problems(self, value: Decimal) -> Iterator[tuple[str, str]]:
        """Code and message of everything that is wrong with the value, the first to mend first."""
        _sign, digits, exponent = value.as_tuple()
        places = max(0, -int(exponent) - _trailing_zeros(digits))
        if self.decimal_places is not None and places > self.decimal_places:
            yield "decimals", self._decimals_message(self.decimal_places)
        if self.max_digits is not None:
            limit = Decimal(10) ** (self.max_digits - (self.decimal_places or 0))
            if abs(value) >= limit:
                yield "too_large", self._limit_message("too_large", limit)
        if self.min_value is not None and value < self.min_value:
            yield "min_value", self._limit_message("min_value", self.min_value)
        if self.max_value is not None and value > self.max_value:
            yield "max_value", self._limit_message("max_value", self.max_value)

    def _limit_message(self, code: str, limit: int | Decimal) -> str:
        return str(self.error_messages[code]) % {"limit_value": self.written(limit)}

    def _decimals_message(self, allowed: int) -> str:
        if not allowed:
            return str(self.error_messages["whole"])
        return ngettext(
            "Enter at most %(places)d decimal.", "Enter at most %(places)d decimals.", allowed
        ) % {"places": allowed}


def _trailing_zeros(digits: tuple[int, ...]) -> int:
    """How many zeros end the digits; all of them when the number is zero."""
    return next((n for n, digit in enumerate(reversed(digits)) if digit), len(digits))


class DanishIntegerField(DanishDecimalField):
    """A whole number, cleaned to int; with `rough`, to ParsedNumber."""

    inputmode = "numeric"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"decimal_places": 0, **kwargs})

    def _plain(self, value: Decimal) -> int:
        return int(value)


class DateInput(forms.DateInput):
    """The browser's date box. It shows nothing but ISO dates, so other text gets a text box."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        if isinstance(value, str) and value:
            widget["type"] = "text"
        # The browser draws the box in its own language; the Danish date stands beside it.
        widget["words"] = format_date_words(value) if isinstance(value, date) else ""
        return context


class DanishDateField(forms.DateField):
    """20-11-2007, 20.11.2007, 20/11/2007 or 2007-11-20, as a date."""

    widget = DateInput
    default_error_messages = {
        "invalid": gettext_lazy("Enter a date such as 20-11-2007, in the years 1900 to 2200."),
    }

    def prepare_value(self, value: Any) -> Any:
        return (parse_date(value) or value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value or None)
        day = parse_date(value)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return not self.disabled and self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class YesNoField(forms.TypedChoiceField):
    """A choice of «yes» and «no», cleaned to a bool, or None for nothing chosen."""

    def __init__(self, **kwargs: Any) -> None:
        usual = {"coerce": lambda answer: answer == "yes", "empty_value": None}
        super().__init__(**{**usual, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return ("yes" if value else "no") if isinstance(value, bool) else value


class CheckboxRowsField(forms.ModelMultipleChoiceField):
    """A choice of several records as check boxes."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        # Compared here: a number beyond the database's own would be an error there.
        rows: Any = self.queryset
        offered = {str(pk) for pk in rows.values_list("pk", flat=True)}
        for pk in value or []:
            if str(pk) not in offered:
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": pk},
                )
        return super().clean(value)


class PastDateField(DanishDateField):
    """A day that has come: only what has happened is written down."""

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        check_date(value)


class SubmissionField(forms.UUIDField):
    """The hidden key of an opened form, by which it is saved once however often it is sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4, **kwargs)

"""Text on its way in: one place cleans it, and what scripts need stays."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.cpr import contains_cpr
from core.forms.fields import SafeCharField
from core.sorting import danish_key
from core.text import clean_line, clean_text, folded
from directory.models import Organisation
from directory.rules.lists import LineKind, lines_of
from directory.rules.matching import normalised_name
from economy.models.postings import voucher_key
from economy.rules.expense_files import clean_cell
from exchange.rules.values import _text as file_text
from tests.factories import OrganisationFactory

TURNING = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
PERSIAN = "می\u200cخواهم"  # with the joiner that it is not read right without
URDU, ARABIC = "پاکستان\u200d", "مُحَمَّد\u200f"


def lines(text):
    return lines_of(text, LineKind.ORGANISATION)[0].name


WAYS_IN = [SafeCharField().clean, file_text, clean_cell, lines, clean_line]


@pytest.mark.parametrize("clean", WAYS_IN)
@pytest.mark.parametrize("mark", TURNING)
def test_every_way_in_takes_out_what_turns_the_text_around(clean, mark):
    assert clean(f"faktura{mark}fdp.exe") == "fakturafdp.exe"


@pytest.mark.parametrize("clean", WAYS_IN)
@pytest.mark.parametrize("text", [PERSIAN, URDU, ARABIC, "Ærø Ålborg 🙂", "किताब\u200dघर"])
def test_every_way_in_keeps_what_a_script_needs(clean, text):
    assert clean(text) == text


@pytest.mark.parametrize("clean", [SafeCharField().clean, clean_line])
def test_control_characters_go_and_a_name_is_one_line(clean):
    assert clean("A\x07B\x7fC\x9f\x1b D\n\tE".replace("\n\t", "\n")) == "ABC D E"


def test_a_text_of_several_lines_keeps_them():
    field = SafeCharField(widget=forms.Textarea)
    assert field.clean("a\r\nb\x0bc\u2028d\te\x85f\x02") == "a\nb\nc\nd\te\nf"
    assert clean_text("\ufeffa\rb") == "a\nb"


def test_what_is_only_marks_is_nothing():
    with pytest.raises(ValidationError):
        SafeCharField().clean("\u202e \x07")


@pytest.mark.parametrize("hidden", ["010190\u200d1234", "0101\u202e90-1234", "01\u200c0190-1234"])
def test_no_mark_hides_a_cpr_number(hidden):
    assert contains_cpr(clean_text(hidden))
    with pytest.raises(ValidationError):
        SafeCharField().clean(hidden)


@pytest.mark.parametrize("key", [normalised_name, voucher_key, folded, lambda t: danish_key(t)[0]])
def test_keys_take_no_notice_of_joiners_and_marks(key):
    assert key(PERSIAN) == key(PERSIAN.replace("\u200c", ""))
    assert key(ARABIC) == key("محمد")


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["میخواهم", PERSIAN, "خواهم"])
@pytest.mark.usefixtures("indexed")
def test_a_search_finds_it_with_and_without_them(word):
    wanted = OrganisationFactory(name=f"Foreningen {PERSIAN}")
    plain = OrganisationFactory(name="Foreningen میخواهم igen")
    OrganisationFactory(name="Foreningen Nordlys")

    assert set(Organisation.objects.named_like(word)) == {wanted, plain}
    assert Organisation.objects.filter(name__icontains="NORDLYS").count() == 1
    assert not Organisation.objects.filter(name__icontains="100%_").exists()

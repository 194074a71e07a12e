"""One organisation and one class, however a list spells them; what may be one is asked."""

import datetime

import pytest

from directory.forms.review import ReviewForm
from directory.models import Organisation, OrganisationKind, SchoolClass
from directory.rules.lists import LineKind, LineMatch, carried, lines_of, numbered, text_of
from directory.services.organisations import alike, create_organisation, school_class
from directory.services.rosters import (
    LEFT_OUT,
    NEW,
    SAME,
    LineDecision,
    RosterAddition,
    add_list,
    propose,
)
from tests.factories import ActivityFactory, OrganisationFactory, SchoolClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "english")]

ASSOCIATION = OrganisationKind.ASSOCIATION


@pytest.fixture
def adding():
    def of(what=LineKind.ORGANISATION):
        return RosterAddition(ActivityFactory(), what, joined_on=datetime.date(2011, 3, 1))

    return of


def looked_at(adding, text, kind=ASSOCIATION):
    """The list as it is asked about, on the page and again when it is confirmed."""
    first = propose(adding.activity, lines_of(text, adding.what), adding.what, kind)
    again = propose(adding.activity, carried(text_of(first), adding.what), adding.what, kind)
    assert [p for p in again if p.is_asked] == numbered(first)
    return again


def test_seven_spellings_of_one_new_name_are_one_or_asked(konsulent, adding):
    added = adding()
    spelled = ["Nordlys' Venner", "Nordlys’ Venner", "Nordlys´ Venner", "Nord\u00adlys' Venner."]
    spelled += ["Nordlys' Venner A/S", "nordlys' venner a/s"]

    first, as_company = looked_at(added, "\n".join(spelled))

    assert first.finding == LineMatch.NEW
    assert (as_company.finding, as_company.alike) == (LineMatch.ALIKE, first.line)
    form = ReviewForm(
        {"line-1": f"{NEW}{ASSOCIATION}"}, proposed=[first, as_company], what=added.what
    )
    assert form.fields["line-2"].choices[:2] == [
        ("", "Choose …"),
        (f"{SAME}1", "The same as «Nordlys' Venner»"),
    ]
    assert not form.is_valid()


@pytest.mark.parametrize(
    ("choices", "names"),
    [
        ((f"{NEW}{ASSOCIATION}", f"{SAME}1"), ["Nordlys"]),
        ((f"{NEW}{ASSOCIATION}", f"{NEW}{ASSOCIATION}"), ["Nordlys", "Nordlys A/S"]),
        ((f"{NEW}{ASSOCIATION}", LEFT_OUT), ["Nordlys"]),
        ((LEFT_OUT, f"{SAME}1"), []),
    ],
)
def test_the_same_as_a_line_above_becomes_what_that_one_becomes(konsulent, adding, choices, names):
    added = adding()
    lines = [proposal.line for proposal in looked_at(added, "Nordlys\nNordlys A/S")]

    add_list(by=konsulent, adding=added, decisions=map(LineDecision, lines, choices))

    assert list(Organisation.objects.values_list("name", flat=True)) == names
    assert added.activity.participants.count() == len(names)


def test_a_school_that_is_the_same_keeps_the_class_of_its_line(konsulent, adding):
    added = adding(LineKind.SCHOOL_CLASS)
    lines = [p.line for p in looked_at(added, "Aaby Skole; 8.a\nÅby Skole; 8.b", "school")]

    choices = f"{NEW}{OrganisationKind.SCHOOL}", f"{SAME}1"
    add_list(by=konsulent, adding=added, decisions=map(LineDecision, lines, choices))

    assert Organisation.objects.get().name == "Aaby Skole"
    assert sorted(SchoolClass.objects.values_list("name", flat=True)) == ["8.a", "8.b"]


def test_five_spellings_of_one_class_are_one_on_the_roster(konsulent, adding):
    known = SchoolClassFactory(school__name="Brohøj Skole", name="8.a")
    added = adding(LineKind.SCHOOL_CLASS)
    text = "\n".join(f"Brohøj Skole; {name}" for name in ("8a", "8 A", "8. A", "8.a klasse", "8.A"))

    first, *others = (
        looked_at(added, text)[:1]
        + propose(added.activity, lines_of(text, added.what), added.what)[1:]
    )
    add_list(
        by=konsulent, adding=added, decisions=[LineDecision(first.line, f"at-{known.school_id}")]
    )

    assert [other.finding for other in others] == [LineMatch.DOUBLE] * 4
    assert added.activity.participants.get().school_class == known
    assert (
        propose(added.activity, lines_of("Brohøj Skole; klasse 8a", added.what), added.what)[
            0
        ].finding
        == LineMatch.PRESENT
    )


@pytest.mark.parametrize("spelled", ["8a", "8 A", "8. A", "8.a klasse", "8.\u00ada"])
def test_a_class_is_found_by_any_spelling(konsulent, spelled):
    known = SchoolClassFactory(name="8.a")

    assert school_class(by=konsulent, school=known.school, name=spelled) == known


def test_the_directory_tells_which_names_may_be_the_same(konsulent):
    known = OrganisationFactory(name="Kafé Åen A/S")

    assert alike("Kafe Aaen") == [known]
    assert alike("kafé åen a/s.") == []
    assert create_organisation(by=konsulent, kind=known.kind, name="Kafé Åen").pk != known.pk

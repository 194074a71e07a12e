"""Lists of names: read line by line, and what each line may mean."""

import pytest

from directory.rules.lists import (
    LineFault,
    LineKind,
    LineMatch,
    carried,
    line_of,
    lines_of,
    numbered,
    proposals,
    roster_key_of,
    text_of,
)
from directory.rules.matching import KnownName, NameIndex

ORGANISATION, CLASS, CONSULTANT = LineKind


def read(text, what=ORGANISATION):
    return [(line.name, line.beside) for line in lines_of(text, what)]


def test_blank_lines_are_passed_over_and_numbers_are_the_lists_own():
    lines = lines_of("\n  Broen \r\n\n\tSolen  Syd\n", ORGANISATION)

    assert [(line.number, line.name) for line in lines] == [(2, "Broen"), (4, "Solen Syd")]


@pytest.mark.parametrize("text", ["- Broen\n- Solen", "1. Broen\n2. Solen", "• Broen\n• Solen"])
def test_the_marks_of_a_list_are_no_part_of_the_names(text):
    assert read(text) == [("Broen", ""), ("Solen", "")]


def test_a_number_that_only_one_name_has_belongs_to_it():
    assert read("1. maj-komiteen\nSolen") == [("1. maj-komiteen", ""), ("Solen", "")]


def test_a_comma_belongs_to_an_organisations_name():
    assert read("Børn, Unge og Byen") == [("Børn, Unge og Byen", "")]


@pytest.mark.parametrize(
    "text", ["Holberg Skole; 8.A", "Holberg Skole\t8.A", "8.A, Holberg Skole", "Holberg Skole, 8.A"]
)
def test_a_class_stands_before_or_after_its_school(text):
    assert read(text, CLASS) == [("Holberg Skole", "8.A")]


def test_a_person_may_have_a_workplace():
    assert read("Anna Holm; Kulturhuset\nBent Lund", CONSULTANT) == [
        ("Anna Holm", "Kulturhuset"),
        ("Bent Lund", ""),
    ]


@pytest.mark.parametrize(
    ("text", "what", "fault"),
    [
        ("Kaj 010190-1234", ORGANISATION, LineFault.CPR),
        ("Kaj; 0101901234", CONSULTANT, LineFault.CPR),
        ("a" * 201, ORGANISATION, LineFault.LONG),
        ("Holberg Skole", CLASS, LineFault.NO_CLASS),
        ("Nul\x00", ORGANISATION, LineFault.CONTROL),
    ],
)
def test_a_line_that_cannot_be_used_says_why(text, what, fault):
    [line] = lines_of(text, what)

    assert line.fault == fault


def test_a_cpr_number_is_not_shown_again():
    [line] = lines_of("Kaj 010190-1234", ORGANISATION)

    assert "010190" not in line.text


@pytest.fixture
def found():
    index = NameIndex(
        [
            KnownName(1, "association", "Broen"),
            KnownName(1, "association", "Gamle Bro", former=True),
            KnownName(2, "association", "Nordlyset"),
            KnownName(3, "association", "Solsikken"),
            KnownName(3, "association", "Solsikkens Venner", former=True),
            KnownName(4, "restaurant", "Havnen"),
            KnownName(5, "stakeholder", "Havnen"),
        ]
    )

    def asked(text, present=frozenset(), kind="association"):
        lines = lines_of(text, ORGANISATION)
        return list(proposals(lines, index, what=ORGANISATION, kind=kind, present=present))

    return asked


@pytest.mark.parametrize(
    ("text", "finding", "known"),
    [
        ("broen", LineMatch.KNOWN, (1,)),
        ("gamle bro", LineMatch.KNOWN, (1,)),
        ("Nordlysets", LineMatch.NEAR, (2,)),
        ("Helt Ukendt", LineMatch.NEW, ()),
        ("Havnen", LineMatch.SEVERAL, (4, 5)),
    ],
)
def test_a_line_is_known_near_new_or_one_of_several(found, text, finding, known):
    [proposal] = found(text)

    assert (proposal.finding, proposal.known) == (finding, known)


def test_the_kind_that_is_asked_for_decides_between_several(found):
    [proposal] = found("Havnen", kind="restaurant")

    assert (proposal.finding, proposal.known) == (LineMatch.KNOWN, (4,))


def test_a_double_is_told_also_by_another_name(found):
    proposed = found("Broen\nbroen\nGamle Bro")

    assert [p.finding for p in proposed] == [LineMatch.KNOWN, LineMatch.DOUBLE, LineMatch.DOUBLE]


def test_who_is_on_the_roster_already_is_not_asked_about(found):
    [proposal] = found("Broen", present={(1, "")})

    assert proposal.finding == LineMatch.PRESENT
    assert not proposal.is_asked


def test_a_namesake_of_a_person_on_the_roster_is_asked_about():
    index = NameIndex([KnownName(1, "consultant", "Anna Holm")])
    lines = lines_of("Anna Holm", CONSULTANT)

    [proposal] = proposals(lines, index, what=CONSULTANT, kind="consultant", present={(1, "")})

    assert proposal.finding == LineMatch.NAMESAKE
    assert proposal.is_asked


def test_another_class_of_a_school_on_the_roster_is_not_there_yet():
    index = NameIndex([KnownName(1, "school", "Holberg Skole")])
    lines = lines_of("Holberg Skole; 8.A\nHolberg Skole; 8.B", CLASS)

    proposed = proposals(
        lines, index, what=CLASS, kind="school", present={roster_key_of(1, "8 a", CLASS)}
    )

    assert [p.finding for p in proposed] == [LineMatch.PRESENT, LineMatch.KNOWN]


def test_what_is_carried_through_the_review_reads_to_the_same_lines(found):
    proposed = found("Broen\nbroen\n1. maj-komiteen\n2. juni-klubben")

    lines = carried(text_of(proposed), ORGANISATION)

    assert lines == [proposal.line for proposal in numbered(proposed)]
    assert [line.number for line in lines] == [1, 2, 3]


@pytest.mark.parametrize("what", [ORGANISATION, CONSULTANT])
@pytest.mark.parametrize("cells", [["", "Nørrebrogade 1"], ["12345678"], ["2024-01-01", "Broen"]])
def test_what_stands_in_a_later_column_is_no_name(what, cells):
    assert line_of(1, cells, what).fault == LineFault.NO_NAME


def test_a_first_line_that_names_the_column_is_no_name():
    assert [line.name for line in lines_of("Forening\nBroen\nForening", ORGANISATION)] == [
        "Broen",
        "Forening",
    ]


def test_what_follows_a_semicolon_is_another_column():
    assert [line.name for line in lines_of("Foreningen Åben Dør;Nørrebro", ORGANISATION)] == [
        "Foreningen Åben Dør"
    ]

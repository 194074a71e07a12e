"""A pasted section of last year's document and the outline that it becomes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean_text
from indicators.rules.sources import clues
from indicators.rules.wording.outlines import read_section
from tests.indicators.wording.shorthand import told

# As Word pastes its table: a tab between the cells, a line for each paragraph, tabs after bullets.
FROM_WORD = """\
1. Inklusion og medborgerskab
Aktiviteter og succeskriterier vedr. mobilisering af unge
Aktiviteter\tSucceskriterier
•\tByens Stemmer gennemføres, herunder:
-\t2 workshopper i 15 8. klasser i efteråret 2011
-\tindspilning af 15 klassers sange
•\t1 koncert på Vega\t•\tMindst 15 folkeskoleklasser er med fra skoler, hvor over 40 % er tosprogede
•\t60 % af de unge har oplevet et større fællesskab
•\t70 % af de unge oplever, at de tør sige deres mening
•\tMindst 300 deltagere kommer til koncerten den 8. december
"""
# The same out of a PDF: no tabs, broken lines, the dashes of the lists at the ends of lines.
FROM_PDF = """\
1. Inklusion og medborgerskab

Aktiviteter og succeskriterier vedr. mobilisering
af unge
Aktiviteter Succeskriterier

Byens Stemmer gennemføres, -
herunder:
- 2 workshopper i 15 8. klasser i
efteråret 2011
- indspilning af 15 klassers sange
1 koncert på Vega -

Mindst 15 folkeskoleklasser er -
med fra skoler, hvor over 40 %
er tosprogede
60 % af de unge har oplevet et -
større fællesskab
70 % af de unge oplever, at de tør -
sige deres mening
Mindst 300 deltagere kommer til -
koncerten den 8. december
"""


def outline_of(text):
    """The outline, a line for each thing."""
    outline = read_section(text, clues())
    for area in outline.areas:
        if area.title:
            yield f"{area.number.value}. {area.title.value}"
        for group in area.groups:
            yield f"  {group.title.value if group.title else '-'}"
            for activity in group.activities:
                times = f" × {activity.occurrences.value}" if activity.occurrences else ""
                yield f"    {_under(activity)}{activity.title.value}{times}"
            for criterion in group.criteria:
                yield from _criterion(criterion, "    ")
    yield from (f"? {line.value}" for line in outline.unread)


def _criterion(criterion, indent):
    yield f"{indent}{_under(criterion)}{criterion.wording.value} → {told(criterion.proposal)}"
    for part in criterion.parts:
        yield from _criterion(part, indent + "  ")


def _under(row):
    return f"[{row.heading}] " if row.heading else ""


@pytest.mark.parametrize("text", [FROM_WORD, FROM_PDF, FROM_WORD.replace("\n", "\r\n")])
def test_the_section_on_young_people_becomes_an_outline(text):
    assert list(outline_of(text)) == [
        "1. Inklusion og medborgerskab",
        "  Mobilisering af unge",
        "    Byens Stemmer gennemføres",
        "    2 workshopper i 15 8. klasser i efteråret 2011",
        "    indspilning af 15 klassers sange",
        "    1 koncert på Vega × 1",
        "    Mindst 15 folkeskoleklasser er med fra skoler, hvor over 40 % er tosprogede"
        " → count >= 15 folkeskoleklasser, where > 40%, participants(school_class)",
        "    60 % af de unge har oplevet et større fællesskab → share 60 of unge, manual",
        "    70 % af de unge oplever, at de tør sige deres mening → share 70 of unge, manual",
        "    Mindst 300 deltagere kommer til koncerten den 8. december"
        " → count >= 300 deltagere, attendance",
    ]


def test_headings_in_the_cells_group_the_rows():
    text = (
        "Foreninger\nAktiviteter\tSucceskriterier\n"
        "Internationale dage:\n2 internationale dage\tInternationale dage:\n60 foreninger er med\n"
        "Mindst 30.000 besøgende\n"
        "Religiøs fejring:\nFejring af Eid\tReligiøs fejring:\nMindst 1000 besøgende\n"
    )

    assert list(outline_of(text)) == [
        "  Foreninger",
        "    [Internationale dage] 2 internationale dage × 2",
        "    [Religiøs fejring] Fejring af Eid",
        "    [Internationale dage] 60 foreninger er med"
        " → count 60 foreninger, participants(association)",
        "    [Internationale dage] Mindst 30.000 besøgende → count >= 30000 besøgende, attendance",
        "    [Religiøs fejring] Mindst 1000 besøgende → count >= 1000 besøgende, attendance",
    ]


def test_each_row_of_a_table_has_its_activity_and_its_criterion():
    text = "Aktiviteter\tSucceskriterier\nDebat\tMindst 3 møder\nTurnering\tHøjst 2 aflysninger\n"

    assert list(outline_of(text)) == [
        "  -",
        "    Debat",
        "    Turnering",
        "    Mindst 3 møder → count >= 3 møder",
        "    Højst 2 aflysninger → count <= 2 aflysninger",
    ]


def test_what_follows_of_which_is_a_part():
    text = (
        "Aktiviteter\tSucceskriterier\nStøtte\t•\tMindst 5 initiativer, hvoraf:\n"
        "o\tMindst 1 fremmer beskæftigelse\no\tMindst 1 er for unge\n•\tMindst 2 seminarer\n"
    )

    assert list(outline_of(text))[2:] == [
        "    Mindst 5 initiativer, hvoraf: → count >= 5 initiativer",
        "      Mindst 1 fremmer beskæftigelse → count >= 1",
        "      Mindst 1 er for unge → count >= 1",
        "    Mindst 2 seminarer → count >= 2 seminarer",
    ]


def test_two_main_areas_and_what_was_not_understood():
    text = (
        "Udfordring\nDer er meget at gøre.\n"
        "2. Indsats i boligområder\nVi hjælper til.\nHelhedsplaner\nAktiviteter\tSucceskriterier\n"
        "Møder\tAlle styregruppemøder\n"
        "3. Rådgivning\nOpfølgning sker løbende.\n"
    )

    assert list(outline_of(text)) == [
        "2. Indsats i boligområder",
        "  Helhedsplaner",
        "    Møder",
        "    Alle styregruppemøder → share 100 of styregruppemøder",
        "3. Rådgivning",
        "? Udfordring",
        "? Der er meget at gøre.",
        "? Vi hjælper til.",
        "? Opfølgning sker løbende.",
    ]


LINES = st.sampled_from(
    [
        *FROM_WORD.splitlines(),
        *FROM_PDF.splitlines(),
        "Heraf:",
        "-",
        "o\t",
        "\t",
        "\t\t-\tx",
        ":",
        "",
    ]
) | st.text(max_size=12)


@given(st.lists(LINES, max_size=20).map("\n".join))
def test_whatever_is_pasted_is_in_the_outline_or_told_as_unread(text):
    outline = read_section(text, clues())
    cleaned = list(clean_text(text))
    rows = [row for area in outline.areas for group in area.groups for row in rows_of(group)]
    titles = [title for area in outline.areas for title in (area.number, area.title)]
    titles += [group.title for area in outline.areas for group in area.groups]
    for place in filter(None, [*outline.unread, *titles, *(place for _row, place in rows)]):
        assert 0 <= place.start < place.end <= len(cleaned)
        cleaned[place.start : place.end] = " " * (place.end - place.start)

    headings = {f"{row.heading}:" for row, _place in rows} | {"Aktiviteter", "Succeskriterier"}
    left = re.split(r"[\n\t]", "".join(cleaned).replace("Aktiviteter Succeskriterier", ""))
    assert {line.strip(" -–—•▪◦·*o.\u00a0") for line in left} <= {*headings, ""}


def rows_of(group):
    yield from ((activity, activity.title) for activity in group.activities)
    for criterion in group.criteria:
        yield criterion, criterion.wording
        yield from ((part, part.wording) for part in criterion.parts)

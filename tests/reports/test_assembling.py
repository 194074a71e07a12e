"""What a report says of the figures of its cut-off: live in the text, and the same everywhere."""

import datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from indicators.models.choices import Status
from reports.models import Content, Decision, Section
from reports.queries.reports import material_of
from reports.rules.assembling import document_of
from reports.rules.document import Figure, StatusMark
from reports.rules.gaps import gaps_of
from reports.rules.texts import blocks_of
from reports.services.starting import start_report
from requisitions.models.choices import Scope, State
from tests.factories import (
    AssessmentFactory,
    MeasurementFactory,
    RequisitionFactory,
    StateFactory,
)
from tests.factories.reports import SectionFactory
from tests.reports.shared import GIVEN, small_year

pytestmark = pytest.mark.django_db


def words(part):
    """Everything that a part says, one after the other."""
    found = []
    for block in part.blocks:
        rows = [row.cells for row in block.rows] if block.kind == "table" else []
        inner = [one for cells in rows for cell in cells for one in cell]
        for one in inner or [block]:
            runs = getattr(one, "runs", None)
            for run in runs if runs is not None else [r for p in one.points for r in p]:
                found.append(run.label if isinstance(run, StatusMark) else run.text)
    return " ".join(found)


def part_of(document, section):
    anchor = f"section-{section.pk}"
    return next(part for _level, part in document.all_parts() if part.anchor == anchor)


def of_content(year, content):
    return part_of(year.document(), year.report.sections.get(content=content))


def test_a_figure_in_the_text_is_the_one_of_the_table_as_of_the_cut_off():
    year = small_year()
    MeasurementFactory(
        criterion=year.visitors, measured_on=datetime.date(2011, 7, 2), value=Decimal(9)
    )
    section = year.section()
    Section.objects.filter(pk=section.pk).update(text="Der kom [[value]].")
    figures = [figure for figure in year.document().figures() if figure.key == "visitors.value"]
    assert len(figures) == 3  # of the area's table, of the criterion's, and in the sentence
    assert {figure.text for figure in figures} == {"12.125"}


def test_what_is_judged_otherwise_shows_both_and_why():
    year = small_year()
    AssessmentFactory(criterion=year.visitors, reason="Talt forkert", on=datetime.date(2011, 6, 1))
    said = words(part_of(year.document(), year.section()))
    assert "Vurderet som: Opfyldt (beregnet: I risiko)" in said.replace("  ", " ")
    assert "Talt forkert" in said
    Section.objects.filter(pk=year.section().pk).update(
        overruled_status=Status.PARTLY, overruled_reason="Regnvejr"
    )
    assert "Regnvejr" in words(part_of(year.document(), year.section()))


def test_a_case_stands_in_its_section_numbered_with_who_asked():
    year = small_year()
    said = words(of_content(year, Content.INTERNAL))
    assert "Et kursus" in said
    assert "Interne rekvireringer:  1" in said


def test_a_case_that_was_over_before_the_period_is_not_told_again():
    year = small_year()
    case = RequisitionFactory(
        activity__main_area=year.visitors.main_area,
        scope=Scope.INTERNAL,
        received_on=datetime.date(2011, 1, 3),
    )
    StateFactory(requisition=case, state=State.COMPLETED, on=datetime.date(2011, 1, 31))
    assert "Interne rekvireringer:  1" in words(of_content(year, Content.INTERNAL))


def test_evidence_is_counted_and_cited_without_names():
    year = small_year()
    entry = year.visitors.measurements.get().log_entry
    # The drafted text cites it already.
    assert year.section().citations.get().log_entry == entry
    figures = {figure.key: figure for figure in year.document().figures()}
    assert figures["visitors.entries"].text == "1 registrering"
    cited = next(figure for key, figure in figures.items() if ".evidence-" in key)
    assert (cited.text, cited.address) == ("15. juni 2011: Smag verden", entry.get_absolute_url())
    assert entry.recorded_by.full_name not in repr(year.document())


def test_a_level_that_is_skipped_is_taken_up():
    year = small_year()
    Section.objects.filter(report=year.report, content=Content.MAIN_AREA).delete()
    document = year.document()
    levels = [level for level, _part in document.all_parts()]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_since_last_time_tells_what_has_moved():
    year = small_year()
    first = year.issued()
    year.visitors.measurements.update(value=Decimal(30_000))
    second = start_report(
        by=year.manager,
        program=year.program,
        given=type(GIVEN)(
            **{name: getattr(GIVEN, name) for name in GIVEN.__slots__} | {"previous": first}
        ),
    )
    Decision.objects.create(report=first, text="Gør mere", recorded_by=year.manager)
    document = document_of(material_of(second))
    said = words(part_of(document, second.sections.get(content=Content.SINCE_LAST)))
    assert "I risiko Opfyldt 12.125 → 30.000 bedre" in said
    decided = words(part_of(document, second.sections.get(content=Content.DECISIONS)))
    assert "Gør mere" in decided


def test_gaps_are_tasks_that_lead_to_where_they_are_mended():
    year = small_year()
    year.visitors.measurements.all().delete()
    RequisitionFactory(activity__main_area=year.visitors.main_area)
    Section.objects.filter(pk=year.section().pk).update(text="Der kom [[antal]].")
    material = material_of(year.report)
    gaps = {gap.code: gap for gap in gaps_of(material, document_of(material))}
    assert {"case_number", "document_number", "scope", "text", "approval", "token", "value"} == set(
        gaps
    )
    assert gaps["value"].address.endswith("?as_of=2011-06-30")
    assert gaps["token"].section == year.section()


def test_a_criterion_that_is_gone_leaves_its_text_behind():
    year = small_year()
    material = material_of(year.report)
    own = next(section for section in material.sections if section.criterion_id)
    own.text, own.criterion_id = "Det stod her.", 0
    assert "Det stod her." in words(part_of(document_of(material), own))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        ("En\n\nTo", ["paragraph", "paragraph"]),
        ("- en\n- to", ["listing"]),
        ("Før:\n• en\n• to\nEfter", ["paragraph", "listing", "paragraph"]),
        ("1. oktober 2011 begyndte det", ["paragraph"]),
        ("-5 grader", ["paragraph"]),
        ("{{7*7}} <b> =1+1", ["paragraph"]),
    ],
)
def test_lines_are_paragraphs_and_points_are_lists(text, kinds):
    assert [block.kind for block in blocks_of(text, {})] == kinds


def test_a_free_section_may_name_any_figure():
    year = small_year()
    section = SectionFactory(report=year.report, text="I alt [[status.all]] og [[visitors.value]].")
    runs = part_of(year.document(), section).blocks[0].runs
    assert [run.text for run in runs if isinstance(run, Figure)] == ["1", "12.125"]

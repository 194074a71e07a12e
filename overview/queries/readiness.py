"""Looking through a programme for what is missing before it is adopted."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core.numbers import format_number
from indicators.models import Criterion
from indicators.models.choices import Measure
from indicators.rules import sources
from indicators.rules.wording.reading import read_wording
from indicators.rules.wording.values import proposed_target
from overview.rules.readiness import Lack
from programs.models import Program
from programs.rules.staffing import fte_gap
from resources.queries.staffing import overallocation_warnings


def lacks_of(program: Program) -> list[Lack]:
    """Everything that is missing, what blocks the adoption first. A constant number of queries."""
    found = [*_of_staff(program), *_of_criteria(program)]
    return sorted(found, key=lambda lack: not lack.blocks)


def _of_staff(program: Program) -> Iterator[Lack]:
    areas = list(program.main_areas.order_by("number"))
    if not areas:
        address = reverse("programs:mainarea_new", args=[program.slug])
        yield Lack(program.title, _("It has no main areas."), address, blocks=True)
    if gap := fte_gap(program.fte, [area.fte for area in areas]):
        address = reverse("programs:fte", args=[program.slug])
        yield Lack(_("Full-time equivalents"), gap, address, blocks=True)
    for warning in overallocation_warnings(program, None):
        address = reverse("overview:year", args=[program.slug])
        yield Lack(_("Allocations of staff"), warning, address)


def _of_criteria(program: Program) -> Iterator[Lack]:
    rows = Criterion.objects.of_program(program).in_order().with_answerable()
    found = False
    for criterion in rows.prefetch_related("activities"):
        found = True
        address = reverse("indicators:criterion_change", args=[criterion.pk])
        for text, blocks in _faults(criterion):
            yield Lack(str(criterion), text, address, blocks)
    if not found:
        address = reverse("indicators:criterion_new", args=[program.slug])
        yield Lack(program.title, _("It has no success criteria."), address, blocks=True)


def _faults(criterion: Criterion) -> Iterator[tuple[str, bool]]:
    """Nobody would ever be asked to measure it; or its wording says another number."""
    if criterion.answerable_id is None:  # type: ignore[attr-defined]
        yield _("Nobody answers for it: name somebody, or an activity with a responsible."), True
    is_counted = criterion.measure in (Measure.COUNT, Measure.SHARE)
    if is_counted and not criterion.activities.all():
        yield _("No activity counts towards it: whoever logs one is not asked for a result."), False
    if is_counted:
        wanted = proposed_target(read_wording(criterion.wording, sources.clues()))
        if wanted is not None and wanted != criterion.target:
            words = {
                "wording": format_number(wanted),
                "target": format_number(criterion.target or 0),
            }
            message = _("The wording says %(wording)s, its target is %(target)s.")
            yield message % words, False

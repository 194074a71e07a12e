"""Main areas, initiatives and funding sources as kinds of parts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.forms.parts import FundingSourceForm, InitiativeForm, MainAreaForm
from programs.models import MainArea, Program
from programs.rules.staffing import fte_warnings
from programs.views.parts import Kind


def _fte_kept(area: MainArea) -> str:
    if not (area.fte and area.program.adopted_on):
        return ""
    message = _(
        "«%(area)s» has full-time equivalents of an adopted programme: move them to another main "
        "area first."
    )
    return message % {"area": area}


def warnings_of_areas(program: Program, area: MainArea | None) -> list[str]:
    """What is given away twice, as what was saved has it."""
    areas = None if area is None else [area]
    return [text for warnings_of in fte_warnings for text in warnings_of(program, areas)]


MAIN_AREA = Kind(
    MainAreaForm,
    gettext_lazy("New main area"),
    gettext_lazy("Change the main area"),
    to_program="program",
    kept=_fte_kept,
    warnings=warnings_of_areas,
)
INITIATIVE = Kind(
    InitiativeForm,
    gettext_lazy("New initiative"),
    gettext_lazy("Change the initiative"),
)
FUNDING_SOURCE = Kind(
    FundingSourceForm,
    gettext_lazy("New funding source"),
    gettext_lazy("Change the funding source"),
    to_program="program",
)

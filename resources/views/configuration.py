"""Staff allocations as a kind of what a programme is made of."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Program
from programs.views.parts import Kind
from resources.forms import StaffAllocationForm
from resources.models import StaffAllocation
from resources.queries.staffing import overallocation_warnings


def _kept(allocation: StaffAllocation) -> str:
    if not allocation.main_area.program.adopted_on:
        return ""
    message = _(
        "«%(record)s» is kept, as its programme is adopted: give it a last day under «ends on» "
        "instead."
    )
    return message % {"record": allocation}


def _warnings(program: Program, allocation: StaffAllocation) -> list[str]:
    return overallocation_warnings(program, [allocation.main_area])


STAFF_ALLOCATION = Kind(
    StaffAllocationForm,
    gettext_lazy("New allocation of staff"),
    gettext_lazy("Change the allocation of staff"),
    kept=_kept,
    warnings=_warnings,
)

"""The activity that the pages of its roster and its hours are about."""

from django.shortcuts import get_object_or_404

from accounts.views.requests import Request
from activities.models import Activity
from programs.queries import show_in_header


def activity_of(request: Request, pk: int) -> Activity:
    """The activity of the address, its programme in the header; 404 where there is none."""
    found = get_object_or_404(Activity.objects.select_related("main_area__program"), pk=pk)
    show_in_header(request, found.main_area.program)
    return found

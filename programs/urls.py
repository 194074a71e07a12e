"""The pages that configure a programme, its main areas, initiatives and funding sources."""

from django.urls import path

from programs.views import parts, programs
from programs.views.areas import FUNDING_SOURCE, INITIATIVE, MAIN_AREA

app_name = "programs"

PROGRAM = "programs/<slug:slug>/"

urlpatterns = [
    path("programs/new/", programs.program_new, name="program_new"),
    path(f"{PROGRAM}change/", programs.program_change, name="program_change"),
    path(f"{PROGRAM}fte/", programs.fte, name="fte"),
    *parts.addresses("areas", MAIN_AREA),
    *parts.addresses("initiatives", INITIATIVE),
    *parts.addresses("sources", FUNDING_SOURCE),
]

from django.urls import path

from programs.views.parts import addresses
from resources.views import resources
from resources.views.configuration import STAFF_ALLOCATION

app_name = "resources"

urlpatterns = [
    path("programs/<slug:slug>/resources/", resources.resources, name="resources"),
    path(
        "programs/<slug:slug>/resources.<data:kind>",
        resources.resources_data,
        name="resources_data",
    ),
    *addresses("allocations", STAFF_ALLOCATION),
]

from django.urls import path, register_converter

from core import views
from core.addresses import word_converter
from core.drafts import views as drafts

app_name = "core"

# The endings of the addresses that hand out a page's figures as data.
register_converter(word_converter(["json", "csv", "xlsx"]), "data")

urlpatterns = [
    path("health/", views.health, name="health"),
    path("signed-in/", views.signed_in, name="signed_in"),
    path("drafts/", drafts.draft, name="draft"),
    path("drafts/open/", drafts.open_filled, name="draft_open"),
    path("drafts/forget/", drafts.forget, name="draft_forget"),
    path("accessibility/", views.accessibility, name="accessibility"),
]

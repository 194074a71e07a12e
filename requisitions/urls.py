from django.urls import path, register_converter

from core.addresses import word_converter
from requisitions.views import answer, cases, documentation, follow_ups, parties, register

app_name = "requisitions"

# The endings of the addresses that hand out the register as data.
register_converter(word_converter(["csv", "xlsx"]), "sheet")
# What elsewhere can document a case.
register_converter(word_converter(["entry", "participant"]), "documentation")

CASE = "requisitions/<int:pk>"

urlpatterns = [
    path("requisitions/", register.register, name="register"),
    path("requisitions/register.<sheet:kind>", register.register_data, name="register_data"),
    path("requisitions/figures/", register.figures_page, name="figures"),
    path("requisitions/new/", register.new, name="new"),
    path(f"{CASE}/", cases.case, name="case"),
    path(f"{CASE}/facts/", cases.facts, name="facts"),
    path(f"{CASE}/texts/", cases.texts, name="texts"),
    path(f"{CASE}/scope/", cases.scope, name="scope"),
    path(f"{CASE}/state/<slug:to>/", cases.state, name="state"),
    path(f"{CASE}/states/<int:row>/retract/", cases.state_retract, name="state_retract"),
    path(f"{CASE}/states/<int:row>/undo/", cases.state_undo, name="state_undo"),
    path(f"{CASE}/retract/", cases.retract, name="retract"),
    path(f"{CASE}/undo/", cases.undo, name="undo"),
    path(f"{CASE}/parties/add/", parties.add, name="party_add"),
    path(f"{CASE}/parties/unknown/", parties.unknown, name="requester_unknown"),
    path(f"{CASE}/parties/<int:party>/remove/", parties.remove, name="party_remove"),
    path(f"{CASE}/parties/<int:party>/contact/", parties.contact, name="party_contact"),
    path(f"{CASE}/documentation/", documentation.find, name="documentation"),
    path(
        f"{CASE}/documentation/<documentation:kind>/<int:row>/add/",
        documentation.add,
        name="documentation_add",
    ),
    path(
        f"{CASE}/documentation/<documentation:kind>/<int:row>/remove/",
        documentation.remove,
        name="documentation_remove",
    ),
    path(f"{CASE}/relevant/", follow_ups.relevant, name="relevant"),
    path(f"{CASE}/follow-up/phone/", follow_ups.phone, name="follow_up_phone"),
    path(f"{CASE}/follow-up/correct/", follow_ups.correct, name="follow_up_correct"),
    path(f"{CASE}/follow-up/link/", follow_ups.link, name="follow_up_link"),
    # Short and Danish: it is read aloud, and printed in letters.
    path("svar/<str:token>/", answer.answer, name="answer"),
]

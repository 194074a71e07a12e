from django.urls import path, register_converter

from core.addresses import word_converter
from indicators.views import (
    actions,
    criteria,
    entries,
    logging,
    pasting,
    ticks,
    values,
    years,
)
from indicators.views.configuration import CRITERION
from programs.views.parts import addresses

app_name = "indicators"

# What a result can be logged for.
register_converter(word_converter(["activity", "area", "criterion"]), "subject")

urlpatterns = [
    path("log/", logging.choose, name="log"),
    path("log/<subject:kind>/<int:pk>/", logging.log, name="log_form"),
    path("log/<subject:kind>/<int:pk>/preview/", logging.preview, name="log_preview"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("entries/<int:pk>/correct/", entries.correct, name="entry_correct"),
    path("entries/<int:pk>/retract/", entries.retract, name="entry_retract"),
    path("entries/<int:pk>/undo/", entries.undo, name="entry_undo"),
    path("criteria/<int:pk>/", criteria.criterion, name="criterion"),
    path("criteria/<int:pk>/years/", years.years, name="years"),
    path("criteria/<int:pk>/measure/", criteria.measure, name="measure"),
    path("criteria/<int:pk>/judge/", criteria.judge, name="judge"),
    path("criteria/<int:pk>/actions/new/", actions.new, name="action_new"),
    path("actions/<int:pk>/", actions.change, name="action_change"),
    path("actions/<int:pk>/finish/", actions.finish, name="action_finish"),
    path("actions/<int:pk>/reopen/", actions.reopen, name="action_reopen"),
    path("actions/<int:pk>/retract/", actions.retract, name="action_retract"),
    path("criteria/<int:pk>/ticks/", ticks.tick_several, name="tick"),
    path("ticks/<int:pk>/retract/", ticks.retract, name="tick_retract"),
    path("measurements/<int:pk>/correct/", entries.correct_figure, name="measurement_correct"),
    path("measurements/<int:pk>/retract/", entries.retract_figure, name="measurement_retract"),
    path("programs/<slug:slug>/values/", values.values, name="values"),
    path("programs/<slug:slug>/paste/", pasting.paste, name="paste"),
    *addresses("criteria", CRITERION),
]

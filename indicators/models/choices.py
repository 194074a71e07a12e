"""The words in which a criterion is configured and judged, for models and rules alike."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    COUNT = "count", _("Count")
    SHARE = "share", _("Share")
    MILESTONE = "milestone", _("Milestone")
    ALL = "all", _("All sub-criteria")
    NARRATIVE = "narrative", _("Narrative")


class Comparison(TextChoices):
    AT_LEAST = ">=", _("at least")
    MORE_THAN = ">", _("more than")
    AT_MOST = "<=", _("at most")
    LESS_THAN = "<", _("less than")
    EXACTLY = "=", _("exactly")


class Aggregation(TextChoices):
    SUM = "sum", _("The sum")
    LATEST = "latest", _("The latest")
    HIGHEST = "highest", _("The highest")
    AVERAGE = "average", _("The average")


# What most criteria of a measure need; the other measures have no aggregation.
USUAL_AGGREGATION: dict[str | None, str] = {
    Measure.COUNT: Aggregation.SUM,
    Measure.SHARE: Aggregation.LATEST,
}


class Pacing(TextChoices):
    AT_DUE = "at_due", _("On the due date")
    EVEN = "even", _("Evenly over the period")
    PLANNED = "planned", _("By planned points")


class Base(TextChoices):
    """Where a share's denominator comes from, when it is not measured with each pair."""

    FIXED = "fixed", _("The number in the programme")
    LINKED = "linked", _("The value of other criteria")


class Status(TextChoices):
    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    BEHIND = "behind", _("Behind")
    NOT_DUE = "not_due", _("Not due")
    MISSED = "missed", _("Not met")
    UNMEASURED = "unmeasured", _("No measurement")
    NOT_COMPUTABLE = "not_computable", _("Cannot be computed")


class Answer(TextChoices):
    """What is known of a participant: ticked or not, or asked in vain."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_REACHED = "not_reached", _("Not reached")


# The sources of this room; a higher room names its own where it registers them.
MANUAL = "manual"
ATTENDANCE = "attendance"
PARTICIPANTS = "participants"
HOURS = "hours"


# What a measurement may hold, by the names of its fields.
FIGURES = ("value", "numerator", "denominator", "done")


def figures_asked_for(measure: str, base: str = "") -> tuple[str, ...]:
    """The figures in which a result of the measure is given, by their names on a measurement.

    A share with a fixed or linked base gives only its numerator; «all» and «narrative» nothing.
    """
    match measure:
        case Measure.COUNT:
            return ("value",)
        case Measure.SHARE:
            return ("numerator",) if base else ("numerator", "denominator")
        case Measure.MILESTONE:
            return ("done",)
        case _:
            return ()

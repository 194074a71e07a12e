"""The words in which a criterion is configured and judged, for models and rules alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Measure(TextChoices):
    COUNT = "count", _("Count")
    SHARE = "share", _("Share")
    MILESTONE = "milestone", _("Milestone")
    ALL = "all", _("All sub-criteria")
    NARRATIVE = "narrative", _("Narrative")


# What people can report.
REPORTED = (Measure.COUNT, Measure.SHARE, Measure.MILESTONE)


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


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a status says to a reader, and how it is drawn.

    ``urgency`` is 1 for what a manager wants to meet first. A status that ``is_usual`` is counted
    even where there is none.
    """

    urgency: int = 99
    is_usual: bool = False
    needs_action: bool = False
    # Somebody is to write why, and what is done about it.
    lags: bool = False
    # One of the colours of the style sheet, and a symbol of static/img/status.svg.
    colour: str = "slate"
    icon: str = "circle"
    # In a sentence, for the page of the rules; it may name the programme's limits.
    text: StrPromise | str = ""


NO_MORE_THAN_ITS_LABEL = Meaning()


class Status(TextChoices):
    """How a criterion stands. Whatever depends on which status it is asks its ``meaning``."""

    MET = (
        "met",
        Meaning(
            urgency=9,
            is_usual=True,
            colour="green",
            icon="check",
            text=_(
                "The target has been reached by a sum or a highest figure, which as a rule only "
                "grows, or it holds after the due date; every sub-criterion is met too."
            ),
        ),
        _("Met"),
    )
    PARTLY = (
        "partly",
        Meaning(
            urgency=5,
            colour="olive",
            icon="half",
            text=_(
                "After the due date: the criterion's own target holds, but a sub-criterion is not "
                "met; or some of several sub-criteria are."
            ),
        ),
        _("Partly met"),
    )
    ON_TRACK = (
        "on_track",
        Meaning(
            urgency=7,
            is_usual=True,
            colour="teal",
            icon="forward",
            text=_(
                "Before the due date: the target holds as it stands, or the value is at least "
                "%(on_track_from)s %% of what is expected by now."
            ),
        ),
        _("On track"),
    )
    AT_RISK = (
        "at_risk",
        Meaning(
            urgency=4,
            lags=True,
            is_usual=True,
            colour="amber",
            icon="warning",
            text=_("Before the due date: at least %(at_risk_from)s %% of what is expected by now."),
        ),
        _("At risk"),
    )
    BEHIND = (
        "behind",
        Meaning(
            urgency=1,
            lags=True,
            is_usual=True,
            needs_action=True,
            colour="red",
            icon="down",
            text=_(
                "Before the due date: less than that, or more than a criterion with a ceiling "
                "allows."
            ),
        ),
        _("Behind"),
    )
    NOT_DUE = (
        "not_due",
        Meaning(
            urgency=8,
            is_usual=True,
            colour="grey",
            icon="clock",
            text=_("Nothing is expected yet, as for an event still to come."),
        ),
        _("Not due"),
    )
    MISSED = (
        "missed",
        Meaning(
            urgency=3,
            lags=True,
            needs_action=True,
            colour="crimson",
            icon="cross",
            text=_("After the due date, and the target does not hold."),
        ),
        _("Not met"),
    )
    UNMEASURED = (
        "unmeasured",
        Meaning(
            urgency=2,
            is_usual=True,
            needs_action=True,
            colour="violet",
            icon="question",
            text=_(
                "A value is expected, but nobody has measured. No measurement is not the same as "
                "zero."
            ),
        ),
        _("No measurement"),
    )
    NOT_COMPUTABLE = (
        "not_computable",
        Meaning(
            urgency=6,
            colour="slate",
            icon="barred",
            text=_(
                "A share whose whole is zero or unknown or that too few have answered, or a "
                "criterion without a number that nobody has judged in time."
            ),
        ),
        _("Cannot be computed"),
    )

    meaning: Meaning

    def __new__(cls, value: str, meaning: Meaning = NO_MORE_THAN_ITS_LABEL) -> Status:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


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

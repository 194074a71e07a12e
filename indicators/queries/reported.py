"""What has been reported of a criterion without a measurement of its own."""

from django.utils.translation import ngettext

from core.clock import today
from directory.models import Participant
from indicators.models import Criterion
from indicators.rules import sources
from indicators.rules.sources import Source


def derived_results(criterion: Criterion) -> list[str]:
    """«2 results from «Attendance of its activities»»: by every source that it has ever had."""
    codes = {criterion.source, *criterion.history.values_list("source", flat=True)}
    known = [code for code, _label in sources.choices() if code in codes]
    found = []
    for source in map(sources.get, known):
        number = _number(criterion, source) if source.derived else 0
        if number:
            message = ngettext(
                "%(count)s result from «%(source)s»", "%(count)s results from «%(source)s»", number
            )
            found.append(message % {"count": number, "source": source.label})
    return found


def _number(criterion: Criterion, source: Source) -> int:
    """How much is behind its figure: readings, retracted ones among them, cases or people."""
    # A share has people and cases before it has a figure.
    people = Participant.objects.filter(activity__criteria=criterion) if source.by_roster else None
    return (
        len(source.evidence([criterion], today()).get(criterion.pk, ()))
        or source.cases(criterion, today(), most=0).number
        or (people.count() if people is not None else 0)
    )

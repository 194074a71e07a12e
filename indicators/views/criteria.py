"""A criterion's page: value, evidence, history; and a manager's judgement."""

import datetime
from collections.abc import Mapping
from functools import partial

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models.roles import May
from accounts.rules.corrections import may_correct
from accounts.views.requests import Request, requires
from core.clock import today
from core.dates import parse_date
from core.evidence import EvidenceCounts, counted
from core.forms.pages import FormPage, form_page
from indicators.forms.results import JudgeForm
from indicators.forms.ticks import TickForm
from indicators.models import Action, Criterion
from indicators.models.choices import MANUAL, REPORTED, Measure
from indicators.queries.charts import chart_of
from indicators.queries.history import Change, changes_of
from indicators.queries.roster_pages import roster_page
from indicators.queries.standings import Standing, series, standings_of
from indicators.rules import sources
from indicators.rules.criteria import responsible_of
from indicators.services.actions import may_act_on, may_change
from indicators.services.results import judge as judge_criterion
from programs.models import Program
from programs.queries import show_in_header
from programs.rules.as_of import default_as_of

# The newest of the evidence are shown, and of the days of the chart's table; the rest one click
# away.
SHOWN, MOST_DAYS = 50, 100


def criterion_of(request: Request, pk: int) -> Criterion:
    criterion = get_object_or_404(
        Criterion.objects.select_related(
            "main_area__program", "initiative", "parent", "responsible"
        )
        .prefetch_related("activities__responsible", "base_criteria")
        .annotate(is_carried_on=Exists(Criterion.objects.filter(original=OuterRef("pk")))),
        pk=pk,
    )
    show_in_header(request, criterion.main_area.program)
    return criterion


def criterion(request: Request, pk: int) -> HttpResponse:
    return page(request, criterion_of(request, pk))


def page(
    request: Request, found: Criterion, *, form: TickForm | None = None, status: int = 200
) -> HttpResponse:
    """The criterion's page, perhaps with a form that could not be saved."""
    program = found.main_area.program
    as_of = parse_date(request.GET.get("as_of", "")) or default_as_of(program)
    standings = standings_of(program, [found], as_of)
    behind = sources.of(found).behind(found, as_of, None if "all" in request.GET else SHOWN)
    context = {
        "section": "status",
        "program": program,
        "as_of": as_of,
        "may_act": standings[found.pk].status.meaning.lags and may_act_on(request.user, found),
        "actions": _actions(request, found),
        "today": today(),
        "source": sources.of(found),
        "log_link": _log_link(found),
        **_standing(found, standings, as_of),
        **_line(request, standings[found.pk], program, behind),
        **_evidence(request, found, behind),
        **_behind(request, found, as_of, form),
    }
    return render(request, "indicators/criterion.html", context, status=status)


def _actions(request: Request, found: Criterion) -> list[tuple[Action, bool]]:
    """The open ones first, then those done or retracted; each with whether it may be changed."""
    rows = found.actions.select_related("owner")
    of_found = sorted(rows, key=lambda action: not action.is_open)
    return [(one, not one.is_retracted and may_change(request.user, one)) for one in of_found]


def _standing(found: Criterion, standings: Mapping[int, Standing], as_of: datetime.date) -> dict:
    """How it stands, by itself and beside those that it is made of, and who judged it."""
    parts = [one for one in standings.values() if one.criterion.parent_id == found.pk]
    bases = [standings[base.pk] for base in found.base_criteria.all()]
    return {
        "standing": standings[found.pk],
        "has_figures": found.measure not in (Measure.ALL, Measure.NARRATIVE),
        "related": [(_("Sub-criteria"), parts), (_("Denominator"), bases)],
        "responsible": responsible_of(found),
        "assessments": found.assessments.filter(on__lte=as_of).select_related("by"),
    }


def _line(request: Request, standing: Standing, program: Program, behind: sources.Behind) -> dict:
    """The value from day to day, as a drawing and as a table."""
    line = series(standing, program, behind.readings, request.user)
    days = line if "all" in request.GET else line[-MOST_DAYS:]
    return {"line": line, "days": days, "chart": chart_of(standing, line)}


def _evidence(request: Request, found: Criterion, behind: sources.Behind) -> dict:
    """The readings with what was corrected in them, and what was changed in the criterion."""
    listed = sources.of(found).listed(behind.evidence, request.user)
    shown = listed if "all" in request.GET else listed[:SHOWN]
    changes = changes_of(*behind.measurements) if behind.measurements else []
    corrected = {c.record.pk for c in changes if c.name != "retraction_reason"}
    return {
        "evidence": [(row, _may_correct(request, row)) for row in shown],
        "hidden": len(listed) - len(shown) + behind.unread,
        # What was demanded may have changed as well, and moved the status.
        "changes": [*changes, *changes_of(found), *_changes_of_options(found)],
        "corrected": corrected,
    }


def _changes_of_options(found: Criterion) -> list[Change]:
    form = sources.of(found).options_form
    options = form and form._meta.model._default_manager.filter(criterion=found).first()
    return changes_of(options) if options else []


def _behind(
    request: Request, found: Criterion, as_of: datetime.date, form: TickForm | None
) -> dict:
    """Whom and what a derived figure was counted from; for the others there is nothing to ask."""
    source = sources.of(found)
    everything = "all" in request.GET
    manual = sources.get(MANUAL).evidence([found], as_of) if source.derived else {}
    earlier = manual.get(found.pk, [])
    if not request.user.may(May.KEEP_REGISTERS):
        return {
            "roster": None,
            "earlier": earlier,
            "counts": _counts(found, as_of),
        }
    roster = None
    if source.by_roster:
        roster = roster_page(
            found,
            as_of,
            people=request.user.may(May.SEE_PEOPLE),
            everybody=everything,
            chosen=request.POST.getlist("chosen") if form else (),
        )
    return {
        "roster": roster,
        "tick_form": form or TickForm(),
        "cases": source.cases(found, as_of, None if everything else SHOWN),
        "earlier": earlier,
        "counts": None,
    }


def _counts(found: Criterion, as_of: datetime.date) -> EvidenceCounts | None:
    """What a register holds behind the figure, for those who see no names of it."""
    source = sources.of(found)
    if not source.by_roster:
        cases = source.cases(found, as_of).shown
        return counted((case.state, case.on) for case in cases) if cases else None
    roster = roster_page(found, as_of, people=False, everybody=True)
    groups = roster.groups if roster else []
    return counted((group.label, line.joined_on) for group in groups for line in group.lines)


def _may_correct(request: Request, row: sources.Evidence) -> bool:
    return row.measurement is not None and may_correct(request.user, row.measurement)


def _log_link(criterion: Criterion) -> sources.MeasureLink | None:
    """To the form of a result, where one moves the criterion's figure."""
    source = sources.of(criterion)
    is_typed = source.logged and criterion.measure not in (Measure.ALL, Measure.NARRATIVE)
    fed = not source.derived or criterion.activities.all()
    return sources.measure_link(criterion) if is_typed and fed else None


@requires(May.LOG)
def measure(request: Request, pk: int) -> HttpResponse:
    """On to where the criterion's figure is brought about: the form, a roster or the register."""
    reported = Criterion.objects.filter(measure__in=REPORTED).prefetch_related("activities")
    return redirect(sources.measure_link(get_object_or_404(reported, pk=pk)).address)


@requires(May.JUDGE)
def judge(request: Request, pk: int) -> HttpResponse:
    found = criterion_of(request, pk)
    program = found.main_area.program
    standing = standings_of(program, [found], default_as_of(program))[found.pk]
    form = JudgeForm(request.POST or None, criterion=found)
    page = FormPage(
        _("Judge the criterion"),
        found.get_absolute_url(),
        submit=_("Save the judgement"),
        template="indicators/judge.html",
        context={"standing": standing, "program": program},
    )
    save = partial(judge_criterion, by=request.user, criterion=found)
    return form_page(
        request,
        form,
        page,
        save,
        done=_("Your judgement has been saved beside the computed status."),
    )

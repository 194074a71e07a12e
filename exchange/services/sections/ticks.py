"""What is known of single participants, for a criterion that is a share of its rosters."""

from django.utils.translation import gettext as _

from core.dates import format_date_long
from core.text import quoted
from directory.models import Participant
from exchange.rules.faults import shown
from exchange.rules.shapes import Row
from exchange.rules.values import Day, Filled
from exchange.services.drafts import Draft
from exchange.services.section import Made, Rows, Section
from exchange.services.sections.criteria import NewCriterion
from indicators.models import Tick
from indicators.models.choices import PARTICIPANTS, Answer
from indicators.rules.criteria import is_ticked
from indicators.rules.rosters import Member, RosterTerms


class TickRow(Row):
    criterion: Filled
    participant: Filled
    on: Day
    answer: Answer = Answer.YES
    by: Filled | None = None


def make(draft: Draft, rows: Rows) -> Made:
    for row in rows:
        draft.refuse_too_early(row.on, row.at)
        of = draft.get("criteria", row.criterion)
        participant = draft.get("participants", row.participant)
        if of and participant:
            _hold_against_criterion(draft, row, of, participant)
        by = draft.by_whom(row, row.on)
        yield "", draft.row(SECTION, row, criterion=of and of.criterion, **by)


def _hold_against_criterion(
    draft: Draft, row: TickRow, of: NewCriterion, participant: Participant
) -> None:
    """What the criterion's page refuses to tick."""
    name, who = quoted(shown(row.criterion)), quoted(shown(row.participant))
    at, on = (*row.at, "participant"), (*row.at, "on")
    if not is_ticked(of.criterion):
        draft.refuse((*row.at, "criterion"), _("%s is no share of a roster") % name)
        return
    if not any(participant.activity is activity for activity in of.activities):
        words = {"who": who, "name": name}
        draft.refuse(at, _("%(who)s is on no roster that %(name)s looks at") % words)
    if row.on < participant.joined_on:
        draft.refuse(on, _("is before it takes part"))
    rule = of.options.get(PARTICIPANTS)
    if rule and rule.kind != participant.kind:
        words = {"who": who, "own": participant.kind, "name": name, "kind": rule.kind}
        message = _("%(who)s is a %(own)s; %(name)s looks for the kind %(kind)s") % words
        draft.refuse(at, message)
    if rule and rule.follow_up_months:
        member = Member(periods=(), completed_on=participant.completed_on)
        due = member.due_on(RosterTerms(follow_up_months=rule.follow_up_months))
        if due is None:
            draft.refuse(at, _("has not completed, so that no follow-up falls due"))
        elif row.on < due:
            message = _("is before the follow-up is due (%s)") % format_date_long(due)
            draft.refuse(on, message)


SECTION = Section(
    key="ticks",
    shape=TickRow,
    refers={"criterion": "criteria", "participant": "participants", "by": "users"},
    model=Tick,
    found=lambda program: Tick.objects.filter(
        criterion__main_area__program=program, retracted_at=None, participant__retracted_at=None
    ).order_by("pk"),
    prefix="m",
    make=make,
    hangs_on={"criterion": "criteria"},
)

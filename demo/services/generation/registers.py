"""The registers of a generated programme: rosters with their ticks, requisitions with answers."""

import datetime
from collections.abc import Iterable, Sequence

from activities.models import Activity, ActivityKind
from core.dates import months_after
from demo.services.generation.made import Made
from demo.services.generation.words import ADMINISTRATIONS, ASKED, SURNAMES
from directory.models import CONSULTANT, Consultant, Organisation, OrganisationKind, Participant
from exchange.services.sections.criteria import NewCriterion
from exchange.services.sections.organisations import NewOrganisation
from exchange.services.sections.requisitions import NewCase
from indicators.models import Tick
from indicators.models.choices import PARTICIPANTS, Answer, Measure
from requisitions.models import FollowUp, Party, Requisition, StateChange
from requisitions.models.choices import Channel, Reply, Scope, State
from requisitions.rules.cases import needs_note
from requisitions.sources import REQUISITIONS

FOLLOW_UP = datetime.timedelta(weeks=8)  # what a new programme starts with
KEPT = datetime.timedelta(days=730)
OTHERWISE = "Forvaltningen videregav en forenings henvendelse."
CLOSED_BECAUSE = "Rekvirenten har fundet en anden løsning."


def reached_in_registers(made: Made, new: NewCriterion) -> int:
    """About what a count has come to; for its target only, so those who left play no part."""
    if PARTICIPANTS in new.options:
        return len({id(row.who) for row in _participants_of(made, new)})
    states = new.options[REQUISITIONS].states
    return sum(case.states[-1].state in states for case in made.rows["requisitions"])


# Rosters ----------------------------------------------------------------------------------------
def add_rosters(made: Made, number: int) -> None:
    """So many participants, evenly on the rosters that the criteria count, some on several."""
    on_rosters = [new for new in made.rows["criteria"] if PARTICIPANTS in new.options]
    wanted = {
        (activity.ref, new.options[PARTICIPANTS].kind): activity
        for new in on_rosters
        for activity in new.activities
    }
    of_each, rest = divmod(number, len(wanted) or 1)
    kinds = dict.fromkeys(kind for _ref, kind in wanted)
    known = {kind: _known(made, kind, 2 * (of_each + 1)) for kind in kinds}
    for place, ((_ref, kind), activity) in enumerate(wanted.items()):
        for who in made.draw.sample(known[kind], of_each + (place < rest)):
            made.rows["participants"].append(_participant(made, activity, who))
    made.retract_some(made.rows["participants"])
    for new in on_rosters:
        if new.criterion.measure == Measure.SHARE:
            _add_ticks(made, new)
    made.retract_some(made.rows["ticks"])


def _known(made: Made, kind: str, number: int) -> Sequence[Organisation | Consultant]:
    if kind == CONSULTANT:
        first_names = [person.full_name.split()[0] for person in made.people]
        people = [
            Consultant(
                name=f"{made.draw.choice(first_names)} {made.draw.choice(SURNAMES)}",
                keep_until=made.day + KEPT,
            )
            for _ in range(number)
        ]
        made.rows["consultants"] += people
        return people
    label = OrganisationKind(kind).label
    found = [Organisation(kind=kind, name=f"{label} nr. {place + 1}") for place in range(number)]
    made.rows["organisations"] += map(NewOrganisation, found)
    return found


def _participant(made: Made, activity: Activity, who: Organisation | Consultant) -> Participant:
    joined_on = made.any_day()
    row = Participant(activity=activity, joined_on=joined_on, **made.by(joined_on))
    if joined_on < made.day and made.happens(0.05):
        row.left_on = made.any_day(joined_on + datetime.timedelta(1))
    if isinstance(who, Organisation):
        row.organisation = who
    else:
        row.consultant = who
        row.completed_on = made.any_day(joined_on) if made.happens(0.8) else None
    return row


def _add_ticks(made: Made, new: NewCriterion) -> None:
    months, likely = new.options[PARTICIPANTS].follow_up_months, made.draw.uniform(0.4, 0.8)
    for row in _participants_of(made, new):
        since: datetime.date | None = row.joined_on
        if months:
            since = months_after(row.completed_on, months) if row.completed_on else None
        if row.is_retracted or since is None or since > made.day or made.happens(0.3):
            continue
        on = made.any_day(since)
        answers = [Answer.YES] if made.happens(likely) else [Answer.NO, Answer.NOT_REACHED]
        answer = made.draw.choice(answers)
        made.rows["ticks"].append(
            Tick(criterion=new.criterion, participant=row, on=on, answer=answer, **made.by(on))
        )


def _participants_of(made: Made, new: NewCriterion) -> Iterable[Participant]:
    kind = new.options[PARTICIPANTS].kind
    return (
        row
        for row in made.rows["participants"]
        if row.activity in new.activities and row.kind == kind
    )


# Requisitions -----------------------------------------------------------------------------------
def add_cases(made: Made, number: int) -> None:
    kind = OrganisationKind.ADMINISTRATION
    administrations = [Organisation(kind=kind, name=name) for name in ADMINISTRATIONS]
    made.rows["organisations"] += map(NewOrganisation, administrations)
    for place in range(number):
        received_on = made.any_day()
        case = _case(made, place, received_on)
        asking = made.draw.choice(administrations)
        case.parties.append(Party(requisition=case.requisition, organisation=asking))
        _add_states(made, case, received_on)
        _add_follow_up(made, case)
        made.rows["requisitions"].append(case)
    made.retract_some(case.requisition for case in made.rows["requisitions"])


def _case(made: Made, place: int, received_on: datetime.date) -> NewCase:
    areas = made.rows["main_areas"]
    scope = made.draw.choice([*[Scope.INTERNAL] * 3, Scope.EXTERNAL])
    activity = Activity(
        kind=ActivityKind.CASE,
        main_area=areas[place % len(areas)],
        ref=f"sag-{place + 1}",
        position=place,
        title=made.draw.choice(ASKED),
        responsible=made.draw.choice(made.people),
    )
    return NewCase(
        Requisition(
            activity=activity,
            received_on=received_on,
            channel=made.draw.choice(Channel.values),
            scope=scope,
            # An administration asks.
            scope_reason=OTHERWISE if scope == Scope.EXTERNAL else "",
            relevant=made.draw.choice([True, True, False, None]),
            **made.by(received_on, activity.responsible),
        )
    )


def _add_states(made: Made, case: NewCase, on: datetime.date) -> None:
    ending = [*[State.COMPLETED] * 8, State.DECLINED, State.WITHDRAWN]
    way = [State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS, made.draw.choice(ending)]
    if State.DECLINED in way:
        way.remove(State.IN_PROGRESS)
    was = ""
    for state in way:
        if on > made.day:
            return
        by = made.by(on, case.activity.responsible)
        note = CLOSED_BECAUSE if needs_note(was, state) else ""
        case.states.append(
            StateChange(requisition=case.requisition, state=state, on=on, note=note, **by)
        )
        was = state
        on += datetime.timedelta(made.draw.randrange(1, 30))


def _add_follow_up(made: Made, case: NewCase) -> None:
    completed, colleague = case.states[-1], case.activity.responsible
    due_on = completed.on + FOLLOW_UP
    asked = case.requisition.relevant and completed.state == State.COMPLETED
    if not asked or due_on > made.day or made.happens(0.2):
        return
    case.follow_up = FollowUp(requisition=case.requisition, asked_on=due_on, asked_by=colleague)
    if made.happens(0.9):
        replies = [*[Reply.YES] * 5, Reply.NO, Reply.DONT_KNOW]
        case.follow_up.answered_on = made.any_day(due_on)
        case.follow_up.new_methods = made.draw.choice(replies)
        case.follow_up.better_cooperation = made.draw.choice(replies)
        case.follow_up.answered_by = made.draw.choice([None, colleague])

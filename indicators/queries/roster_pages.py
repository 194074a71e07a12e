"""A criterion's roster as its page shows it: who counts, who is ticked, who is missing, by name."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from activities.models import Activity
from core.dates import format_date_short
from core.numbers import format_rate
from core.sorting import danish_key
from directory.models import SchoolClass
from indicators.models import Criterion, Tick
from indicators.models.choices import Answer
from indicators.queries.rosters import MemberRows, Roster, rosters_of
from indicators.rules.criteria import is_ticked
from indicators.rules.rosters import is_in_share, meets_terms

SHOWN = 200  # the first of them are shown, the rest one click away
MISSING, WAITING, COUNTS, OUT = "missing", "waiting", "counts", "out"
IN_ORDER = (COUNTS, MISSING, Answer.NOT_REACHED, Answer.NO, Answer.YES, WAITING, OUT)


@dataclass(frozen=True)
class RosterPageLine:
    """One member. ``key`` is what the form sends; ``why`` says why it does not count."""

    key: int
    name: str
    address: str
    joined_on: datetime.date
    due_on: datetime.date | None
    tick: Tick | None
    why: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class RosterPageGroup:
    code: str
    label: str
    number: int
    lines: list[RosterPageLine]

    @property
    def can_be_ticked(self) -> bool:
        return self.code not in (COUNTS, WAITING, OUT)


@dataclass(frozen=True)
class RosterPage:
    """``taken_back`` are ticks that decide no more, with the name of whom they were about."""

    kind: str
    is_ticked: bool
    is_followed_up: bool
    groups: list[RosterPageGroup]
    hidden: int
    activities: Sequence[Activity]
    retracted_ticks: list[tuple[str, Tick]] = field(default_factory=list)


def roster_page(
    criterion: Criterion,
    as_of: datetime.date,
    *,
    people: bool,
    everybody: bool = False,
    chosen: Iterable[str] = (),
) -> RosterPage | None:
    """The roster as of the day; ``people`` says whether persons may be named. None without rule.

    At most six queries, however many there are.
    """
    roster = rosters_of([criterion]).get(criterion.pk)
    if roster is None:
        return None
    found: dict[str, list[RosterPageLine]] = {code: [] for code in IN_ORDER}
    for line in roster.lines:
        # A colleague who joins later is no business of the day.
        if line.participants[0].joined_on <= as_of:
            code, why = _place(criterion, roster, line, as_of)
            found[code].append(_seen(roster, line, as_of, people, why, set(chosen)))
    groups, left = [], None if everybody else SHOWN
    for code, lines in found.items():
        shown = sorted(lines, key=lambda line: danish_key(line.name))[:left]
        left = None if left is None else left - len(shown)
        if lines:
            groups.append(RosterPageGroup(code, _label(code, roster), len(lines), shown))
    return RosterPage(
        kind=roster.rule.get_kind_display(),
        is_ticked=is_ticked(criterion),
        is_followed_up=bool(roster.wanted.follow_up_months),
        groups=groups,
        hidden=sum(group.number - len(group.lines) for group in groups),
        activities=list(criterion.activities.all()),
        retracted_ticks=_retracted_ticks(roster, as_of, people),
    )


def _place(
    criterion: Criterion, roster: Roster, line: MemberRows, as_of: datetime.date
) -> tuple[str, str]:
    """The group of a member as of the day, and why it does not count."""
    member, wanted = line.member, roster.wanted
    followed_up = is_ticked(criterion) and wanted.follow_up_months
    if not meets_terms(member, wanted, as_of):
        share = member.bilingual(as_of)
        if share is None:
            return OUT, _("The school's share of bilingual pupils is not known.")
        return OUT, _("The school has %s bilingual pupils.") % format_rate(share.normalize())
    if followed_up and not is_in_share(member, wanted, as_of):
        return WAITING, "" if member.completed_on else _("Has not completed yet.")
    if not followed_up and not member.takes_part(as_of):
        left = max(stay.left_on for stay in member.periods if stay.left_on)
        return OUT, _("Left on %s.") % format_date_short(left)
    if not is_ticked(criterion):
        return COUNTS, ""
    tick = line.tick_on(as_of)
    return (tick.answer if tick else MISSING), ""


def _label(code: str, roster: Roster) -> str:
    if code == MISSING and roster.wanted.follow_up_months:
        return _("Due, nothing known yet")
    labels = {
        MISSING: _("Not ticked"),
        WAITING: _("Follow-up not due yet"),
        COUNTS: _("Counted"),
        OUT: _("On the roster, but not counted"),
    }
    return labels.get(code) or str(Answer(code).label)


def _seen(
    roster: Roster, line: MemberRows, as_of: datetime.date, people: bool, why: str, chosen: set[str]
) -> RosterPageLine:
    row = line.on_day(as_of)
    return RosterPageLine(
        key=row.pk,
        name=line.name_on(as_of, people=people),
        address=_address(line, people),
        joined_on=line.participants[0].joined_on,
        due_on=line.member.due_on(roster.wanted),
        tick=line.tick_on(as_of),
        why=why,
        chosen=str(row.pk) in chosen,
    )


def _address(line: MemberRows, people: bool) -> str:
    if line.is_person and not people:
        return ""
    who = line.who.school if isinstance(line.who, SchoolClass) else line.who
    return who.get_absolute_url()


def _retracted_ticks(roster: Roster, as_of: datetime.date, people: bool) -> list[tuple[str, Tick]]:
    found = [
        (line.name_on(as_of, people=people), tick)
        for line in roster.lines
        for tick in line.ticks
        if tick.is_retracted
    ]
    return sorted(found, key=lambda pair: (pair[1].retracted_at, pair[1].pk), reverse=True)

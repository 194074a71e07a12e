"""The source «participants»: counted from the rosters of the criterion's activities, or ticked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import months_after
from core.held import held
from core.statements import day_of, placeholders, rows_of
from core.versions import version_of_all
from directory.models import CONSULTANT, SCHOOL_CLASS, OrganisationKind
from indicators.forms.options import RosterRuleForm
from indicators.models import Criterion, RosterRule
from indicators.models.choices import PARTICIPANTS, Measure
from indicators.queries.rosters import MemberRows, Roster, rosters_of
from indicators.rules.moves import FigureMove
from indicators.rules.progress import NO_FACTS, Facts
from indicators.rules.rosters import count_changes, share_changes
from indicators.rules.sources import Days, Evidence, MeasureLink, RegisterSource, Report
from indicators.rules.wording.clues import Clue

if TYPE_CHECKING:
    from django.db.models import Model

    from activities.models import Activity

REPORT_BYTES = 1_200  # about what a criterion's report takes in memory
NAMED = 3  # so many are named for a day's change, the rest are counted

# Written by hand, as the others are: both databases read it.
#
# A member is an organisation, a class or a person, once a criterion whatever its lines; its newest
# tick stands in the list of lines and is not joined, which SQLite would do row by row. Of each
# criterion it adds up those who take part and fit («over 40 % bilingual»), those of them who are
# ticked with yes, and the same of everybody who fits, for a follow-up: these come apart by the day
# on which they completed, as some months later is a matter for the pure rule. ``part`` is 2 for who
# fits and takes part, 1 for who only fits, 0 for who does not. Below stands who ticked last.
#
# Whether the kind fits is asked as a yes or no, of which PostgreSQL expects half to be yes. Of an
# equation with a CASE it expects one in 200, and then sorts thousands of lines to group them.
#
# Three keys count on their own, so that a class is not taken for the organisation of its number.
_WHO = """CASE WHEN p.school_class_id IS NOT NULL THEN 3 * p.school_class_id + 1
                 WHEN p.consultant_id IS NOT NULL THEN 3 * p.consultant_id + 2
                 ELSE 3 * p.organisation_id END"""
_FIGURES = """
SELECT g.criterion_id, 0, rule.follow_up_months, g.completed, g.last_joined,
       CASE WHEN g.last_joined IS NOT NULL THEN (
           SELECT {by_name} FROM indicators_criterion_activities feeds
           JOIN directory_participant p
             ON p.activity_id = feeds.activity_id AND p.joined_on = g.last_joined
           LEFT JOIN accounts_user u ON u.id = p.recorded_by_id
           WHERE feeds.criterion_id = g.criterion_id AND p.retracted_at IS NULL
           ORDER BY p.recorded_at DESC, p.id DESC LIMIT 1
       ) END{figures}
FROM (
    SELECT criterion_id, completed,
           MAX(CASE WHEN part0 = 2 THEN joined_on END) AS last_joined{sums}
    FROM (
        SELECT criterion_id, who, MIN(completed) AS completed, MAX(joined_on) AS joined_on{newest}
        FROM (
            SELECT r.criterion_id, {who} AS who{parts}, NULL AS told,
                   CASE WHEN r.follow_up_months IS NOT NULL THEN p.completed_on END AS completed,
                   CASE WHEN r.criterion_id IN ({counted}) AND p.joined_on <= %s
                       THEN p.joined_on END AS joined_on
            FROM indicators_rosterrule r
            JOIN indicators_criterion_activities feeds ON feeds.criterion_id = r.criterion_id
            JOIN directory_participant p ON p.activity_id = feeds.activity_id
            LEFT JOIN directory_organisation o ON o.id = p.organisation_id
            WHERE r.criterion_id IN ({wanted}) AND p.retracted_at IS NULL
              AND CASE WHEN p.school_class_id IS NOT NULL THEN r.kind = 'school_class'
                       WHEN p.consultant_id IS NOT NULL THEN r.kind = 'consultant'
                       ELSE r.kind = o.kind END
            UNION ALL
            SELECT t.criterion_id, t.who{nothing},
                   2 * t.stretch + CASE WHEN t.answer = 'yes' THEN 0 ELSE 1 END, NULL, NULL
            FROM (
                SELECT t.criterion_id, {who} AS who, t.answer, {stretch} AS stretch,
                       ROW_NUMBER() OVER (
                           PARTITION BY t.criterion_id, {who}, {stretch}
                           ORDER BY t."on" DESC, t.recorded_at DESC, t.id DESC
                       ) AS place
                FROM indicators_tick t
                JOIN directory_participant p ON p.id = t.participant_id
                JOIN indicators_criterion_activities feeds
                  ON feeds.criterion_id = t.criterion_id AND feeds.activity_id = p.activity_id
                WHERE t.criterion_id IN ({ticked}) AND t.retracted_at IS NULL AND t."on" <= %s
            ) t
            WHERE t.place = 1
        ) lines
        GROUP BY criterion_id, who
        HAVING MAX(part0) IS NOT NULL
    ) members
    GROUP BY criterion_id, completed
) g
JOIN indicators_rosterrule rule ON rule.criterion_id = g.criterion_id
UNION ALL
SELECT t.criterion_id, 1, NULL, t."on", NULL, {by_name}{noughts}
FROM indicators_rosterrule rule
JOIN indicators_tick t ON t.id = (
    SELECT newest.id FROM indicators_tick newest
    WHERE newest.criterion_id = rule.criterion_id AND newest.retracted_at IS NULL
      AND newest."on" <= %s
    ORDER BY newest."on" DESC, newest.recorded_at DESC, newest.id DESC LIMIT 1
)
LEFT JOIN accounts_user u ON u.id = t.recorded_by_id
WHERE rule.criterion_id IN ({ticked})
"""
# The same for each of the days, of which {0} is the place: what the statement is put together of.
#
# Of ticks it finds the newest of each stretch between two days. ``told`` is twice the stretch's
# place, from the newest, and one more for a no: so the least from a place on is what was told last
# by that day.
_BY_DAY = {
    "parts": """,
                   CASE WHEN r.bilingual_over IS NULL OR (
                       SELECT b.percent FROM directory_bilingualshare b
                       WHERE b.school_id = COALESCE((
                           SELECT k.school_id FROM directory_schoolclass k
                           WHERE k.id = p.school_class_id
                       ), p.organisation_id) AND b."on" <= %s
                       ORDER BY b."on" DESC LIMIT 1
                   ) > r.bilingual_over THEN
                       CASE WHEN p.joined_on <= %s AND (p.left_on IS NULL OR p.left_on > %s)
                           THEN 2 ELSE 1 END
                   ELSE 0 END AS part{0}""",
    "nothing": ", NULL",
    "newest": """,
               MAX(part{0}) AS part{0},
               1 - (MIN(CASE WHEN told >= 2 * {0} THEN told END) & 1) AS yes{0}""",
    "sums": """,
           SUM(CASE WHEN part{0} = 2 THEN 1 ELSE 0 END) AS present{0},
           SUM(CASE WHEN part{0} = 2 THEN yes{0} END) AS present_yes{0},
           SUM(CASE WHEN part{0} > 0 THEN 1 ELSE 0 END) AS everybody{0},
           SUM(CASE WHEN part{0} > 0 THEN yes{0} END) AS everybody_yes{0},
           COUNT(yes{0}) AS told{0}""",
    "figures": ", g.present{0}, g.present_yes{0}, g.everybody{0}, g.everybody_yes{0}, g.told{0}",
    "noughts": ", 0, 0, 0, 0, 0",
}
_STRETCH = 'CASE WHEN t."on" > %s THEN 0 ELSE 1 END + '


# Whom a wording means.
_KINDS = {
    r"forening(?:er|erne)$": OrganisationKind.ASSOCIATION,
    r"restaurant(?:er|erne)$": OrganisationKind.RESTAURANT,
    r"klasser(?:ne)?$": SCHOOL_CLASS,
    r"skoler(?:ne)?$": OrganisationKind.SCHOOL,
    r"aktører(?:ne)?$": OrganisationKind.STAKEHOLDER,
    r"dialogkonsulenter(?:ne)?$": CONSULTANT,
}
_CLUES = tuple(
    Clue(PARTICIPANTS, measure, pattern, who=kind)
    for pattern, kind in _KINDS.items()
    for measure in (Measure.COUNT, Measure.SHARE)
)


class ParticipantsSource(RegisterSource):
    code = PARTICIPANTS
    label = _("Participants on the rosters of its activities")
    hint = _("Counted from the roster.")
    logged = False
    by_roster = True
    options_form = RosterRuleForm
    clues = _CLUES

    def faults(
        self, criterion: Criterion, activities: Sequence[Activity]
    ) -> Iterable[tuple[str, str]]:
        if not activities:
            yield "activities", gettext("Choose the activities whose participants it counts.")

    def option_faults(
        self, criterion: Criterion, options: Model | None
    ) -> Iterable[tuple[str, str]]:
        if not isinstance(options, RosterRule) or not options.kind:
            yield "kind", gettext("Say who is counted: fill in the roster that it counts.")
        elif options.follow_up_months and criterion.measure != Measure.SHARE:
            message = _("Only a share is followed up: choose that measure, or leave it empty.")
            yield "follow_up_months", str(message)

    def measure_link(self, criterion: Criterion, activities: Sequence[Activity]) -> MeasureLink:
        """The ticks of a share stand on its own page; who is counted stands on the roster."""
        if criterion.measure == Measure.SHARE or not activities:
            page = reverse("indicators:criterion", args=[criterion.pk])
            return MeasureLink(f"{page}#who", gettext("Tick who"))
        roster = reverse("directory:roster", args=[activities[0].pk])
        return MeasureLink(roster, gettext("Open the roster"))

    def reports(
        self, criteria: Sequence[Criterion], as_of: datetime.date, earlier: Days = ()
    ) -> dict[int, Report]:
        """One query for all. With earlier days one more, as it is held: rosters move seldom."""
        days = as_of, *earlier
        if not earlier:
            return _reports(criteria, days)
        key = "rosters", tuple(row.pk for row in criteria), days, version_of_all(logged=False)
        return held.get(key, lambda: _reports(criteria, days), weigh=_weight)

    def evidence(
        self, criteria: Sequence[Criterion], as_of: datetime.date
    ) -> dict[int, list[Evidence]]:
        """What each day changed, newest first: with a constant number of queries for all."""
        rosters = rosters_of(criteria)
        return {
            criterion.pk: _evidence(criterion, rosters[criterion.pk], as_of)
            for criterion in criteria
            if criterion.pk in rosters
        }


class _Figures(NamedTuple):
    """How many of a group take part and are ticked with yes, as of a day."""

    present: int
    present_yes: int | None
    everybody: int
    everybody_yes: int | None
    told: int


class _Group(NamedTuple):
    """A row of ``_FIGURES``. Days are texts on SQLite.

    A criterion's members, for a follow-up those who completed on the ``day``; or, of a share, the
    day of its newest tick and who made it. ``figures`` are as of each of the days asked for.
    """

    criterion: int
    is_newest: int
    months: int | None
    day: datetime.date | str | None
    last_joined: datetime.date | str | None
    by_name: str | None
    figures: Sequence[_Figures]


OWN = _Group._fields.index("figures")  # columns of a row's own, before the figures


def _weight(reports: Mapping[int, Report]) -> int:
    return REPORT_BYTES * (1 + len(reports))


def _reports(criteria: Sequence[Criterion], days: Days) -> dict[int, Report]:
    """As of the first of the days, and what the figures were on the others."""
    found = _groups(criteria, days)
    return {
        criterion.pk: _report(criterion, found[criterion.pk], days)
        for criterion in criteria
        if criterion.pk in found
    }


def _groups(criteria: Sequence[Criterion], days: Days) -> dict[int, list[_Group]]:
    wanted = [criterion.pk for criterion in criteria]
    ticked = [criterion.pk for criterion in criteria if criterion.measure == Measure.SHARE]
    counted = [criterion.pk for criterion in criteria if criterion.measure == Measure.COUNT]
    as_of, *earlier = days
    by_day = {name: "".join(map(sql.format, range(len(days)))) for name, sql in _BY_DAY.items()}
    sql = _FIGURES.format(
        wanted=placeholders(wanted),
        ticked=placeholders(ticked),
        counted=placeholders(counted),
        who=_WHO,
        by_name=User.name_in_sql("u"),
        stretch=_STRETCH * len(earlier) + "0",
        **by_day,
    )
    values: list[object] = [day for day in days for _use in range(3)]
    values += [*counted, as_of, *wanted, *earlier, *earlier, *ticked, as_of, as_of, *ticked]
    found: dict[int, list[_Group]] = {}
    width = len(_Figures._fields)
    for row in rows_of(sql, values):
        figures = [_Figures(*row[at : at + width]) for at in range(OWN, len(row), width)]
        found.setdefault(row[0], []).append(_Group._make([*row[:OWN], figures]))
    return found


def _report(criterion: Criterion, groups: list[_Group], days: Days) -> Report:
    members = [group for group in groups if not group.is_newest]
    facts, *earlier = (_facts(criterion, members, place, day) for place, day in enumerate(days))
    if criterion.measure == Measure.COUNT:
        [group] = members
        day, by_name = group.last_joined, group.by_name
    elif facts.reported:
        newest = next(group for group in groups if group.is_newest)
        day, by_name = newest.day, newest.by_name
    else:
        day, by_name = None, None
    return Report(facts, day_of(day), by_name or "", earlier=earlier)


def _facts(
    criterion: Criterion, members: Sequence[_Group], place: int, day: datetime.date
) -> Facts:
    """As of one of the days that were asked for: what was found for it stands in this place."""
    if criterion.measure == Measure.COUNT:
        [group] = members
        return Facts(value=Decimal(group.figures[place].present), reported=True)
    of = [group for group in members if group.months is None or _is_due(group, day)]
    if not of or not any(group.figures[place].told for group in members):
        return NO_FACTS
    followed_up = of[0].months is not None
    found = [group.figures[place] for group in of]
    yes = sum((one.everybody_yes if followed_up else one.present_yes) or 0 for one in found)
    base = sum(one.everybody if followed_up else one.present for one in found)
    return Facts(
        numerator=Decimal(yes),
        denominator=None if criterion.base else Decimal(base),
        reported=True,
    )


def _is_due(group: _Group, as_of: datetime.date) -> bool:
    completed = day_of(group.day)
    return completed is not None and months_after(completed, group.months or 0) <= as_of


def _evidence(criterion: Criterion, roster: Roster, as_of: datetime.date) -> list[Evidence]:
    if criterion.measure == Measure.COUNT:
        changes = count_changes(roster.members, roster.wanted)
    else:
        base = bool(criterion.base)
        changes = share_changes(roster.members, roster.wanted, has_base=base)
    shown = [change for change in changes if change.reading.measured_on <= as_of]
    return [_change(criterion, roster, change) for change in reversed(shown)]


def _change(criterion: Criterion, roster: Roster, change: FigureMove) -> Evidence:
    """A day's change: whom it concerned, and the way to them."""
    day = change.reading.measured_on
    lines = [roster.lines[place] for place in change.places]
    names = [line.name_on(day, people=False) for line in lines[:NAMED]]
    more = len(lines) - NAMED
    if more > 0:
        names.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    return Evidence(
        reading=change.reading,
        by=_by(criterion, lines, day),
        log_entry=None,
        address=f"{criterion.get_absolute_url()}?as_of={day.isoformat()}#who",
        label=", ".join(names),
    )


def _by(criterion: Criterion, lines: Sequence[MemberRows], day: datetime.date) -> str:
    """Who recorded it: the last one, where several did that day."""
    rows: list[Any]
    if criterion.measure == Measure.COUNT:
        rows = [row for line in lines for row in line.participants if row.joined_on == day]
    else:
        rows = [tick for line in lines for tick in line.ticks if tick.on == day]
    newest = max(rows, key=lambda row: (row.recorded_at, row.pk), default=None)
    return str(newest.recorded_by or "") if newest else ""

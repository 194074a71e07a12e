"""The source «participants»: counted from the rosters of the criterion's activities, or ticked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import months_after
from core.held import held
from core.statements import day_of, placeholders, rows_by_day
from core.versions import version_of_all
from indicators.forms.options import RosterRuleForm
from indicators.models import Criterion, RosterRule
from indicators.models.choices import PARTICIPANTS, Measure
from indicators.queries.rosters import MemberRows, Roster, rosters_of
from indicators.rules.moves import FigureMove
from indicators.rules.progress import Facts
from indicators.rules.rosters import count_changes, share_changes
from indicators.rules.sources import Days, Evidence, MeasureLink, RegisterSource, Report

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
SELECT g.criterion_id, 0, rule.follow_up_months, g.completed, g.present, g.present_yes,
       g.everybody, g.everybody_yes, g.told, g.last_joined,
       CASE WHEN g.last_joined IS NOT NULL THEN (
           SELECT {by_name} FROM indicators_criterion_activities feeds
           JOIN directory_participant p
             ON p.activity_id = feeds.activity_id AND p.joined_on = g.last_joined
           LEFT JOIN accounts_user u ON u.id = p.recorded_by_id
           WHERE feeds.criterion_id = g.criterion_id AND p.retracted_at IS NULL
           ORDER BY p.recorded_at DESC, p.id DESC LIMIT 1
       ) END
FROM (
    SELECT criterion_id, completed,
           SUM(CASE WHEN part = 2 THEN 1 ELSE 0 END) AS present,
           SUM(CASE WHEN part = 2 THEN yes END) AS present_yes,
           SUM(CASE WHEN part > 0 THEN 1 ELSE 0 END) AS everybody,
           SUM(CASE WHEN part > 0 THEN yes END) AS everybody_yes, COUNT(yes) AS told,
           MAX(CASE WHEN part = 2 THEN joined_on END) AS last_joined
    FROM (
        SELECT criterion_id, who, MAX(part) AS part, MAX(yes) AS yes,
               MIN(completed) AS completed, MAX(joined_on) AS joined_on
        FROM (
            SELECT r.criterion_id, {who} AS who,
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
                   ELSE 0 END AS part,
                   NULL AS yes,
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
            SELECT t.criterion_id, t.who, NULL,
                   CASE WHEN t.answer = 'yes' THEN 1 ELSE 0 END, NULL, NULL
            FROM (
                SELECT t.criterion_id, {who} AS who, t.answer,
                       ROW_NUMBER() OVER (
                           PARTITION BY t.criterion_id, {who}
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
        HAVING MAX(part) IS NOT NULL
    ) members
    GROUP BY criterion_id, completed
) g
JOIN indicators_rosterrule rule ON rule.criterion_id = g.criterion_id
UNION ALL
SELECT t.criterion_id, 1, NULL, t."on", 0, 0, 0, 0, 0, NULL, {by_name}
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


class ParticipantsSource(RegisterSource):
    code = PARTICIPANTS
    label = _("Participants on the rosters of its activities")
    hint = _("Counted from the roster.")
    logged = False
    by_roster = True
    options_form = RosterRuleForm

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
        """One query for all. With earlier days one more, and it is held: rosters move seldom."""
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


class _Group(NamedTuple):
    """A row of ``_FIGURES``. Days are texts on SQLite.

    A criterion's members, for a follow-up those who completed on the ``day``; or, of a share, the
    day of its newest tick and who made it.
    """

    criterion: int
    is_newest: int
    months: int | None
    day: datetime.date | str | None
    present: int
    present_yes: int | None
    everybody: int
    everybody_yes: int | None
    told: int
    last_joined: datetime.date | str | None
    by_name: str | None


def _weight(reports: Mapping[int, Report]) -> int:
    return REPORT_BYTES * (1 + len(reports))


def _reports(criteria: Sequence[Criterion], days: Days) -> dict[int, Report]:
    """As of the first of the days, and what the figures were on the others."""
    found = _groups(criteria, days)
    reports = {}
    for criterion in criteria:
        if criterion.pk in found[days[0]]:
            now, *then = (_report(criterion, found[day].get(criterion.pk), day) for day in days)
            reports[criterion.pk] = replace(now, earlier=[report.facts for report in then])
    return reports


def _groups(
    criteria: Sequence[Criterion], days: Days
) -> dict[datetime.date, dict[int, list[_Group]]]:
    wanted = [criterion.pk for criterion in criteria]
    ticked = [criterion.pk for criterion in criteria if criterion.measure == Measure.SHARE]
    counted = [criterion.pk for criterion in criteria if criterion.measure == Measure.COUNT]
    sql = _FIGURES.format(
        wanted=placeholders(wanted),
        ticked=placeholders(ticked),
        counted=placeholders(counted),
        who=_WHO,
        by_name=User.name_in_sql("u"),
    )

    def values(day: datetime.date) -> list[object]:
        return [*[day] * 3, *counted, day, *wanted, *ticked, day, day, *ticked]

    found: dict[datetime.date, dict[int, list[_Group]]] = {}
    for day, rows in rows_by_day(sql, values, days).items():
        found[day] = {}
        for row in rows:
            found[day].setdefault(row[0], []).append(_Group(*row))
    return found


def _report(criterion: Criterion, groups: list[_Group] | None, as_of: datetime.date) -> Report:
    if groups is None:
        return Report()
    members = [group for group in groups if not group.is_newest]
    if criterion.measure == Measure.COUNT:
        [group] = members
        return Report(
            facts=Facts(value=Decimal(group.present), reported=True),
            measured_on=day_of(group.last_joined),
            measured_by=group.by_name or "",
        )
    of = [group for group in members if group.months is None or _is_due(group, as_of)]
    if not of or not any(group.told for group in members):
        return Report()
    followed_up = of[0].months is not None
    yes = sum((g.everybody_yes if followed_up else g.present_yes) or 0 for g in of)
    base = sum(group.everybody if followed_up else group.present for group in of)
    newest = next(group for group in groups if group.is_newest)
    return Report(
        facts=Facts(
            numerator=Decimal(yes),
            denominator=None if criterion.base else Decimal(base),
            reported=True,
        ),
        measured_on=day_of(newest.day),
        measured_by=newest.by_name or "",
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

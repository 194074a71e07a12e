"""Reading what lies behind sections in a report's period: a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from activities.models import Attachment, LogEntry
from core.sorting import danish_key
from directory.models import Participant
from indicators.models import Action, Criterion, Measurement
from reports.rules.evidence import Evidence

if TYPE_CHECKING:
    from reports.models import Section, StatusReport

MOST = 60  # log entries, and measurements, that an editor shows of one section


def evidence_of(section: Section) -> Evidence:
    """Behind a criterion's or a main area's section, with the pictures; nothing behind others."""
    if section.criterion_id:
        found = evidence_of_criteria(section.report, [section.criterion_id])
        evidence = found[section.criterion_id]
    elif section.main_area_id:
        evidence = _of_area(section.report, section.main_area_id)
    else:
        return Evidence()
    entries = evidence.entries[:MOST]
    return Evidence(
        entries,
        evidence.measurements[:MOST],
        evidence.actions,
        evidence.partners,
        _pictures(entries),
    )


def evidence_of_criteria(report: StatusReport, pks: Collection[int]) -> dict[int, Evidence]:
    """By the primary key of each criterion."""
    feeds: dict[int, list[int]] = defaultdict(list)
    through: Any = Criterion.activities.through.objects
    for criterion, activity in through.filter(criterion__in=pks).values_list(
        "criterion_id", "activity_id"
    ):
        feeds[criterion].append(activity)
    activities = {activity for own in feeds.values() for activity in own}
    entries = _entries(report, Q(activity__in=activities))
    by_activity = _grouped(entries, "activity_id")
    measurements = _grouped(_measurements(report, pks), "criterion_id")
    actions = _grouped(_actions(report, pks), "criterion_id")
    partners = _partners(report, activities)
    return {
        pk: Evidence(
            _newest_first(one for own in feeds[pk] for one in by_activity[own]),
            measurements[pk],
            actions[pk],
            {own: partners[own] for own in feeds[pk] if own in partners},
        )
        for pk in pks
    }


def _of_area(report: StatusReport, area: int) -> Evidence:
    found = _entries(report, Q(activity__main_area=area) | Q(main_area=area))[:MOST]
    entries = list(found)
    activities = {entry.activity_id for entry in entries if entry.activity_id}
    return Evidence(entries, partners=_partners(report, activities))


def _entries(report: StatusReport, which: Q) -> Any:
    return (
        LogEntry.objects.active()
        .filter(which, on__range=(report.period_start, report.cut_off))
        .with_subject()
        .select_related("activity__place")
    )


def _measurements(report: StatusReport, pks: Collection[int]) -> Iterable[Measurement]:
    return (
        Measurement.objects.active()
        .filter(
            criterion__in=pks,
            measured_on__range=(report.period_start, report.cut_off),
            forecast_stated_on__isnull=True,
        )
        .select_related("recorded_by", "log_entry", "criterion")
        .newest_first()
    )


def _actions(report: StatusReport, pks: Collection[int]) -> Iterable[Action]:
    found = Action.objects.filter(criterion__in=pks, retracted_at__isnull=True)
    done_before = Q(done_on__lt=report.period_start)
    return found.exclude(done_before).select_related("owner")


def _partners(report: StatusReport, activities: Collection[int]) -> dict[int, list[str]]:
    """The organisations on each activity's roster, by the names of the cut-off day."""
    on_roster = (
        Participant.objects.on(report.cut_off)
        .filter(activity__in=activities, organisation__isnull=False)
        .select_related("organisation")
        .prefetch_related("organisation__former_names")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for participant in on_roster:
        organisation: Any = participant.organisation
        found[participant.activity_id].append(organisation.name_on(report.cut_off))
    return {activity: sorted(names, key=danish_key) for activity, names in found.items()}


def _pictures(entries: Sequence[LogEntry]) -> Mapping[int, Sequence[Attachment]]:
    rows = Attachment.objects.filter(log_entry__in=[entry.pk for entry in entries])
    return _grouped(rows.filter(content_type__startswith="image/"), "log_entry_id")


def _grouped(rows: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _newest_first(entries: Iterable[LogEntry]) -> list[LogEntry]:
    return sorted(entries, key=lambda one: (one.on, one.recorded_at, one.pk), reverse=True)

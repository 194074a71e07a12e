"""A real change by each service of the product, and how to find the services there are."""

import contextlib
import inspect
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings

from activities.queries.week_cells import CellKey, key_of
from activities.services.log import LogEntryInput, correct_entry, create_entry, retract_entry
from activities.services.week import CellChange, save_week
from core.clock import today
from core.dates import months_after
from core.uploads import Prepared
from directory.models import OrganisationKind
from directory.rules.lists import Line, LineKind
from directory.services import organisations, retention, rosters
from directory.services.merging import merge
from directory.services.rosters import LineDecision, RosterAddition
from economy.forms.cells import read_cells
from economy.rules.expense_files import ImportRow
from economy.services import headings, posting
from economy.services.importing import import_expenses, review
from exchange.services.copying import CopyInput, copy_program
from indicators.models.choices import Answer, Status
from indicators.services import actions, results, ticks
from overview.services import adoption
from overview.services.drafts import remove_draft
from programs.services import parts
from reports.services import arranging, issuing, workflow, writing
from reports.services.starting import start_report
from requisitions.services import cases, documentation, follow_ups, parties
from requisitions.services.receiving import NewCaseInput, receive
from tests.reports.shared import GIVEN, issue_anyway
from tests.site.configuring_services import OF_THE_CONFIGURATION
from tests.site.people_services import OF_PEOPLE, UNSEEN_PEOPLE
from tests.site.small_site import DAY, YES, SmallSite
from tests.site.writing_services import OF_WRITING, UNSEEN_WRITING

Change = Callable[[SmallSite], object]
# Takes a user, and only reads.
READS = {rosters.added_before}


def services() -> Iterator[Callable]:
    """The public functions of the services that change records, or act for a user."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "services"
        if app.name == "demo" or not folder.is_relative_to(settings.BASE_DIR):
            continue
        for file in sorted(folder.rglob("*.py")):
            parts = file.relative_to(settings.BASE_DIR).with_suffix("").parts
            yield from _services_in(import_module(".".join(parts)))


def _services_in(module: ModuleType) -> Iterator[Callable]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        own = function.__module__ == module.__name__ and not name.startswith("_")
        if own and (_is_atomic(function) or _acts_for_a_user(function)):
            yield function


def _is_atomic(function: Any) -> bool:
    """Whether ``atomic_change`` is around it."""
    return function.__code__.co_filename == contextlib.__file__


def _acts_for_a_user(function: Callable) -> bool:
    by = inspect.signature(function).parameters.get("by")
    return by is not None and by.kind is by.KEYWORD_ONLY


def name_of(service: Callable) -> str:
    return f"{service.__module__}.{service.__name__}"


def _said(text: str, **figures: Any) -> LogEntryInput:
    return LogEntryInput(DAY, text, **figures)


def _save_week(site: SmallSite) -> None:
    """A cell that is filled in, one that is changed, and one that is emptied."""
    days = [site.monday.replace(day=site.monday.day + number) for number in range(3)]
    typed = [(None, Decimal(7)), (Decimal(4), Decimal(5)), (Decimal(3), None)]
    save_week(
        by=site.konsulent,
        monday=site.monday,
        changes=[
            CellChange(CellKey(key_of(site.activity), day), before, after)
            for day, (before, after) in zip(days, typed, strict=True)
        ],
    )


def _log_a_file(site: SmallSite) -> None:
    file = Prepared("plan.txt", "text/plain", BytesIO(b"plan"), 4, "0" * 64)
    results.log_result(
        by=site.konsulent,
        subject=site.activity,
        entry_input=_said("Talt", files=[file]),
        results=[results.Result(site.counted, value=Decimal(5))],
    )


def _import(site: SmallSite) -> None:
    rows = [read_cells(ImportRow(2, "02-05-2011", "2.000", "Telt", "B-99", site.line.ref))]
    shown = {judged.preview_key for judged in review(site.program, rows).new}
    import_expenses(by=site.leder, program=site.program, rows=rows, shown=shown)


def _action(site: SmallSite) -> actions.ActionInput:
    return actions.ActionInput("For få lokaler", "Lej et telt", site.konsulent, today())


def _roster(site: SmallSite, activity: Any = None) -> RosterAddition:
    return RosterAddition(activity or site.activity, LineKind.ORGANISATION, joined_on=DAY)


OF_THE_LOG: dict[Callable, Change] = {
    create_entry: lambda s: create_entry(
        by=s.konsulent, subject=s.activity, entry_input=_said("Ny", hours=Decimal(2))
    ),
    correct_entry: lambda s: correct_entry(
        by=s.konsulent, entry=s.entries.pop(), entry_input=_said("Rettet"), reason="Forkert"
    ),
    retract_entry: lambda s: retract_entry(by=s.konsulent, entry=s.entries.pop(), reason="Fejl"),
    save_week: _save_week,
    results.log_result: _log_a_file,
    results.correct_logged: lambda s: results.correct_logged(
        by=s.konsulent, entry=s.entries[0], entry_input=_said("Om", attendance=7), reason="Fejl"
    ),
    results.retract_logged: lambda s: results.retract_logged(
        by=s.konsulent, entry=s.entries[1], reason="Fejl"
    ),
    results.correct_measurement: lambda s: results.correct_measurement(
        by=s.konsulent,
        measurement=s.measurements[0],
        result=results.Result(s.counted, value=Decimal(77)),
        measured_on=DAY,
        reason="Talt om",
    ),
    results.retract_measurement: lambda s: results.retract_measurement(
        by=s.konsulent, measurement=s.measurements[1], reason="Fejl"
    ),
    results.judge: lambda s: results.judge(
        by=s.leder, criterion=s.narrative, status=Status.MET, reason="Set"
    ),
}
OF_ACTIONS: dict[Callable, Change] = {
    actions.write_action: lambda s: actions.write_action(
        by=s.leder, criterion=s.counted, action_input=_action(s)
    ),
    actions.change_action: lambda s: actions.change_action(
        by=s.konsulent, action=s.actions.pop(), action_input=_action(s)
    ),
    actions.finish_action: lambda s: actions.finish_action(by=s.konsulent, action=s.actions[0]),
    actions.reopen_action: lambda s: actions.reopen_action(by=s.konsulent, action=s.done_action),
    actions.retract_action: lambda s: actions.retract_action(
        by=s.konsulent, action=s.actions.pop(), reason="Fejl"
    ),
}
OF_ROSTERS: dict[Callable, Change] = {
    ticks.tick: lambda s: ticks.tick(
        by=s.konsulent,
        criterion=s.ticked,
        participants=s.participants[:1],
        on=today(),
        answer=Answer.YES,
    ),
    ticks.retract_tick: lambda s: ticks.retract_tick(
        by=s.konsulent, tick=s.ticks[0], reason="Fejl"
    ),
    rosters.add: lambda s: rosters.add(by=s.konsulent, adding=_roster(s), who=[s.organisation]),
    rosters.add_list: lambda s: rosters.add_list(
        by=s.konsulent,
        adding=_roster(s),
        decisions=[LineDecision(Line(1, "Helt ny"), f"{rosters.NEW}association")],
    ),
    rosters.copy_roster: lambda s: rosters.copy_roster(
        by=s.konsulent, adding=_roster(s, s.other_activity), participants=s.participants[:1]
    ),
    rosters.set_date: lambda s: rosters.set_date(
        by=s.konsulent, participants=s.participants[1:2], what="left_on", on=DAY
    ),
    rosters.change_dates: lambda s: rosters.change_dates(
        by=s.konsulent,
        participant=s.participants[2],
        joined_on=DAY,
        left_on=today(),
        completed_on=None,
        reason="Fejl",
    ),
    rosters.retract_participant: lambda s: rosters.retract_participant(
        by=s.konsulent, participant=s.participants[3], reason="Fejl"
    ),
}
OF_THE_DIRECTORY: dict[Callable, Change] = {
    organisations.create_organisation: lambda s: organisations.create_organisation(
        by=s.konsulent, kind=OrganisationKind.ASSOCIATION, name="Den nye"
    ),
    organisations.rename: lambda s: organisations.rename(
        by=s.konsulent, organisation=s.organisation, name="Den omdøbte", since=DAY
    ),
    organisations.correct: lambda s: organisations.correct(
        by=s.konsulent,
        organisation=s.participants[4].organisation,
        kind=OrganisationKind.RESTAURANT,
        name="Restauranten",
        reason="Fejl",
    ),
    organisations.school_class: lambda s: organisations.school_class(
        by=s.konsulent, school=s.school, name="9.a"
    ),
    organisations.school_classes: lambda s: organisations.school_classes(
        by=s.konsulent, wanted=[(s.school, "9.b")]
    ),
    organisations.set_bilingual_share: lambda s: organisations.set_bilingual_share(
        by=s.konsulent, school=s.school, on=today(), percent=Decimal(80)
    ),
    organisations.add_contact: lambda s: organisations.add_contact(
        by=s.konsulent, organisation=s.organisation, name="Kim", keep_until=months_after(DAY, 12)
    ),
    organisations.change_contact: lambda s: organisations.change_contact(
        by=s.konsulent, contact=s.contacts[0], name="Kim"
    ),
    organisations.change_consultant: lambda s: organisations.change_consultant(
        by=s.konsulent, consultant=s.consultants[0], name="Bo"
    ),
    merge: lambda s: merge(
        by=s.konsulent, duplicate=s.duplicate, kept_organisation=s.kept, reason="Den samme"
    ),
    retention.remove_contact: lambda s: retention.remove_contact(s.contacts[1]),
    retention.remove_consultant: lambda s: retention.remove_consultant(s.consultants[1]),
    retention.remove_expired: lambda s: retention.remove_expired(today()),
}
OF_MONEY: dict[Callable, Change] = {
    posting.book_expense: lambda s: posting.book_expense(
        by=s.leder, posting=s.posting(voucher="C-1"), settles=s.commitments[1]
    ),
    posting.correct_expense: lambda s: posting.correct_expense(
        by=s.leder, expense=s.expenses[0], posting=s.posting(text="Rettet"), reason="Fejl"
    ),
    posting.retract_posted: lambda s: posting.retract_posted(
        by=s.leder, posted=s.expenses[1], reason="Fejl"
    ),
    posting.create_commitment: lambda s: posting.create_commitment(
        by=s.leder, posting=s.posting(text="Bestilt")
    ),
    posting.release_commitment: lambda s: posting.release_commitment(
        by=s.leder, commitment=s.commitments[0], on=DAY, reason="Aflyst"
    ),
    posting.revise_line: lambda s: posting.revise_line(
        by=s.leder, line=s.line, on=DAY, amount=Decimal(50_000), reason="Flyttet"
    ),
    import_expenses: _import,
    headings.remember_headings: lambda s: headings.remember_headings(
        by=s.leder, chosen={"psp element": "line"}
    ),
    headings.forget_heading: lambda s: headings.forget_heading(by=s.leder, pk=1),
}
OF_CASES: dict[Callable, Change] = {
    receive: lambda s: receive(by=s.konsulent, taken=NewCaseInput("Den nye sag")),
    cases.change: lambda s: cases.change(
        by=s.konsulent, case=s.answered, subject="Et andet emne", main_area=s.later_area
    ),
    cases.decide_scope: lambda s: cases.decide_scope(
        by=s.konsulent, case=s.cases[2], scope="internal"
    ),
    cases.retract_case: lambda s: cases.retract_case(
        by=s.konsulent, case=s.cases[4], reason="Fejl"
    ),
    cases.set_state: lambda s: cases.set_state(
        by=s.konsulent, case=s.cases[3], state="declined", on=today(), note="Ikke vores"
    ),
    cases.add_state: lambda s: cases.add_state(
        s.cases[3], by=s.konsulent, state="in_progress", on=today()
    ),
    cases.retract_state: lambda s: cases.retract_state(
        by=s.konsulent, change=cases.state_of(s.cases[3]), reason="Fejl"
    ),
    documentation.add_documentation: lambda s: documentation.add_documentation(
        by=s.konsulent, case=s.cases[2], record=s.elsewhere[0]
    ),
    documentation.remove_documentation: lambda s: documentation.remove_documentation(
        by=s.konsulent, case=s.cases[2], record=s.elsewhere[0], reason="Fejl"
    ),
    documentation.move_documentation: lambda s: documentation.move_documentation(
        s.cases[2], by=s.konsulent, gone=s.participants[0], kept=s.participants[1], reason="Fejl"
    ),
    parties.add_party: lambda s: parties.add_party(
        by=s.konsulent, case=s.cases[2], organisation=s.organisation
    ),
    parties.remove_party: lambda s: parties.remove_party(
        by=s.konsulent, party=s.removed_party, reason="Fejl"
    ),
    parties.set_unknown: lambda s: parties.set_unknown(
        by=s.konsulent, case=s.cases[1], unknown=True
    ),
    parties.choose_contact: lambda s: parties.choose_contact(
        by=s.konsulent, party=s.party, contact=s.contacts[0]
    ),
    parties.add_contact_to: lambda s: parties.add_contact_to(
        by=s.konsulent, party=s.party, name="Bo", keep_until=months_after(DAY, 12)
    ),
    follow_ups.decide_relevant: lambda s: follow_ups.decide_relevant(
        by=s.konsulent, case=s.undecided, relevant=True
    ),
    follow_ups.answer_by_link: lambda s: follow_ups.answer_by_link(token=s.token, answers=YES),
    follow_ups.ask: lambda s: follow_ups.ask(by=s.konsulent, case=s.asked[1]),
    follow_ups.answer_by_phone: lambda s: follow_ups.answer_by_phone(
        by=s.konsulent, case=s.asked[1], on=today(), answers=YES
    ),
    follow_ups.correct_answer: lambda s: follow_ups.correct_answer(
        by=s.konsulent,
        case=s.asked[1],
        answers=follow_ups.Answers("no", "yes"),
        reason="Hørt forkert",
    ),
}
OF_REPORTS: dict[Callable, Change] = {
    start_report: lambda s: start_report(by=s.leder, program=s.program, given=GIVEN),
    arranging.add_section: lambda s: arranging.add_section(
        by=s.leder, report=s.report, title="Nyt", level=1, after=None
    ),
    arranging.change_heading: lambda s: arranging.change_heading(
        by=s.leder, section=s.sections[0], title="Forord"
    ),
    arranging.move_section: lambda s: arranging.move_section(
        by=s.leder, section=s.sections[0], up=False
    ),
    arranging.cut_section: lambda s: arranging.cut_section(by=s.leder, section=s.sections[1]),
    arranging.put_back_section: lambda s: arranging.put_back_section(
        by=s.leder, section=s.sections[1]
    ),
    writing.approve_filled: lambda s: writing.approve_filled(by=s.leder, report=s.report),
    workflow.change_report: lambda s: workflow.change_report(
        by=s.leder, report=s.report, title="Halvåret"
    ),
    workflow.enter_in_journal: lambda s: workflow.enter_in_journal(
        by=s.leder, report=s.issued, case_number="7", document_number="8"
    ),
    workflow.send_to_review: lambda s: workflow.send_to_review(by=s.leder, report=s.report),
    workflow.take_back: lambda s: workflow.take_back(by=s.leder, report=s.report),
    workflow.give_up: lambda s: workflow.give_up(by=s.leder, report=s.report, reason="Fejl"),
    issuing.issue: lambda s: issue_anyway(s.leder, s.reviewed),
    workflow.new_version: lambda s: workflow.new_version(by=s.leder, report=s.issued),
    # Years ahead, so that the pages are still about the programme that runs.
    copy_program: lambda s: copy_program(
        by=s.leder,
        program=s.program,
        given=CopyInput("Det næste", "naeste", months_after(DAY, 24), months_after(DAY, 30)),
    ),
}
# These show on none of the pages.
UNSEEN = {
    *(parts.remove_part, adoption.adopt, adoption.withdraw_adoption),
    *(adoption.close, adoption.open_again, remove_draft),
    *(arranging.change_heading, arranging.move_section, workflow.enter_in_journal, issuing.issue),
    *UNSEEN_WRITING,
    *UNSEEN_PEOPLE,
    *(documentation.add_documentation, documentation.remove_documentation),
    *(documentation.move_documentation, follow_ups.ask, rosters.copy_roster),
    *(parties.choose_contact, parties.add_contact_to),
    organisations.create_organisation,
    *(organisations.school_class, organisations.school_classes),
    *(organisations.add_contact, organisations.change_contact, organisations.change_consultant),
    *(retention.remove_contact, retention.remove_consultant, retention.remove_expired),
    *(headings.remember_headings, headings.forget_heading),
}
# In this order, as some take up what others leave.
CHANGES = OF_THE_LOG | OF_ACTIONS | OF_ROSTERS | OF_CASES | OF_THE_DIRECTORY | OF_MONEY
CHANGES |= OF_WRITING | OF_REPORTS | OF_THE_CONFIGURATION | OF_PEOPLE
# What is written in them, and the figures that they are about.
MOVES_REPORTS = OF_WRITING.keys() | OF_REPORTS.keys() | OF_THE_LOG.keys()

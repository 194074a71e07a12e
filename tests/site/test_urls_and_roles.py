"""Every address × every role. An address that this table does not know fails the test."""

import pytest
from django.test import Client
from django.urls import reverse

from core.clock import today
from indicators.models import Tick
from tests.site import addresses
from tests.site.conftest import PEOPLE, Site

READER, CONSULTANT, MANAGER, ADMIN = "laeser", "konsulent", "leder", "admin"
ALL = (READER, CONSULTANT, MANAGER, ADMIN)
LOGGERS = (CONSULTANT, MANAGER, ADMIN)
BOOK_EXPENSES = (MANAGER, ADMIN)
KEEP_MONEY = (MANAGER, ADMIN)
SEE_PEOPLE = (CONSULTANT, MANAGER)
READ_CONFIGURATION = (MANAGER, ADMIN)
CONFIGURE = (ADMIN,)
OPEN = "open"  # no sign-in

# name → what fills its address, who gets an answer to a GET
TABLE = {
    "core:health": (lambda site: [], OPEN),
    "core:accessibility": (lambda site: [], OPEN),
    "core:signed_in": (lambda site: [], OPEN),  # 401 to strangers
    "core:draft": (lambda site: [], OPEN),  # the same
    "core:draft_open": (lambda site: [], ALL),
    "core:draft_forget": (lambda site: [], ALL),
    "overview:home": (lambda site: [], ALL),
    "overview:my_page": (lambda site: [], LOGGERS),
    "overview:outline": (lambda site: [site.program.slug], ALL),
    "overview:year": (lambda site: [site.program.slug], READ_CONFIGURATION),
    "exchange:export": (lambda site: [site.program.slug], READ_CONFIGURATION),
    "exchange:import": (lambda site: [site.program.slug], CONFIGURE),
    "exchange:import_confirm": (lambda site: [site.program.slug], CONFIGURE),
    "exchange:import_new": (lambda site: [], CONFIGURE),
    "exchange:import_new_confirm": (lambda site: [], CONFIGURE),
    "overview:history": (lambda site: [site.program.slug], READ_CONFIGURATION),
    "overview:timeline": (lambda site: [site.program.slug], ALL),
    "overview:unfit": (lambda site: [site.program.slug], READ_CONFIGURATION),
    "exchange:copy": (lambda site: [site.program.slug], CONFIGURE),
    "overview:status": (lambda site: [site.program.slug], ALL),
    "overview:status_data": (lambda site: [site.program.slug, "json"], ALL),
    "resources:resources": (lambda site: [site.program.slug], ALL),
    "resources:resources_data": (lambda site: [site.program.slug, "json"], ALL),
    "reports:reports": (lambda site: [site.program.slug], ALL),
    "reports:new": (lambda site: [site.program.slug], (MANAGER,)),
    # What is issued; drafts, which readers do not find, are walked in tests/reports.
    "reports:report": (lambda site: [site.program.slug, site.issued.number], ALL),
    "reports:file": (lambda site: [site.program.slug, site.issued.number, "pdf"], ALL),
    "reports:package": (lambda site: [site.program.slug, site.issued.number], ALL),
    "reports:programme_document": (lambda site: [site.program.slug], ALL),
    "reports:programme_document_file": (lambda site: [site.program.slug, "docx"], ALL),
    "reports:gaps": (lambda site: [site.program.slug, site.report.number], LOGGERS),
    "reports:decisions": (lambda site: [site.program.slug, site.issued.number], ALL),
    "reports:decision_new": (lambda site: [site.program.slug, site.issued.number], (MANAGER,)),
    "reports:decision_follow_up": (lambda site: [site.decision.pk], (MANAGER,)),
    "reports:decision_change": (lambda site: [site.decision.pk], (MANAGER,)),
    "reports:decision_retract": (lambda site: [site.decision.pk], (MANAGER,)),
    "reports:questions": (lambda site: [site.program.slug], ALL),
    "reports:question": (lambda site: [site.question.pk], ALL),
    "reports:question_new": (lambda site: [site.program.slug], (CONSULTANT, MANAGER)),
    "reports:question_change": (lambda site: [site.question.pk], (CONSULTANT, MANAGER)),
    "reports:question_answer": (lambda site: [site.question.pk], (CONSULTANT, MANAGER)),
    "reports:question_approve": (lambda site: [site.question.pk], (MANAGER,)),
    "reports:question_reopen": (lambda site: [site.question.pk], (MANAGER,)),
    "reports:question_retract": (lambda site: [site.question.pk], (CONSULTANT, MANAGER)),
    "overview:logbook": (lambda site: [site.program.slug], ALL),
    "overview:main_area": (lambda site: [site.area.pk], ALL),
    "overview:activity": (lambda site: [site.activity.pk], ALL),
    "overview:organisation": (lambda site: [site.organisation.pk], LOGGERS),
    "overview:search": (lambda site: [], ALL),
    "overview:rules": (lambda site: [], ALL),
    "indicators:log": (lambda site: [], LOGGERS),
    "indicators:log_form": (lambda site: ["activity", site.activity.pk], LOGGERS),
    "indicators:log_preview": (lambda site: ["activity", site.activity.pk], LOGGERS),
    "indicators:entry": (lambda site: [site.entry.pk], ALL),
    "indicators:entry_correct": (lambda site: [site.entry.pk], LOGGERS),
    "indicators:entry_retract": (lambda site: [site.entry.pk], LOGGERS),
    "indicators:entry_undo": (lambda site: [site.entry.pk], LOGGERS),
    "indicators:criterion": (lambda site: [site.criterion.pk], ALL),
    "indicators:years": (lambda site: [site.criterion.pk], ALL),
    "indicators:action_new": (lambda site: [site.action.criterion_id], (CONSULTANT, MANAGER)),
    "indicators:action_change": (lambda site: [site.action.pk], (CONSULTANT, MANAGER)),
    # Of an administrator the service says that it is not theirs, once it is posted.
    "indicators:action_finish": (lambda site: [site.action.pk], LOGGERS),
    "indicators:action_reopen": (lambda site: [site.action.pk], LOGGERS),
    "indicators:action_retract": (lambda site: [site.action.pk], (CONSULTANT, MANAGER)),
    "indicators:measure": (lambda site: [site.criterion.pk], LOGGERS),
    "indicators:judge": (lambda site: [site.criterion.pk], (MANAGER,)),
    "indicators:tick": (lambda site: [site.criterion.pk], LOGGERS),
    "indicators:tick_retract": (lambda site: [Tick.objects.first().pk], LOGGERS),
    "indicators:measurement_correct": (lambda site: [site.measurement.pk], LOGGERS),
    "indicators:measurement_retract": (lambda site: [site.measurement.pk], LOGGERS),
    "requisitions:register": (lambda site: [], ALL),
    "requisitions:register_data": (lambda site: ["csv"], LOGGERS),
    "requisitions:figures": (lambda site: [], ALL),
    "requisitions:new": (lambda site: [], LOGGERS),
    "requisitions:case": (lambda site: [site.case.pk], ALL),
    "requisitions:facts": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:texts": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:scope": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:state": (lambda site: [site.case.pk, "in_progress"], LOGGERS),
    "requisitions:state_retract": (lambda site: [site.case.pk, site.state.pk], LOGGERS),
    "requisitions:state_undo": (lambda site: [site.case.pk, site.state.pk], LOGGERS),
    "requisitions:retract": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:undo": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:party_add": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:requester_unknown": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:party_remove": (lambda site: [site.case.pk, site.party.pk], LOGGERS),
    "requisitions:party_contact": (
        lambda site: [site.case.pk, site.party.pk],
        (CONSULTANT, MANAGER),
    ),
    "requisitions:documentation": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:documentation_add": (
        lambda site: [site.case.pk, "entry", site.entry.pk],
        LOGGERS,
    ),
    "requisitions:documentation_remove": (
        lambda site: [site.case.pk, "entry", site.entry.pk],
        LOGGERS,
    ),
    "requisitions:relevant": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:follow_up_phone": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:follow_up_correct": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:follow_up_link": (lambda site: [site.case.pk], LOGGERS),
    "requisitions:answer": (lambda site: [site.token], OPEN),
    "activities:file": (lambda site: [site.attachment.key], LOGGERS),
    "activities:thumbnail": (lambda site: [site.attachment.key], LOGGERS),
    "economy:expense_file": (lambda site: [site.voucher.key], LOGGERS),
    "economy:expense_thumbnail": (lambda site: [site.voucher.key], LOGGERS),
    "directory:organisations": (lambda site: [], ALL),
    "directory:organisation_options": (lambda site: [], LOGGERS),
    "directory:organisation_new": (lambda site: [], LOGGERS),
    "directory:organisation_rename": (lambda site: [site.organisation.pk], LOGGERS),
    "directory:organisation_correct": (lambda site: [site.organisation.pk], LOGGERS),
    "directory:organisation_merge": (lambda site: [site.organisation.pk], LOGGERS),
    "directory:class_new": (lambda site: [site.school_class.school_id], LOGGERS),
    "directory:bilingual_share": (lambda site: [site.school_class.school_id], LOGGERS),
    "directory:contact_new": (lambda site: [site.organisation.pk], SEE_PEOPLE),
    "directory:contact_change": (lambda site: [site.contact.pk], SEE_PEOPLE),
    "overview:person_data_page": (lambda site: ["contact", site.contact.pk], SEE_PEOPLE),
    "overview:person_data": (lambda site: ["contact", site.contact.pk], SEE_PEOPLE),
    "directory:contact_remove": (lambda site: [site.contact.pk], SEE_PEOPLE),
    "directory:consultants": (lambda site: [], ALL),
    "directory:consultant": (lambda site: [site.consultant.pk], SEE_PEOPLE),
    "directory:consultant_change": (lambda site: [site.consultant.pk], SEE_PEOPLE),
    "directory:consultant_remove": (lambda site: [site.consultant.pk], SEE_PEOPLE),
    "directory:roster": (lambda site: [site.activity.pk], ALL),
    "directory:roster_dates": (lambda site: [site.activity.pk], LOGGERS),
    "directory:roster_add": (lambda site: [site.activity.pk, "organisation"], LOGGERS),
    "directory:roster_confirm": (lambda site: [site.activity.pk, "class"], LOGGERS),
    "directory:roster_copy": (lambda site: [site.activity.pk], LOGGERS),
    "directory:participant_change": (lambda site: [site.participant.pk], LOGGERS),
    "directory:participant_retract": (lambda site: [site.participant.pk], LOGGERS),
    "activities:hours": (lambda site: [], LOGGERS),
    "activities:week": (lambda site: [today()], LOGGERS),
    "activities:activity_hours": (lambda site: [site.activity.pk], ALL),
    "economy:economy": (lambda site: [site.program.slug], ALL),
    "economy:expense_new": (lambda site: [site.program.slug], BOOK_EXPENSES),
    "economy:commitment_new": (lambda site: [site.program.slug], KEEP_MONEY),
    "economy:expense_import": (lambda site: [site.program.slug], BOOK_EXPENSES),
    "economy:expense_import_columns": (lambda site: [site.program.slug], BOOK_EXPENSES),
    "economy:expense_import_forget": (lambda site: [site.program.slug, 1], BOOK_EXPENSES),
    "economy:expense_import_confirm": (lambda site: [site.program.slug], BOOK_EXPENSES),
    "economy:budget_line": (lambda site: [site.budget_line.pk], ALL),
    "economy:budget_line_revise": (lambda site: [site.budget_line.pk], KEEP_MONEY),
    "economy:expense": (lambda site: [site.expense.pk], ALL),
    "economy:expense_correct": (lambda site: [site.expense.pk], BOOK_EXPENSES),
    "economy:expense_retract": (lambda site: [site.expense.pk], BOOK_EXPENSES),
    "economy:expense_undo": (lambda site: [site.expense.pk], BOOK_EXPENSES),
    "economy:commitment": (lambda site: [site.commitment.pk], ALL),
    "economy:commitment_release": (lambda site: [site.commitment.pk], KEEP_MONEY),
    "economy:commitment_retract": (lambda site: [site.commitment.pk], KEEP_MONEY),
    "economy:commitment_undo": (lambda site: [site.commitment.pk], KEEP_MONEY),
    "accounts:login": (lambda site: [], OPEN),
    "accounts:logout": (lambda site: [], OPEN),
    "accounts:password_change": (lambda site: [], ALL),
    "accounts:password_changed": (lambda site: [], ALL),
    "accounts:password_reset": (lambda site: [], OPEN),
    "accounts:password_reset_sent": (lambda site: [], OPEN),
    "accounts:password_reset_confirm": (lambda site: ["MQ", "set-password"], OPEN),
    "accounts:password_reset_complete": (lambda site: [], OPEN),
    "accounts:timed_work": (lambda site: [], CONFIGURE),
    "accounts:users": (lambda site: [], READ_CONFIGURATION),
    "accounts:user_new": (lambda site: [], CONFIGURE),
    "accounts:user_review": (lambda site: [], CONFIGURE),
    "accounts:user": (lambda site: [site.konsulent.pk], READ_CONFIGURATION),
}
CONFIGURED = {
    "programs:mainarea": lambda site: site.area.pk,
    "programs:initiative": lambda site: site.initiative.pk,
    "programs:fundingsource": lambda site: site.budget_line.source_id,
    "activities:activity": lambda site: site.activity.pk,
    "resources:staffallocation": lambda site: site.allocation.pk,
    "economy:budgetline": lambda site: site.budget_line.pk,
    "indicators:criterion": lambda site: site.criterion.pk,
}
ARRANGED = (
    "change",
    "journal",
    "approve",
    "review",
    "take_back",
    "new_version",
    "give_up",
    "sections",
)
for name in (*ARRANGED, "section_add", "issue"):
    TABLE[f"reports:{name}"] = (
        lambda site: [site.program.slug, site.report.number],
        (MANAGER,),
    )
for name, *rest in (("heading",), ("move", "up"), ("cut",), ("put_back",)):
    TABLE[f"reports:section_{name}"] = (
        lambda site, rest=rest: [site.program.slug, site.report.number, site.section.pk, *rest],
        (MANAGER,),
    )
# The criterion's section is the consultant's.
OF_SECTION = {
    "section": ((), (CONSULTANT, MANAGER, ADMIN)),
    "section_preview": ((), (CONSULTANT, MANAGER)),
    "section_figures": ((), (CONSULTANT, MANAGER, ADMIN)),
    "section_return": ((), (MANAGER,)),
    "section_hand_over": ((), (CONSULTANT, MANAGER)),
    "section_picture": ((lambda site: site.picture_file.pk,), (CONSULTANT, MANAGER)),
    "section_picture_words": ((lambda site: site.picture.pk,), (CONSULTANT, MANAGER)),
}
for name, (more, who) in OF_SECTION.items():
    TABLE[f"reports:{name}"] = (
        lambda site, more=more: [
            *(site.program.slug, site.report.number, site.criterion_section.pk),
            *(one(site) for one in more),
        ],
        who,
    )
OF_A_USER = ("change", "link", "password", "take_back", "hand_over", "end", "open_again")
for kind, pk in CONFIGURED.items():
    TABLE |= {
        f"{kind}_new": (lambda site: [site.program.slug], CONFIGURE),
        f"{kind}_change": (lambda site, pk=pk: [pk(site)], CONFIGURE),
        # What something belongs to is kept all the same.
        f"{kind}_remove": (lambda site, pk=pk: [pk(site)], CONFIGURE),
    }
for name in ("programs:program_change", "programs:fte", "overview:remove_draft"):
    TABLE[name] = (lambda site: [site.program.slug], CONFIGURE)
for name in OF_A_USER:
    TABLE[f"accounts:user_{name}"] = (lambda site: [site.konsulent.pk], CONFIGURE)
for name in ("year_move", "year_several", "adoption", "withdraw", "closing"):
    TABLE[f"overview:{name}"] = (lambda site: [site.program.slug], CONFIGURE)
TABLE |= {
    "programs:program_new": (lambda site: [], CONFIGURE),
    "indicators:values": (lambda site: [site.program.slug], LOGGERS),
    "indicators:paste": (lambda site: [site.program.slug], CONFIGURE),
}
# Answered with 405 to a GET once the role is let in.
ONLY_POST = {
    *("indicators:action_finish", "indicators:action_reopen"),
    *("core:draft_open", "core:draft_forget", "overview:year_move"),
}
# Not walked: the parameters decide more than the role does; each has a test of its own.
ELSEWHERE = {"reports:picture"}


def test_every_address_is_in_the_table():
    unknown = set(addresses.names()) - TABLE.keys() - ELSEWHERE

    assert not unknown, f"say in TABLE who may see {sorted(unknown)}"


def test_the_table_names_no_address_that_is_gone():
    assert not TABLE.keys() - set(addresses.names())


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_gets_what_the_table_says(role, site: Site):
    client = Client()
    client.force_login(site.user(role), backend="accounts.services.backends.AccountBackend")

    wrong = []
    for name, (arguments, allowed) in TABLE.items():
        if name == "accounts:logout":
            continue
        response = client.get(reverse(name, args=arguments(site)))
        if response.streaming:
            b"".join(response)  # a file is closed once it has been read
        let_in = response.status_code in (200, 302, 405)
        expected = allowed == OPEN or role in allowed
        if let_in != expected or (not expected and response.status_code != 403):
            wrong.append(f"{name}: {response.status_code}, {role} expected {expected}")
        if name in ONLY_POST and expected and response.status_code != 405:
            wrong.append(f"{name} answers a GET with {response.status_code}")

    assert not wrong, "\n".join(wrong)


def test_without_a_sign_in_only_open_addresses_answer(site: Site):
    client = Client()

    wrong = []
    for name, (arguments, allowed) in TABLE.items():
        response = client.get(reverse(name, args=arguments(site)))
        to_sign_in = response.status_code == 302 and "/login/?next=" in response["Location"]
        if to_sign_in == (allowed == OPEN):
            wrong.append(f"{name}: {response.status_code}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["entry_correct", "entry_retract", "entry_undo"])
def test_a_consultant_changes_only_own_entries(name, site: Site):
    client = Client()
    client.force_login(site.user("amina"), backend="accounts.services.backends.AccountBackend")

    response = client.post(reverse(f"indicators:{name}", args=[site.entry.pk]), {"reason": "x"})

    assert response.status_code == 403
    site.entry.refresh_from_db()
    assert not site.entry.is_retracted


@pytest.mark.parametrize("role", ["laeser", "konsulent", "admin"])
def test_only_a_manager_can_post_a_judgement(role, site: Site):
    client = Client()
    client.force_login(site.user(role), backend="accounts.services.backends.AccountBackend")
    before = site.criterion.assessments.count()

    address = reverse("indicators:judge", args=[site.criterion.pk])
    response = client.post(address, {"status": "met", "reason": "Fordi."})

    assert response.status_code == 403
    assert site.criterion.assessments.count() == before

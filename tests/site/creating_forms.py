"""Every form that writes down something new, and the others that are posted: why neither two at
once nor a press too many can lose or double anything there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.site.small_site import SmallSite


@dataclass(frozen=True)
class Creating:
    """``query`` is that of the page's address; what has no page of its own is posted as it is."""

    arguments: list[Any]
    typed: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    has_page: bool = True


YES = {"new_methods": "yes", "better_cooperation": "yes"}
PASSWORD = "en helt anden lang 9"
CREATING: dict[str, Callable[[SmallSite], Creating]] = {
    "indicators:log_form": lambda site: Creating(
        ["activity", site.activity.pk], {"text": "Nyt", "hours": "2"}
    ),
    "indicators:values": lambda site: Creating(
        ["2011"], {"text": "Talt op", f"c{site.counted.pk}-value": "7"}
    ),
    "indicators:judge": lambda site: Creating(
        [site.narrative.pk], {"status": "met", "reason": "Set"}
    ),
    "indicators:action_new": lambda site: Creating(
        [site.counted.pk],
        {"cause": "Regn", "text": "Lej et telt", "due_on": "2011-10-20"},
    ),
    "indicators:action_finish": lambda site: Creating([site.actions[0].pk], has_page=False),
    "indicators:action_reopen": lambda site: Creating([site.done_action.pk], has_page=False),
    "indicators:tick": lambda site: Creating(
        [site.ticked.pk],
        {"chosen": [site.participants[0].pk], "on": "2011-09-20", "answer": "yes"},
        has_page=False,
    ),
    "requisitions:new": lambda site: Creating([], {"subject": "Hjælp"}),
    "requisitions:party_add": lambda site: Creating(
        [site.cases[1].pk], {"who": site.organisation.name, "role": "requester"}
    ),
    "requisitions:party_contact": lambda site: Creating(
        [site.cases[0].pk, site.party.pk], {"name": "Bo Bendtsen"}
    ),
    "requisitions:requester_unknown": lambda site: Creating(
        [site.cases[4].pk], {"unknown": "yes"}, has_page=False
    ),
    "requisitions:state": lambda site: Creating([site.cases[3].pk, "accepted"]),
    "requisitions:documentation_add": lambda site: Creating(
        [site.cases[3].pk, "entry", site.elsewhere[0].pk], has_page=False
    ),
    "requisitions:follow_up_link": lambda site: Creating([site.asked[1].pk]),
    "requisitions:follow_up_phone": lambda site: Creating([site.asked[1].pk], YES),
    "requisitions:answer": lambda site: Creating([site.token], YES),
    "directory:organisation_new": lambda site: Creating(
        [], {"name": "Den nye", "kind": "association"}
    ),
    "directory:class_new": lambda site: Creating([site.school.pk], {"name": "9.b"}),
    "directory:bilingual_share": lambda site: Creating(
        [site.school.pk], {"percent": "40", "on": "2011-09-30"}
    ),
    "directory:contact_new": lambda site: Creating([site.organisation.pk], {"name": "Kim Larsen"}),
    "directory:roster_add": lambda site: Creating(
        [site.other_activity.pk, "organisation"], {"one-name": site.organisation.name}
    ),
    "directory:roster_copy": lambda site: Creating(
        [site.other_activity.pk],
        {"chosen": [site.participants[1].pk]},
        query=f"?from={site.activity.pk}",
    ),
    "directory:roster_dates": lambda site: Creating(
        [site.activity.pk],
        {"chosen": [site.participants[2].pk], "on": "2011-09-20", "what": "left_on"},
        has_page=False,
    ),
    "economy:expense_new": lambda site: Creating(
        [site.program.slug], {"line": site.line.pk, "amount": "500", "text": "Telt"}
    ),
    "economy:commitment_new": lambda site: Creating(
        [site.program.slug], {"line": site.line.pk, "amount": "500", "text": "Telt"}
    ),
    "economy:commitment_release": lambda site: Creating(
        [site.commitments[0].pk], {"reason": "Aflyst"}
    ),
    "economy:budget_line_revise": lambda site: Creating(
        [site.line.pk], {"amount": "50.000", "reason": "Flyttet"}
    ),
    "exchange:copy": lambda site: Creating(
        [site.program.slug], {"title": "Det næste", "slug": "det-naeste"}
    ),
    "reports:new": lambda site: Creating([site.program.slug]),
    "reports:section_add": lambda site: Creating(
        [site.program.slug, site.report.number], {"title": "Et afsnit mere"}
    ),
    "reports:section_move": lambda site: Creating(
        [site.program.slug, site.report.number, site.sections[0].pk, "down"],
        {"position": site.sections[0].position},
        has_page=False,
    ),
    "reports:section_cut": lambda site: Creating(
        [site.program.slug, site.report.number, site.sections[0].pk], has_page=False
    ),
    "reports:approve": lambda site: Creating(
        [site.program.slug, site.report.number], has_page=False
    ),
    "reports:review": lambda site: Creating([site.program.slug, site.ready.number], has_page=False),
    "reports:take_back": lambda site: Creating(
        [site.program.slug, site.reviewed.number], has_page=False
    ),
    "reports:new_version": lambda site: Creating(
        [site.program.slug, site.issued.number], has_page=False
    ),
    "reports:section_return": lambda site: Creating(
        [site.program.slug, site.report.number, site.counted_section.pk], {"comment": "Uddyb"}
    ),
    "reports:section_picture": lambda site: Creating(
        [site.program.slug, site.report.number, site.counted_section.pk, site.picture_file.pk],
        {"alternative_text": "Et telt"},
    ),
    "reports:decision_new": lambda site: Creating(
        [site.program.slug, site.issued.number], {"text": "Udvalget tog rapporten til efterretning"}
    ),
    "reports:question_new": lambda site: Creating(
        [site.program.slug], {"asked": "Hvor mange?", "asked_by": "Udvalget"}
    ),
    "reports:question_approve": lambda site: Creating([site.to_approve.pk], has_page=False),
    "reports:question_reopen": lambda site: Creating([site.approved_question.pk], has_page=False),
    "accounts:user_new": lambda site: Creating(
        [], {"full_name": "Bo Bendtsen", "email": "bo@example.dk", "role": "manager"}
    ),
    "accounts:user_link": lambda site: Creating([site.konsulent.pk]),
    "accounts:user_take_back": lambda site: Creating([site.invited.pk]),
    "accounts:user_password": lambda site: Creating(
        [site.konsulent.pk], {"password1": PASSWORD, "password2": PASSWORD}
    ),
    "accounts:user_hand_over": lambda site: Creating(
        [site.konsulent.pk], {"everything": str(site.kollega.pk)}
    ),
    "accounts:user_end": lambda site: Creating([site.leaving.pk]),
    "accounts:user_open_again": lambda site: Creating([site.gone.pk]),
    "accounts:user_review": lambda site: Creating([]),
}

ONCE = "what is retracted or taken away is so once: the next press is told"
SAVES_NOTHING = "what is sent saves nothing"
SIGN_IN = "of one's own sign-in and nothing else"
CELLS = "each cell carries what it was opened with: tests/activities/week_page"
DRAFTS = "keeps what is typed, one draft for each form: tests/core/test_drafts.py"
TWICE = "is sent twice, also at once, in "
EXEMPT = {
    "indicators:entry_retract": ONCE,
    "indicators:entry_undo": ONCE,
    "indicators:action_retract": ONCE,
    "indicators:measurement_retract": ONCE,
    "indicators:tick_retract": ONCE,
    "requisitions:retract": ONCE,
    "requisitions:undo": ONCE,
    "requisitions:state_retract": ONCE,
    "requisitions:state_undo": ONCE,
    "requisitions:party_remove": ONCE,
    "requisitions:documentation_remove": ONCE,
    "directory:participant_retract": ONCE,
    "directory:contact_remove": ONCE,
    "directory:consultant_remove": ONCE,
    "directory:organisation_merge": ONCE,
    "economy:expense_retract": ONCE,
    "economy:expense_undo": ONCE,
    "economy:commitment_retract": ONCE,
    "economy:commitment_undo": ONCE,
    "directory:roster_confirm": TWICE + "tests/directory/test_lists_twice.py",
    "exchange:import": SAVES_NOTHING,
    "exchange:import_confirm": TWICE + "tests/exchange/test_workbook_pages.py",
    "exchange:import_new": SAVES_NOTHING,
    "exchange:import_new_confirm": TWICE + "tests/exchange/test_workbook_pages.py",
    "economy:expense_import": SAVES_NOTHING,
    "economy:expense_import_columns": SAVES_NOTHING,
    "economy:expense_import_forget": ONCE,
    "economy:expense_import_confirm": TWICE + "tests/economy/test_expense_import.py",
    "reports:section_put_back": "pressed again it has nothing to put back",
    "reports:issue": TWICE + "tests/reports/test_issuing.py",
    "reports:give_up": ONCE,
    "reports:section_preview": SAVES_NOTHING,
    "reports:decision_retract": ONCE,
    "reports:question_retract": ONCE,
    "indicators:log_preview": SAVES_NOTHING,
    "core:draft": DRAFTS,
    "core:draft_open": DRAFTS,
    "core:draft_forget": DRAFTS,
    "activities:week": CELLS,
    "activities:hours": CELLS,
    "accounts:login": SIGN_IN,
    "accounts:logout": SIGN_IN,
    "accounts:password_change": SIGN_IN,
    "accounts:password_reset": SIGN_IN,
    "accounts:password_reset_confirm": SIGN_IN,
    "overview:year_move": "each press moves it one place",
    "overview:withdraw": ONCE,
    "overview:remove_draft": ONCE,
    "overview:closing": ONCE,
    "indicators:paste": TWICE + "tests/indicators/configuring/test_pasting.py",
}
for part in (
    *("programs:mainarea", "programs:initiative", "programs:fundingsource"),
    *("activities:activity", "indicators:criterion", "resources:staffallocation"),
    "economy:budgetline",
):
    EXEMPT[f"{part}_remove"] = ONCE

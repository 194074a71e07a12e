"""Hostile input to every form and address: an answer, and never a server error."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.clock import today
from indicators.models import Tick
from tests.factories import OrganisationFactory
from tests.site.conftest import Site
from tests.site.page_forms import Forms, forms_of

HOSTILE = {
    "long": "a" * 100_000,
    "nul": "a\x00b",
    "script": "<script>alert(1)</script>",
    "unclosed": '"><b title="',
    "right to left": "\u202egnp.exe\u200f\u2066",
    "exponent": "1e5",
    "english thousands": "30,000",
    "huge number": "9" * 60,
    "negative": "-1",
    "other digits": "٣٠٠٠٠",
    "not a number": "NaN",
    "template": "{{ settings.SECRET_KEY }}{% debug %}",
    "sql": "'; DROP TABLE indicators_criterion; --",
    "lone surrogate": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "emoji": "👩‍👩‍👧‍👦" * 50,
    "empty": "",
}
ROOMS = {
    *("accounts", "programs", "activities", "directory", "economy"),
    *("indicators", "reports", "requisitions", "resources"),
}
PAGES = {
    "accounts:login": lambda site: [],
    "accounts:password_change": lambda site: [],
    "accounts:password_reset": lambda site: [],
    "overview:status": lambda site: [site.program.slug],
    "resources:resources": lambda site: [site.program.slug],
    "overview:logbook": lambda site: [site.program.slug],
    "overview:search": lambda site: [],
    "indicators:log_form": lambda site: ["activity", site.activity.pk],
    "indicators:entry_correct": lambda site: [site.entry.pk],
    "indicators:entry_retract": lambda site: [site.entry.pk],
    "indicators:measurement_correct": lambda site: [site.measurement.pk],
    "indicators:measurement_retract": lambda site: [site.measurement.pk],
    "indicators:action_new": lambda site: [site.action.criterion_id],
    "indicators:action_change": lambda site: [site.action.pk],
    "indicators:action_retract": lambda site: [site.action.pk],
    "indicators:judge": lambda site: [site.criterion.pk],
    "indicators:criterion": lambda site: [Tick.objects.first().criterion_id],
    "indicators:tick_retract": lambda site: [Tick.objects.first().pk],
    "directory:organisations": lambda site: [],
    "directory:organisation_new": lambda site: [],
    "directory:organisation_rename": lambda site: [site.organisation.pk],
    "directory:organisation_correct": lambda site: [site.organisation.pk],
    "directory:organisation_merge": lambda site: [site.organisation.pk],
    "directory:class_new": lambda site: [site.school_class.school_id],
    "directory:bilingual_share": lambda site: [site.school_class.school_id],
    "directory:contact_new": lambda site: [site.organisation.pk],
    "directory:contact_change": lambda site: [site.contact.pk],
    "directory:consultants": lambda site: [],
    "directory:consultant_change": lambda site: [site.consultant.pk],
    "directory:roster": lambda site: [site.activity.pk],
    "directory:roster_add": lambda site: [site.activity.pk, "consultant"],
    "directory:participant_change": lambda site: [site.participant.pk],
    "directory:participant_retract": lambda site: [site.participant.pk],
    "activities:week": lambda site: [today()],
    "economy:economy": lambda site: [site.program.slug],
    "economy:expense_new": lambda site: [site.program.slug],
    "economy:commitment_new": lambda site: [site.program.slug],
    "exchange:import": lambda site: [site.program.slug],
    "exchange:import_new": lambda site: [],
    "economy:expense_import": lambda site: [site.program.slug],
    "economy:budget_line_revise": lambda site: [site.budget_line.pk],
    "economy:expense_correct": lambda site: [site.expense.pk],
    "economy:expense_retract": lambda site: [site.expense.pk],
    "economy:commitment_release": lambda site: [site.commitment.pk],
    "economy:commitment_retract": lambda site: [site.commitment.pk],
    "requisitions:register": lambda site: [],
    "requisitions:figures": lambda site: [],
    "requisitions:new": lambda site: [],
    "requisitions:facts": lambda site: [site.case.pk],
    "requisitions:texts": lambda site: [site.case.pk],
    "requisitions:scope": lambda site: [site.case.pk],
    "requisitions:state": lambda site: [site.case.pk, "in_progress"],
    "requisitions:state_retract": lambda site: [site.case.pk, site.state.pk],
    "requisitions:retract": lambda site: [site.case.pk],
    "requisitions:party_add": lambda site: [site.case.pk],
    "requisitions:party_remove": lambda site: [site.case.pk, site.party.pk],
    "requisitions:party_contact": lambda site: [site.case.pk, site.party.pk],
    "requisitions:documentation": lambda site: [site.case.pk],
    "requisitions:documentation_remove": lambda site: [site.case.pk, "entry", site.entry.pk],
    "requisitions:relevant": lambda site: [site.case.pk],
    "requisitions:follow_up_phone": lambda site: [site.case.pk],
    "requisitions:follow_up_link": lambda site: [site.case.pk],
    "requisitions:answer": lambda site: [site.token],
    "exchange:copy": lambda site: [site.program.slug],
    "reports:new": lambda site: [site.program.slug],
    "reports:change": lambda site: [site.program.slug, site.report.number],
    "reports:journal": lambda site: [site.program.slug, site.issued.number],
    "reports:section_add": lambda site: [site.program.slug, site.report.number],
    "reports:section_heading": lambda site: [
        *(site.program.slug, site.report.number, site.section.pk)
    ],
    "reports:give_up": lambda site: [site.program.slug, site.report.number],
    "reports:decision_new": lambda site: [site.program.slug, site.issued.number],
    "reports:decision_follow_up": lambda site: [site.decision.pk],
    "reports:decision_change": lambda site: [site.decision.pk],
    "reports:question_new": lambda site: [site.program.slug],
    "reports:question_change": lambda site: [site.question.pk],
    "reports:question_answer": lambda site: [site.question.pk],
    "accounts:users": lambda site: [],
    "accounts:user_new": lambda site: [],
    "accounts:user_change": lambda site: [site.konsulent.pk],
    "accounts:user_password": lambda site: [site.konsulent.pk],
    "accounts:user_hand_over": lambda site: [site.konsulent.pk],
    "accounts:user_review": lambda site: [],
    "programs:program_new": lambda site: [],
    "programs:program_change": lambda site: [site.program.slug],
    "programs:fte": lambda site: [site.program.slug],
    "programs:mainarea_new": lambda site: [site.program.slug],
    "programs:mainarea_change": lambda site: [site.area.pk],
    "programs:initiative_new": lambda site: [site.program.slug],
    "programs:initiative_change": lambda site: [site.initiative.pk],
    "programs:fundingsource_new": lambda site: [site.program.slug],
    "programs:fundingsource_change": lambda site: [site.budget_line.source_id],
    "activities:activity_new": lambda site: [site.program.slug],
    "activities:activity_change": lambda site: [site.activity.pk],
    "resources:staffallocation_new": lambda site: [site.program.slug],
    "resources:staffallocation_change": lambda site: [site.allocation.pk],
    "economy:budgetline_new": lambda site: [site.program.slug],
    "economy:budgetline_change": lambda site: [site.budget_line.pk],
    "indicators:criterion_new": lambda site: [site.program.slug],
    "indicators:criterion_change": lambda site: [site.criterion.pk],
    "overview:remove_draft": lambda site: [site.program.slug],
    "overview:adoption": lambda site: [site.program.slug],
    "indicators:values": lambda site: [site.program.slug],
    "indicators:paste": lambda site: [site.program.slug],
}
OF_SECTION = {"section": [], "section_return": [], "section_hand_over": [], "section_picture": [0]}
for name, more in OF_SECTION.items():
    PAGES[f"reports:{name}"] = lambda site, more=more: [
        *(site.program.slug, site.report.number, site.criterion_section.pk),
        *(site.picture_file.pk for _one in more),
    ]
# Signing in and searching store nothing of what is typed.
NOTHING_KEPT = {
    "accounts:login",
    "accounts:password_change",
    "accounts:password_reset",
    "overview:status",
    "resources:resources",
    "overview:logbook",
    "overview:search",
    "directory:organisations",
    "economy:economy",
    "directory:consultants",
    "requisitions:register",
    "requisitions:figures",
    "requisitions:documentation",
    "accounts:users",
    "accounts:user_password",
    "accounts:user_hand_over",
    "accounts:user_review",
}
# One who may use them all.
USER = {
    "directory:contact_new": "leder",
    "directory:contact_change": "leder",
    "directory:consultants": "leder",
    "directory:consultant_change": "leder",
    "directory:roster_add": "leder",
    "requisitions:party_contact": "leder",
    "indicators:judge": "leder",
    "indicators:action_new": "leder",
    "indicators:action_change": "leder",
    "indicators:action_retract": "leder",
    "activities:week": "konsulent",
    **dict.fromkeys((page for page in PAGES if page.startswith("reports:")), "leder"),
}


CPR = "010190-1234"


def kept_as_it_is(name: str) -> bool:
    """What a browser sends back unchanged, and without which the form is not read at all."""
    return name == "csrfmiddlewaretoken" or name.endswith(("_FORMS", "-id"))


def send(client: Client, address: str, form: tuple, text: str):
    method, action, fields = form
    data = {name: value if kept_as_it_is(name) else text for name, value in fields.items()}
    target = address if action in ("", ".") or action.startswith("#") else action
    return getattr(client, method)(target, data)


def elsewhere(page: str) -> set[str]:
    """Where the forms in the head of every page lead; the search is tried on its own page."""
    head = {"accounts:logout", "overview:search"} - {page}
    return {reverse(name) for name in head}


@pytest.mark.parametrize("page", PAGES)
def test_every_form_answers_hostile_input(page, site: Site):
    client = Client(raise_request_exception=True)
    if not page.startswith(("accounts:login", "accounts:password_reset")):
        client.force_login(
            site.user(USER.get(page, "admin")), backend="accounts.services.backends.AccountBackend"
        )
    address = reverse(page, args=PAGES[page](site))
    forms = [
        form
        for form in forms_of(client.get(address).content.decode())
        if form[1] not in elsewhere(page)
    ]
    assert any(fields for _method, _action, fields in forms), "the page has no form to try"

    for form in forms:
        for name, text in HOSTILE.items():
            response = send(client, address, form, text)
            assert response.status_code < 500, f"{page}: {name}"
            if response.status_code == 200:
                assert HOSTILE["script"] not in response.content.decode(), f"{page}: {name}"


@pytest.mark.parametrize("page", [page for page in PAGES if page not in NOTHING_KEPT])
def test_no_text_field_takes_a_cpr_number(page, site: Site):
    """Each field in turn, with the others as the page offers them."""
    client = Client(raise_request_exception=True)
    client.force_login(
        site.user(USER.get(page, "admin")), backend="accounts.services.backends.AccountBackend"
    )
    address = reverse(page, args=PAGES[page](site))
    parser = Forms()
    parser.feed(client.get(address).content.decode())

    for method, action, fields in parser.found:
        for name in parser.text & fields.keys():
            if method == "post" and "logout" not in action:
                target = address if action in ("", ".") or action.startswith("#") else action
                written = Written()
                with connection.execute_wrapper(written):
                    client.post(target, {**fields, name: CPR})
                assert CPR not in written.values, f"{page} stores a CPR number in {name}"


class Written:
    """Every value that is written into the rooms' own tables, as text."""

    def __init__(self) -> None:
        self.values = ""

    def __call__(self, execute, sql, params, many, context):
        words = sql.replace('"', "").split(maxsplit=3)
        table = {"INSERT": words[2:3], "UPDATE": words[1:2]}.get(words[0], [])
        if any(name.split("_")[0] in ROOMS for name in table):
            self.values += str(params)
        return execute(sql, params, many, context)


def test_what_is_written_is_seen(db):
    """Else a field that stores a CPR number would pass for one that refuses it."""
    written = Written()
    with connection.execute_wrapper(written):
        organisation = OrganisationFactory(name="Foreningen før")
        organisation.name = "Foreningen efter"
        organisation.save()

    assert "Foreningen før" in written.values
    assert "Foreningen efter" in written.values


@pytest.mark.parametrize(
    "address",
    [
        "/criteria/99999999999999999999999/",
        "/criteria/99999999999999999999999/years/",
        "/programs/nosuch/copy/",
        "/programs/nosuch/timeline/",
        "/programs/%00/unfit/",
        "/entries/0/",
        "/activities/99999999999999999999999/",
        "/log/activity/99999999999999999999999/",
        "/log/area/0/",
        "/log/?program=%00",
        "/programs/2011/status/?as_of=%00&main_area=1e5&status=%3Cscript%3E&responsible=-1&sort=x",
        "/programs/2011/status/?as_of=9999-12-31",
        "/programs/2011/status/?as_of=1900-01-01",
        "/programs/2011/status.json?as_of=0001-01-01",
        "/programs/2011/status.csv?main_area=99999999999999999999",
        "/programs/2011/status.xlsx?sort=%E2%80%AE",
        "/programs/2011/resources/?as_of=%00",
        "/programs/2011/resources/?as_of=1900-01-01",
        "/programs/2011/resources/?as_of=9999-12-31",
        "/programs/2011/resources/?as_of=2200-12-31",
        "/programs/2011/resources.json?as_of=0001-01-01",
        "/programs/2011/resources.csv?as_of=%E2%80%AE",
        "/programs/2011/resources.xlsx?as_of=2011-02-30",
        "/programs/nosuch/resources/",
        "/programs/2011/logbook/?page=99999999999999999999&sort=%00",
        "/programs/2011/logbook/?main_area=99999999999999999999&by=%00&per_page=-1",
        "/programs/nosuch/status/",
        "/programs/nosuch/document/",
        "/programs/nosuch/document.pdf",
        "/programs/2011/document.docx?kind=%00&page=99999999999999999999",
        "/criteria/1/?as_of=2011-02-30&all=%00",
        "/search/?q=%00%25_%5C",
        "/search/?q=" + "a" * 5000,
        "/organisations/99999999999999999999999/",
        "/organisations/?page=99999999999999999999&sort=%00&kind=%00&q=%00",
        "/organisations/options/?q=%00&kind=%00",
        "/activities/1/participants/?page=99999999999999999999&kind=%00",
        "/activities/1/participants/copy/?from=99999999999999999999999",
        "/activities/1/hours/?as_of=%00",
        "/activities/99999999999999999999999/hours/?as_of=9999-12-31",
        "/hours/2011-W99/",
        "/hours/9999-W52/",
        "/hours/2011-W38/?person=99999999999999999999999",
        "/hours/2011-W38/?person=%00",
        "/hours/2011-W38/?row=a99999999999999999999&row=m%00&row=%3Cscript%3Ealert(1)%3C/script%3E",
        "/programs/2011/economy/?line=99999999999999999999&source=%00&area=1e5&month=2011-02-30",
        "/programs/2011/economy/?as_of=0001-01-01&page=99999999999999999999&sort=%00&show=%00",
        "/programs/2011/economy/?show=commitments&sort=-released_on&page=-1&as_of=9999-12-31",
        "/programs/2011/economy/expenses/new/?line=%00&commitment=99999999999999999999999",
        "/budget-lines/99999999999999999999999/",
        "/budget-lines/1/?as_of=%00&page=99999999999999999999",
        "/expenses/99999999999999999999999/",
        "/commitments/0/",
        "/requisitions/?q=%00&page=99999999999999999999&sort=-%00&program=%00&administration=1e5",
        "/requisitions/register.csv?responsible=99999999999999999999&scope=%E2%80%AE",
        "/requisitions/figures/?year=99999999999999&scope=%00",
        "/requisitions/99999999999999999999999/",
        "/requisitions/1/documentation/?q=%00",
        "/requisitions/1/documentation/entry/99999999999999999999999/remove/",
        "/svar/%00/",
        "/svar/" + "a" * 5000 + "/",
        "/files/00000000-0000-0000-0000-000000000000/",
        "/entries/1/?saved=1&draft=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/accounts/login/?next=https://evil.example/",
        "/accounts/reset/%00/x/",
        "/admin/indicators/criterion/?q=%00&measure__exact=%00",
        "/admin/indicators/criterion/999999999999999999999999/change/",
    ],
)
def test_every_address_answers_hostile_parts(address, site: Site):
    client = Client(raise_request_exception=True)
    client.force_login(site.user("admin"), backend="accounts.services.backends.AccountBackend")

    response = client.get(address)

    assert response.status_code < 500
    assert b"<script>alert" not in response.content


def test_a_sign_in_never_leads_to_another_site(site: Site):
    client = Client()

    response = client.post(
        "/accounts/login/?next=https://evil.example/",
        {
            "username": "konsulent",
            "password": "a long password",
            "next": "https://evil.example/",
        },
    )

    assert response.status_code == 302
    assert response["Location"] == "/"

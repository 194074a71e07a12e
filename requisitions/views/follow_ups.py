"""The follow-up as a consultant works with it: relevant or not, the link, the telephone."""

import datetime
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models.roles import May
from accounts.views.requests import Request
from core.forms.pages import form_page, show_form
from requisitions.forms.cases import (
    AnswersForm,
    CorrectAnswersForm,
    LinkForm,
    PhoneAnswersForm,
    RelevantForm,
)
from requisitions.models import FollowUp, Requisition
from requisitions.queries.case_page import page_of
from requisitions.services.follow_ups import (
    Answers,
    answer_by_phone,
    ask,
    correct_answer,
    decide_relevant,
    is_answered,
    seen_link,
)
from requisitions.views.shared import case_page, keeping_case


@keeping_case
def relevant(request: Request, found: Requisition) -> HttpResponse:
    values = {"relevant": found.relevant}
    form = RelevantForm(request.POST or None, answered=is_answered(found), values=values)
    page = case_page(
        found,
        _("Relevant for the follow-up?"),
        _("Decide it before the requester is asked, so that nobody can pick the answers."),
    )
    save = partial(decide_relevant, by=request.user, case=found)
    return form_page(request, form, page, save, done=_("It has been decided."))


def answers_of(form: AnswersForm) -> Answers:
    names = ("new_methods", "better_cooperation", "remarks")
    return Answers(**{name: form.cleaned_data[name] for name in names})


@keeping_case
def phone(request: Request, found: Requisition) -> HttpResponse:
    form = PhoneAnswersForm(request.POST or None)
    page = case_page(
        found,
        _("The requester answers on the telephone"),
        _("Read the questions aloud. «Don't know» is an answer too. One answer a case."),
    )

    def save(on: datetime.date, **_answers: Any) -> FollowUp:
        return answer_by_phone(by=request.user, case=found, on=on, answers=answers_of(form))

    return form_page(request, form, page, save, done=_("The answer has been saved."))


@keeping_case
def correct(request: Request, found: Requisition) -> HttpResponse:
    follow_up = FollowUp.objects.filter(requisition=found, answered_on__isnull=False).first()
    if follow_up is None or follow_up.answered_by_id is None:
        messages.warning(request, _("Only what was written down on the telephone is corrected."))
        return redirect(found)
    names = ("new_methods", "better_cooperation", "remarks")
    values = {name: getattr(follow_up, name) for name in names}
    form = CorrectAnswersForm(request.POST or None, values=values)
    page = case_page(
        found,
        _("Correct the answer"),
        _("The old answer stays in the history with your reason."),
    )

    def save(reason: str, opened_with: str, **_answers: Any) -> FollowUp:
        why = {"reason": reason, "opened_with": opened_with}
        return correct_answer(by=request.user, case=found, answers=answers_of(form), **why)

    return form_page(request, form, page, save, done=_("The answer has been corrected."))


@keeping_case
@never_cache
def link(request: Request, found: Requisition) -> HttpResponse:
    """Make the personal link. It is shown in the answer to the press, and never again."""
    follow_up = FollowUp.objects.filter(requisition=found).first()
    form = LinkForm(initial={"seen": seen_link(follow_up)})
    if request.method != "POST":
        words = case_page(found, _("Personal link"), "", _("Make the link"), "link_make")
        row = page_of(found, request.user).row
        about = {"case": found, "follow_up": follow_up, "row": row}
        return show_form(request, form, replace(words, context=about))
    try:
        # The page loaded anew makes no other link, which would close the one that was just sent.
        token = ask(by=request.user, case=found, seen=request.POST.get("seen", ""))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect(found)
    address = request.build_absolute_uri(reverse("requisitions:answer", args=[token]))
    to = _email(found) if request.user.may(May.SEE_PEOPLE) else ""
    context = {"section": "requisitions", "case": found}
    context |= {"address": address, "letter": _letter(to, address), "to": to}
    return render(request, "requisitions/link.html", context)


def _email(case: Requisition) -> str:
    parties = case.parties.filter(contact__isnull=False).exclude(contact__email="")
    party = parties.select_related("contact").order_by("-role", "pk").first()
    return party.contact.email if party and party.contact else ""


def _letter(to: str, address: str) -> str:
    """What opens the consultant's own mail with the letter begun."""
    subject = _("Two questions from TaskForce Integration")
    paragraphs = (
        _("Hello"),
        _("TaskForce Integration has helped you, and would like to know what came of it."),
        _("It is two questions and takes a minute:"),
        address,
        _("The link is for you alone. It works once, and is valid for 30 days."),
    )
    body = "\r\n\r\n".join(paragraphs)
    return f"mailto:{quote(to)}?subject={quote(subject)}&body={quote(body)}"

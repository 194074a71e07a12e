from django.urls import path, register_converter

from core.addresses import word_converter
from reports.exports.formats import FORMATS
from reports.views import (
    arranging,
    decisions,
    gaps,
    programme_document,
    questions,
    reading,
    sections,
    workflow,
)

app_name = "reports"

register_converter(word_converter(["docx", "pdf", "xlsx", "json"]), "document")
register_converter(word_converter(FORMATS), "report_file")
register_converter(word_converter(["up", "down"]), "direction")

PROGRAMME = "programs/<slug:slug>"
REPORTS = f"{PROGRAMME}/reports"
REPORT = f"{REPORTS}/<int:number>"
SECTION = f"{REPORT}/sections/<int:pk>"

urlpatterns = [
    path(f"{PROGRAMME}/document/", programme_document.document, name="programme_document"),
    path(
        f"{PROGRAMME}/document.<document:kind>",
        programme_document.document_file,
        name="programme_document_file",
    ),
    path(f"{REPORTS}/", reading.reports, name="reports"),
    path(f"{REPORTS}/new/", workflow.new, name="new"),
    path(f"{REPORT}/", reading.report, name="report"),
    path(f"{REPORT}/report.<report_file:kind>", reading.file, name="file"),
    path(f"{REPORT}/package.zip", reading.package, name="package"),
    path(f"{REPORT}/pictures/<slug:sha256>", reading.picture, name="picture"),
    path(f"{REPORT}/change/", workflow.change, name="change"),
    path(f"{REPORT}/journal/", workflow.journal, name="journal"),
    path(f"{REPORT}/approve/", workflow.approve, name="approve"),
    path(f"{REPORT}/review/", workflow.review, name="review"),
    path(f"{REPORT}/take-back/", workflow.back, name="take_back"),
    path(f"{REPORT}/issue/", workflow.issue, name="issue"),
    path(f"{REPORT}/new-version/", workflow.version, name="new_version"),
    path(f"{REPORT}/give-up/", workflow.abandon, name="give_up"),
    path(f"{REPORT}/sections/", arranging.sections, name="sections"),
    path(f"{REPORT}/sections/add/", arranging.add, name="section_add"),
    path(f"{SECTION}/heading/", arranging.heading, name="section_heading"),
    path(f"{SECTION}/move/<direction:where>/", arranging.move, name="section_move"),
    path(f"{SECTION}/cut/", arranging.cut, name="section_cut"),
    path(f"{SECTION}/put-back/", arranging.put_back, name="section_put_back"),
    path(f"{SECTION}/", sections.section, name="section"),
    path(f"{SECTION}/figures/", sections.figures, name="section_figures"),
    path(f"{SECTION}/preview/", sections.preview, name="section_preview"),
    path(f"{SECTION}/return/", sections.give_back, name="section_return"),
    path(f"{SECTION}/author/", sections.another_author, name="section_hand_over"),
    path(f"{SECTION}/pictures/add/<int:attachment>/", sections.picture, name="section_picture"),
    path(
        f"{SECTION}/pictures/<int:picture>/", sections.picture_words, name="section_picture_words"
    ),
    path(f"{REPORT}/gaps/", gaps.gaps, name="gaps"),
    path(f"{REPORT}/decisions/", decisions.decisions, name="decisions"),
    path(f"{REPORT}/decisions/new/", decisions.new, name="decision_new"),
    path("decisions/<int:pk>/", decisions.follow_up, name="decision_follow_up"),
    path("decisions/<int:pk>/change/", decisions.change, name="decision_change"),
    path("decisions/<int:pk>/retract/", decisions.retract, name="decision_retract"),
    path(f"{PROGRAMME}/questions/", questions.questions, name="questions"),
    path(f"{PROGRAMME}/questions/new/", questions.new, name="question_new"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/change/", questions.change, name="question_change"),
    path("questions/<int:pk>/answer/", questions.answer, name="question_answer"),
    path("questions/<int:pk>/approve/", questions.approve, name="question_approve"),
    path("questions/<int:pk>/reopen/", questions.reopen, name="question_reopen"),
    path("questions/<int:pk>/retract/", questions.retract, name="question_retract"),
]

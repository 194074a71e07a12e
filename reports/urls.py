from django.urls import path, register_converter

from core.addresses import word_converter
from reports.exports.formats import FORMATS
from reports.views import arranging, programme_document, reading, workflow

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
]

from django.urls import path, register_converter

from core.addresses import word_converter
from reports.views import programme_document

app_name = "reports"

register_converter(word_converter(["docx", "pdf", "xlsx", "json"]), "document")

urlpatterns = [
    path("programs/<slug:slug>/document/", programme_document.document, name="programme_document"),
    path(
        "programs/<slug:slug>/document.<document:kind>",
        programme_document.document_file,
        name="programme_document_file",
    ),
]

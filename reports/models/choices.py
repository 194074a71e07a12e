"""The words in which reports and their sections are described, for models, rules and screens."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    ISSUED = "issued", _("Issued")


class SectionState(TextChoices):
    EMPTY = "empty", _("Empty")
    IN_PROGRESS = "in_progress", _("In progress")
    READY = "ready", _("Ready")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class Content(TextChoices):
    """What the product itself puts into a section, beside the text that people write."""

    TEXT = "text", _("Text only")
    SUMMARY = "summary", _("Status in sum")
    MAIN_AREA = "main_area", _("Main area")
    CRITERION = "criterion", _("Success criterion")
    INTERNAL = "internal", _("Internal requisitions")
    EXTERNAL = "external", _("External requisitions")
    RESOURCES = "resources", _("Resources")
    SINCE_LAST = "since_last", _("Since last time")
    DECISIONS = "decisions", _("Decisions on the previous report")


class FileKind(TextChoices):
    """What a file of an issued report is; ``FROZEN`` holds all that the page shows."""

    FROZEN = "frozen", _("Frozen report")
    WORD = "docx", "Word"
    PDF = "pdf", "PDF"
    SHEETS = "xlsx", _("Spreadsheet")
    SLIDES = "pptx", _("Slides")
    DATA = "json", _("Figures as data")
    PICTURE = "picture", _("Picture")

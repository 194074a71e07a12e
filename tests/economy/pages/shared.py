"""A file that an expense has."""

from django.core.files.base import ContentFile

from economy.models import ExpenseAttachment


def a_file(expense, by):
    attachment = ExpenseAttachment(
        expense=expense,
        name="bilag.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        uploaded_by=by,
    )
    attachment.file.save("bilag.pdf", ContentFile(b"%PDF"))
    return attachment

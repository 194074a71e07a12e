"""A file that an expense has, and the pages of an import of such files."""

from django.core.files.base import ContentFile
from django.test import Client
from openpyxl import Workbook

from economy.models import ExpenseAttachment
from tests.economy.money import upload, url

OPUS = "Bogf.dato;Bilagsnr.;Posteringstekst;PSP-element;Beløb (RV)"
CHOSEN = {f"column-{n}": kind for n, kind in enumerate(["on", "voucher", "text", "line", "amount"])}


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


class Importing:
    """The pages of an import, as a browser goes through them."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def look(self, content, name="poster.csv", **given):
        return self.client.post(
            url("expense_import", "2011"), {"file": upload(content, name), **given}
        )

    def ask(self, response, **changes):
        """The form that says how the file is read, sent back with changes."""
        form = response.context.get("asked") or response.context["form"]
        sent = {name: form[name].value() for name in form.fields}
        data = {name: value for name, value in {**sent, **changes}.items() if value}
        return self.client.post(url("expense_import_columns", "2011"), data)

    def confirm(self, response):
        sent = {name: response.context[name] for name in ("carried", "shown")}
        data = {"rows": sent["carried"], "shown": sent["shown"]}
        return self.client.post(url("expense_import_confirm", "2011"), data, follow=True)


def new_of(response):
    return [judged.amount for judged in response.context["review"].new]


def sheets(**rows):
    """A workbook with a sheet for each name."""
    book = Workbook()
    book.remove(book.active)
    for name, given in rows.items():
        sheet = book.create_sheet(name)
        for values in given:
            sheet.append(values)
    return book

"""What the tests of money share: a programme with two lines, and what files and pages hold."""

import datetime
import io
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts.rules.corrections import check_may_undo
from economy.rules.posted import PostingInput
from economy.services.posting import retract_posted
from tests.factories import ActivityFactory, InitiativeFactory, MainAreaFactory, ProgramFactory
from tests.factories.resources import BudgetLineFactory, FundingSourceFactory

HEADINGS = ["Dato", "Beløb", "Tekst", "Bilag", "Linje"]
DAY = datetime.date(2011, 5, 2)
TODAY = datetime.date(2011, 10, 1)
A_DAY = datetime.timedelta(days=1)


class Economy:
    """Two sources: a line of 100.000 to an activity, and one of 50.000 to an initiative."""

    def __init__(self) -> None:
        self.program = ProgramFactory(slug="2011")
        self.area = MainAreaFactory(program=self.program, number=1)
        self.activity = ActivityFactory(main_area=self.area, title="International Dag")
        initiative = InitiativeFactory(main_area=self.area, title="Religiøs fejring")
        pool = FundingSourceFactory(program=self.program, name="Puljen")
        scheme = FundingSourceFactory(program=self.program, name="Bland dig i byen")
        self.line = BudgetLineFactory(
            source=pool, activity=self.activity, ref="int-dage", title="Internationale dage"
        )
        self.other = BudgetLineFactory(
            source=scheme,
            activity=None,
            initiative=initiative,
            ref="fejring",
            title="Religiøs fejring",
            amount=Decimal(50_000),
        )

    def posting(self, **changes) -> PostingInput:
        given = {"line": self.line, "on": DAY, "amount": Decimal("1234.50"), "text": "Scene"}
        return PostingInput(**{**given, **changes})


def workbook(*rows, headings=HEADINGS):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    return saved(book)


def saved(book):
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def text_file(*lines, headings="Dato;Beløb;Tekst;Bilag;Linje", encoding="utf-8"):
    return "\r\n".join([headings, *lines]).encode(encoding)


def upload(content, name="poster.xlsx"):
    return SimpleUploadedFile(name, content)


def url(name, *args):
    return reverse(f"economy:{name}", args=args)


def page_of(response):
    return response.content.decode().replace("\u00a0", " ")


def typed(line, **changes):
    return {"line": line.pk, "on": "02-05-2011", "amount": "1.234,50", "text": "Scene", **changes}


def form_of(client, address):
    """What the form's hidden fields hold."""
    return {"submission": client.get(address).context["form"]["submission"].value()}


def undo_posted(*, by, posted):
    """As the receipt's «undo» does."""
    check_may_undo(by, posted)
    return retract_posted(by=by, posted=posted, reason="Undone right after it was saved.")

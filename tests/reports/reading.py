"""What a program that opens one of the files finds in it."""

import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import openpyxl
import pypdf
from django.template.loader import render_to_string
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word(content):
    return docx.Document(io.BytesIO(content))


def part_of(content, name):
    """A part of an Office file as XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return package.namelist()


def word_text(content):
    """All that the body says, paragraph by paragraph."""
    body = part_of(content, "word/document.xml")
    return "\n".join(
        "".join(
            "\n" if one.tag == f"{W}br" else one.text or ""
            for one in paragraph.iter(f"{W}t", f"{W}br")
        )
        for paragraph in body.iter(f"{W}p")
    )


def pdf(content):
    return pypdf.PdfReader(io.BytesIO(content))


def pdf_text(content):
    return "\n".join(page.extract_text() for page in pdf(content).pages)


def squeezed(text):
    """Without white space: where a line ends is the format's own business."""
    return re.sub(r"\s", "", text)


def sheets(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in book}


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said, self.figures, self.open = [], [], None

    def handle_starttag(self, tag, attrs):
        key = dict(attrs).get("data-figure")
        if key is not None:
            self.open = [key, ""]
            self.figures.append(self.open)

    def handle_endtag(self, tag):
        if tag in ("a", "span"):
            self.open = None

    def handle_data(self, data):
        self.said.append(data)
        if self.open:
            self.open[1] += data


def page(document, addresses=None):
    """The page's words, and its figures by their keys, in reading order."""
    html = render_to_string("reports/document.html", {"document": document, "addresses": addresses})
    found = _Page()
    found.feed(html)
    return "".join(found.said), [tuple(one) for one in found.figures]
